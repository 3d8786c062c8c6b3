import * as z from "zod/mini";
import {
  CreatedWebhookEndpoint,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryPage,
  WebhookDeliveryQuery,
  WebhookEndpoint,
  WebhookEndpointEdit,
  WebhookEndpoints,
  WebhookEndpointWrite,
  WebhookSecret,
} from "../../../shared/webhook.ts";
import { recordAudit } from "../../accounts/audit-log.ts";
import type { Deps } from "../../deps.ts";
import { perMinute } from "../../platform/http/rate-limit.ts";
import { listDeliveries, readDelivery } from "../../webhooks/delivery/list-deliveries.ts";
import { sendAgain, sendTest } from "../../webhooks/delivery/send-again.ts";
import {
  createEndpoint,
  editEndpoint,
  listEndpoints,
  readEndpoint,
  removeEndpoint,
  rotateSecret,
} from "../../webhooks/endpoints/endpoint-store.ts";
import { MAX_REQUESTS } from "../../webhooks/routes.ts";
import { actorOf } from "../http/actor.ts";
import { apiSchemas } from "../http/openapi.ts";
import { change, Nothing, type Operation, read } from "../http/operation.ts";
import { Removed } from "../http/removed.ts";
import {
  ENDPOINT_ID,
  EVENT_ID,
  EXAMPLE_DELIVERY,
  EXAMPLE_DETAIL,
  EXAMPLE_ENDPOINT,
  SECRET,
} from "./examples.ts";

apiSchemas.add(WebhookEndpoint, { id: "WebhookEndpoint" });
apiSchemas.add(WebhookDelivery, { id: "WebhookDelivery" });

/** The endpoints that get webhooks (R35), and what was sent to them. */
export function webhookOperations(deps: Pick<Deps, "database" | "now" | "random">): readonly Operation[] {
  const { database, now } = deps;
  const requests = perMinute(MAX_REQUESTS, now);
  return [
    read(
      {
        id: "listWebhooks",
        method: "GET",
        path: "/webhooks",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "List the webhook endpoints",
        params: {},
        query: Nothing,
        body: Nothing,
        answer: WebhookEndpoints,
        status: 200,
        errors: [],
        example: { answer: { items: [EXAMPLE_ENDPOINT] } },
      },
      async ({ property }) => ({ body: { items: await listEndpoints(database.read, property, now()) } }),
    ),
    change(
      {
        id: "createWebhook",
        method: "POST",
        path: "/webhooks",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "Create a webhook endpoint",
        details:
          "The answer has the secret that signs its webhooks, as Standard Webhooks says. The API does not show it again.",
        params: {},
        query: Nothing,
        body: WebhookEndpointWrite,
        answer: CreatedWebhookEndpoint,
        status: 201,
        errors: ["too_many_endpoints"],
        example: {
          body: {
            url: EXAMPLE_ENDPOINT.url,
            description: EXAMPLE_ENDPOINT.description,
            events: EXAMPLE_ENDPOINT.events,
          },
          answer: { endpoint: EXAMPLE_ENDPOINT, secret: SECRET },
        },
      },
      async (tx, { key, from, property, body }) => {
        await recordAudit(tx, deps, actorOf(key, from), { property, action: "webhook_created" });
        const { id, secret } = await createEndpoint(tx, deps, property, body);
        const endpoint = await readEndpoint(tx, { property, id }, now());
        return { body: { endpoint, secret }, about: null };
      },
    ),
    read(
      {
        id: "getWebhook",
        method: "GET",
        path: "/webhooks/:id",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "Read a webhook endpoint",
        params: { id: ENDPOINT_ID },
        query: Nothing,
        body: Nothing,
        answer: WebhookEndpoint,
        status: 200,
        errors: ["not_found"],
        example: { answer: EXAMPLE_ENDPOINT },
      },
      async ({ property, param }) => ({
        body: await readEndpoint(database.read, { property, id: param("id") }, now()),
      }),
    ),
    change(
      {
        id: "updateWebhook",
        method: "PATCH",
        path: "/webhooks/:id",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "Change a webhook endpoint, switch it off or on",
        details:
          "What is absent stays. `enabled: true` also resumes an endpoint that was paused because it failed for days, and sends what waits for it.",
        params: { id: ENDPOINT_ID },
        query: Nothing,
        body: WebhookEndpointEdit,
        answer: WebhookEndpoint,
        status: 200,
        errors: ["not_found"],
        example: { body: { enabled: true }, answer: EXAMPLE_ENDPOINT },
      },
      async (tx, { key, from, property, param, body }) => {
        const endpoint = { property, id: param("id") };
        await editEndpoint(tx, deps, endpoint, body);
        await recordAudit(tx, deps, actorOf(key, from), { property, action: "webhook_changed" });
        tx.publish({ kind: "webhooks_queued" });
        return { body: await readEndpoint(tx, endpoint, now()), about: null };
      },
    ),
    change(
      {
        id: "deleteWebhook",
        method: "DELETE",
        path: "/webhooks/:id",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "Delete a webhook endpoint and its deliveries",
        params: { id: ENDPOINT_ID },
        query: Nothing,
        body: Nothing,
        answer: Removed,
        status: 200,
        errors: ["not_found"],
        example: { answer: { id: EXAMPLE_ENDPOINT.id } },
      },
      async (tx, { key, from, property, param }) => {
        await removeEndpoint(tx, { property, id: param("id") });
        await recordAudit(tx, deps, actorOf(key, from), { property, action: "webhook_removed" });
        return { body: { id: param("id") }, about: null };
      },
    ),
    change(
      {
        id: "rotateWebhookSecret",
        method: "POST",
        path: "/webhooks/:id/secret",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "Make a new secret for a webhook endpoint",
        details: "The old one signs too for 24 hours, so that no webhook is refused meanwhile.",
        params: { id: ENDPOINT_ID },
        query: Nothing,
        body: Nothing,
        answer: WebhookSecret,
        status: 200,
        errors: ["not_found"],
        example: { answer: { secret: SECRET } },
      },
      async (tx, { key, from, property, param }) => {
        const secret = await rotateSecret(tx, deps, { property, id: param("id") });
        await recordAudit(tx, deps, actorOf(key, from), { property, action: "webhook_secret_changed" });
        return { body: { secret }, about: null };
      },
    ),
    change(
      {
        id: "testWebhook",
        method: "POST",
        path: "/webhooks/:id/test",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "Send an event of the type test to a webhook endpoint",
        details: "It is sent at once, after the answer: read its delivery to see what has become of it.",
        params: { id: ENDPOINT_ID },
        query: Nothing,
        body: Nothing,
        answer: WebhookDelivery,
        status: 200,
        errors: ["not_found", "endpoint_disabled"],
        example: { answer: EXAMPLE_DELIVERY },
      },
      async (tx, { key, property, param }) => {
        const endpoint = { property, id: param("id") };
        await requests.take(key.id);
        const event = await sendTest(tx, deps, endpoint);
        return { body: z.parse(WebhookDelivery, await readDelivery(tx, endpoint, event)), about: null };
      },
    ),
    read(
      {
        id: "listWebhookDeliveries",
        method: "GET",
        path: "/webhooks/:id/deliveries",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "List what was sent to a webhook endpoint, the newest event first",
        params: { id: ENDPOINT_ID },
        query: z.strictObject(WebhookDeliveryQuery.shape),
        body: Nothing,
        answer: WebhookDeliveryPage,
        status: 200,
        errors: ["not_found"],
        example: { answer: { items: [EXAMPLE_DELIVERY], next: null } },
      },
      async ({ property, param, query: { cursor } }) => ({
        body: await listDeliveries(database.read, { property, id: param("id") }, cursor),
      }),
    ),
    read(
      {
        id: "getWebhookDelivery",
        method: "GET",
        path: "/webhooks/:id/deliveries/:event",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "Read a delivery with its request and the answer",
        params: { id: ENDPOINT_ID, event: EVENT_ID },
        query: Nothing,
        body: Nothing,
        answer: WebhookDeliveryDetail,
        status: 200,
        errors: ["not_found"],
        example: { answer: EXAMPLE_DETAIL },
      },
      async ({ property, param }) => ({
        body: await readDelivery(database.read, { property, id: param("id") }, param("event")),
      }),
    ),
    change(
      {
        id: "retryWebhookDelivery",
        method: "POST",
        path: "/webhooks/:id/deliveries/:event/retry",
        tag: "Webhooks",
        scope: "webhooks:write",
        summary: "Send an event to a webhook endpoint again, with the same ID",
        params: { id: ENDPOINT_ID, event: EVENT_ID },
        query: Nothing,
        body: Nothing,
        answer: WebhookDelivery,
        status: 200,
        errors: ["not_found", "endpoint_disabled"],
        example: { answer: EXAMPLE_DELIVERY },
      },
      async (tx, { key, property, param }) => {
        const endpoint = { property, id: param("id") };
        await requests.take(key.id);
        await sendAgain(tx, endpoint, param("event"), now());
        const delivery = await readDelivery(tx, endpoint, param("event"));
        return { body: z.parse(WebhookDelivery, delivery), about: null };
      },
    ),
  ];
}
