import { Hono } from "hono";
import {
  CreatedWebhookEndpoint,
  WebhookDeliveryDetail,
  WebhookDeliveryPage,
  WebhookDeliveryQuery,
  WebhookEndpoint,
  WebhookEndpointEdit,
  WebhookEndpoints,
  WebhookEndpointWrite,
  WebhookSecret,
} from "../../shared/webhook.ts";
import { recordAudit } from "../accounts/audit-log.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import type { Deps } from "../deps.ts";
import { endpoint, json, query } from "../platform/http/endpoint.ts";
import { perMinute } from "../platform/http/rate-limit.ts";
import { listDeliveries, readDelivery } from "./delivery/list-deliveries.ts";
import { sendAgain, sendTest } from "./delivery/send-again.ts";
import {
  createEndpoint,
  editEndpoint,
  findEndpoint,
  listEndpoints,
  readEndpoint,
  removeEndpoint,
  rotateSecret,
} from "./endpoints/endpoint-store.ts";

/** Tests and repetitions a minute, for an admin or an API key: each is a request to a server that they name. */
export const MAX_REQUESTS = 30;

const PATH = "/properties/:property/webhooks";

/** A property's webhooks, for its admins (R35). To be mounted behind `signedIn`. */
export function webhookRoutes(deps: Pick<Deps, "database" | "now" | "random">, may: May) {
  const { database, now } = deps;
  const mayConfigure = may("webhooks.configure");
  const requests = perMinute(MAX_REQUESTS);

  return new Hono<AgentEnv>()
    .get(
      PATH,
      endpoint("The endpoints that get webhooks", WebhookEndpoints, "property_unknown", "forbidden"),
      mayConfigure,
      async (c) => c.json({ items: await listEndpoints(database.read, c.req.param("property"), now()) }),
    )
    .post(
      PATH,
      endpoint(
        "Add an endpoint. The answer has its secret",
        CreatedWebhookEndpoint,
        "property_unknown",
        "forbidden",
        "too_many_endpoints",
      ),
      mayConfigure,
      json(WebhookEndpointWrite),
      async (c) => {
        const property = c.req.param("property");
        const { id, secret } = await database.write(async (tx) => {
          await recordAudit(tx, deps, c.var.agent, { property, action: "webhook_created" });
          return createEndpoint(tx, deps, property, c.req.valid("json"));
        });
        return c.json({ endpoint: await readEndpoint(database.read, { property, id }, now()), secret });
      },
    )
    .patch(
      `${PATH}/:id`,
      endpoint(
        "Change an endpoint, switch it off or on",
        WebhookEndpoint,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayConfigure,
      json(WebhookEndpointEdit),
      async (c) => {
        const key = c.req.param();
        await database.write(async (tx) => {
          await editEndpoint(tx, deps, key, c.req.valid("json"));
          await recordAudit(tx, deps, c.var.agent, { property: key.property, action: "webhook_changed" });
          tx.publish({ kind: "webhooks_queued" });
        });
        return c.json(await readEndpoint(database.read, key, now()));
      },
    )
    .delete(
      `${PATH}/:id`,
      endpoint("Remove an endpoint and its deliveries", null, "property_unknown", "forbidden", "not_found"),
      mayConfigure,
      async (c) => {
        const key = c.req.param();
        await database.write(async (tx) => {
          await removeEndpoint(tx, key);
          await recordAudit(tx, deps, c.var.agent, { property: key.property, action: "webhook_removed" });
        });
        return c.body(null, 204);
      },
    )
    .get(
      `${PATH}/:id/secret`,
      endpoint("The secret that signs", WebhookSecret, "property_unknown", "forbidden", "not_found"),
      mayConfigure,
      async (c) => {
        const { secret } = await findEndpoint(database.read, c.req.param());
        return c.json({ secret });
      },
    )
    .post(
      `${PATH}/:id/secret`,
      endpoint(
        "Make a new secret. The old one signs too for 24 hours",
        WebhookSecret,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayConfigure,
      async (c) => {
        const key = c.req.param();
        const secret = await database.write(async (tx) => {
          await recordAudit(tx, deps, c.var.agent, {
            property: key.property,
            action: "webhook_secret_changed",
          });
          return rotateSecret(tx, deps, key);
        });
        return c.json({ secret });
      },
    )
    .get(
      `${PATH}/:id/deliveries`,
      endpoint(
        "What was sent to an endpoint, the newest event first",
        WebhookDeliveryPage,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayConfigure,
      query(WebhookDeliveryQuery),
      async (c) => c.json(await listDeliveries(database.read, c.req.param(), c.req.valid("query").cursor)),
    )
    .get(
      `${PATH}/:id/deliveries/:event`,
      endpoint(
        "A delivery with its request and the answer",
        WebhookDeliveryDetail,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayConfigure,
      async (c) => c.json(await readDelivery(database.read, c.req.param(), c.req.param("event"))),
    )
    .post(
      `${PATH}/:id/deliveries/:event/retry`,
      endpoint(
        "Send an event again, with the same ID",
        WebhookDeliveryDetail,
        "property_unknown",
        "forbidden",
        "not_found",
        "endpoint_disabled",
        "too_many_requests",
      ),
      mayConfigure,
      async (c) => {
        const { property, id, event } = c.req.param();
        await requests.take(c.var.agent.id);
        await database.write((tx) => sendAgain(tx, { property, id }, event, now()));
        return c.json(await readDelivery(database.read, { property, id }, event));
      },
    )
    .post(
      `${PATH}/:id/test`,
      endpoint(
        "Send an event of the type test",
        WebhookDeliveryDetail,
        "property_unknown",
        "forbidden",
        "not_found",
        "endpoint_disabled",
        "too_many_requests",
      ),
      mayConfigure,
      async (c) => {
        const key = c.req.param();
        await requests.take(c.var.agent.id);
        const event = await database.write((tx) => sendTest(tx, deps, key));
        return c.json(await readDelivery(database.read, key, event));
      },
    );
}
