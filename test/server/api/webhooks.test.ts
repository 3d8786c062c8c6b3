import { afterAll, beforeAll, expect, it } from "vitest";
import { AuditPage } from "../../../shared/audit.ts";
import {
  CreatedWebhookEndpoint,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryPage,
  WebhookEndpoint,
  WebhookEndpoints,
  WebhookSecret,
} from "../../../shared/webhook.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { type ApiClient, createKey } from "../../support/rest-api.ts";
import { startWebhooks, type WebhookHarness } from "../webhooks/support.ts";

describeEachDatabase("R34, R35: webhook endpoints over the REST API", (open) => {
  let harness: WebhookHarness;
  let client: ApiClient;
  beforeAll(async () => {
    harness = await startWebhooks(await open());
    const { test, browser, property } = harness;
    const scopes = ["webhooks:write"] as const;
    ({ client } = await createKey(test.app, browser, property, { name: "Deployment", scopes }));
  });
  afterAll(() => harness.receiver.stop());

  const create = () =>
    client.ok(CreatedWebhookEndpoint, "POST", "/webhooks", {
      url: harness.receiver.url,
      description: "CRM",
      events: ["contact.created"],
    });
  const list = async () => (await client.ok(WebhookEndpoints, "GET", "/webhooks")).items;

  it("are created, read, changed and deleted, and the dashboard shows the same", async () => {
    const { endpoint } = await create();
    expect(endpoint).toMatchObject({ state: "enabled", events: ["contact.created"], description: "CRM" });
    const path = `/webhooks/${endpoint.id}`;
    expect(await client.ok(WebhookEndpoint, "GET", path)).toEqual(endpoint);
    expect(await list()).toEqual([endpoint]);
    const change = { description: "Shop", events: ["ticket.created"], enabled: false };
    const changed = await client.ok(WebhookEndpoint, "PATCH", path, change);
    expect(changed).toMatchObject({ description: "Shop", events: ["ticket.created"], state: "disabled" });
    expect(await harness.endpoint(endpoint.id)).toEqual(changed);
    expect(await client.refused("POST", `${path}/test`)).toMatchObject({ code: "endpoint_disabled" });
    expect((await client.send("DELETE", path)).status).toBe(200);
    expect(await list()).toEqual([]);
    for (const method of ["GET", "PATCH", "DELETE"])
      expect(await client.refused(method, path, method === "PATCH" ? {} : undefined)).toMatchObject({
        code: "not_found",
      });
  });

  it("show their secret in the answer that makes it, and in no other", async () => {
    const { endpoint, secret } = await create();
    const path = `/webhooks/${endpoint.id}`;
    const { secret: next } = await client.ok(WebhookSecret, "POST", `${path}/secret`);
    expect(secret).toMatch(/^whsec_/);
    expect(next).not.toBe(secret);
    const answers = [
      await client.send("GET", "/webhooks"),
      await client.send("GET", path),
      await client.send("PATCH", path, { description: "Ours" }),
    ];
    for (const answer of answers) {
      const text = await answer.text();
      expect(answer.status).toBe(200);
      for (const one of [secret, next]) expect(text).not.toContain(one);
    }
    expect((await client.ok(WebhookEndpoint, "GET", path)).oldSecretUntil).toBeGreaterThan(
      harness.test.clock.now(),
    );
    await client.send("DELETE", path);
  });

  it("get a test and what is sent again, and show their deliveries", async () => {
    const { endpoint } = await create();
    const path = `/webhooks/${endpoint.id}`;
    const { id, state } = await client.ok(WebhookDelivery, "POST", `${path}/test`);
    expect(state).toBe("waiting");
    await harness.worker.catchUp();
    expect(harness.types()).toEqual(["test"]);
    const detail = await client.ok(WebhookDeliveryDetail, "GET", `${path}/deliveries/${id}`);
    expect(detail).toMatchObject({ id, type: "test", state: "delivered", status: 204 });
    expect(detail.request).toContain("Foyer can reach this endpoint");
    await client.ok(WebhookDelivery, "POST", `${path}/deliveries/${id}/retry`);
    await harness.worker.catchUp();
    expect(harness.types()).toEqual(["test"]);
    const page = await client.ok(WebhookDeliveryPage, "GET", `${path}/deliveries`);
    expect(page.items).toMatchObject([{ id, attempts: 2 }]);
    expect(page.next).toBeNull();
  });

  it("are created once by a request that is sent again with its Idempotency-Key", async () => {
    const before = (await list()).length;
    const wanted = { url: "https://example.com/", description: "", events: ["contact.created"] };
    const headers = { "idempotency-key": "webhook-1" };
    const first = await client.ok(CreatedWebhookEndpoint, "POST", "/webhooks", wanted, headers);
    expect(await client.ok(CreatedWebhookEndpoint, "POST", "/webhooks", wanted, headers)).toEqual(first);
    expect(await list()).toHaveLength(before + 1);
  });

  it("are at most twenty, with addresses that are none refused", async () => {
    for (const url of ["ftp://example.com/", "https://user:secret@example.com/", "example.com", ""])
      expect(
        await client.refused("POST", "/webhooks", { url, description: "", events: ["contact.created"] }),
      ).toMatchObject({ code: "invalid_request", faults: [{ path: "url" }] });
    for (let count = (await list()).length; count < 20; count++) await create();
    const wanted = { url: "https://example.com/", description: "", events: ["contact.created"] };
    expect(await client.refused("POST", "/webhooks", wanted)).toMatchObject({ code: "too_many_endpoints" });
    expect(await list()).toHaveLength(20);
  });

  it("are tested thirty times a minute at most", async () => {
    const [endpoint] = await list();
    const path = `/webhooks/${endpoint?.id}/test`;
    const statuses: number[] = [];
    for (let count = 0; count < 31; count++) statuses.push((await client.send("POST", path)).status);
    expect(statuses).toContain(200);
    expect(statuses.at(-1)).toBe(429);
  });

  it("leave rows in the audit log that name the key", async () => {
    const { items } = await harness.browser.ok(AuditPage, "GET", `${harness.base}/audit-log`);
    for (const action of ["webhook_created", "webhook_changed", "webhook_removed", "webhook_secret_changed"])
      expect(items.find((one) => one.action === action)).toMatchObject({
        actor: { id: null, name: "API key “Deployment”" },
      });
  });
});
