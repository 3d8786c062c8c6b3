import { beforeAll, describe, expect, it } from "vitest";
import { isSigned } from "../../../server/sources/reception/verify-signature.ts";
import { type Problem, problem } from "../../../shared/error.ts";
import { PROVIDERS, WebhookSources } from "../../../shared/webhook-source.ts";
import { rowsOf } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { bodyOf, SIGNING_SECRET, SourceWorld, signature } from "./support.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
const DAY = 24 * 3_600_000;

describe("a signature", () => {
  const text = '{"id":"evt_1"}';
  const now = Date.UTC(2026, 10, 20);
  const check = (
    provider: (typeof PROVIDERS)[number],
    headers: object,
    sent = text,
    secret = SIGNING_SECRET,
  ) => {
    const lower = new Map(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    return isSigned(provider, secret, { header: (name) => lower.get(name), raw: Buffer.from(sent), now });
  };

  it.each(PROVIDERS.filter((one) => one !== "other"))(
    "of %s is over the body, by the right secret",
    (provider) => {
      const right = signature(provider, text, now);
      expect(check(provider, right)).toBe(true);
      expect(check(provider, right, `${text} `)).toBe(false);
      expect(check(provider, right, text, "another secret")).toBe(false);
      expect(check(provider, signature(provider, text, now, "another secret"))).toBe(false);
      expect(check(provider, {})).toBe(false);
      for (const [name, value] of Object.entries(right))
        for (const wrong of ["", "sha256=", value.slice(0, -3), `${value}00`, "t=1,v1=", "💥".repeat(50)])
          expect(check(provider, { [name]: wrong })).toBe(false);
    },
  );

  it.each(["stripe", "calendly"] as const)(
    "of %s is refused when it is five minutes old, or of yesterday",
    (provider) => {
      expect(check(provider, signature(provider, text, now - 299_000))).toBe(true);
      for (const at of [now - 301_000, now + 302_000, now - DAY])
        expect(check(provider, signature(provider, text, at))).toBe(false);
    },
  );

  it("of Stripe may be one of two while a secret rotates", () => {
    const [header] = Object.values(signature("stripe", text, now));
    const both = `${header?.replace("v1=", `v1=${"0".repeat(64)},v1=`)}`;
    expect(check("stripe", { "Stripe-Signature": both })).toBe(true);
  });
});

describeEachDatabase("the address of an incoming webhook", (open) => {
  let world: SourceWorld;
  beforeAll(async () => {
    world = await SourceWorld.open(await open());
  });
  const refusal = async (response: Response): Promise<Problem> => {
    const answer = (await response.json()) as Problem;
    expect(response.status).toBe(answer.status);
    return answer;
  };

  it("is unknown with another secret, whatever it looks like, as any address that is not there", async () => {
    const { path } = await world.create("other");
    const unknown = problem("not_found");
    const wrong = [`${path.slice(0, -1)}${path.endsWith("A") ? "B" : "A"}`, "/in/x", "/in/%00", `${path}x`];
    for (const one of wrong) expect(await refusal(await world.post(one, "{}", JSON_TYPE))).toEqual(unknown);
    const get = await world.test.app.request(path);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    const refusals = Array.from({ length: 30 }, () => world.post("/in/x", "{}", JSON_TYPE));
    expect((await Promise.all(refusals)).map(({ status }) => status)).toContain(429);
    expect((await world.post(path, "{}", JSON_TYPE)).status).toBe(202);
  });

  it("stores neither its secret nor its address, and shows it once", async () => {
    const { path, source } = await world.create("stripe");
    await world.save(source, { signingSecret: SIGNING_SECRET });
    const secret = path.replace("/in/", "");
    const shown = JSON.stringify(await world.admin.ok(WebhookSources, "GET", world.base));
    const rows = JSON.stringify(await rowsOf(world.test, "webhook_sources"));
    const audit = JSON.stringify(await rowsOf(world.test, "audit_log"));
    for (const text of [shown, audit, world.test.logged.join()]) expect(text).not.toContain(SIGNING_SECRET);
    for (const text of [shown, rows, audit, world.test.logged.join()]) expect(text).not.toContain(secret);
  });

  it("R36: refuses a wrong signature, which is counted and not stored", async () => {
    const { path, source } = await world.active("stripe");
    const { text } = bodyOf("stripe-customer");
    const yesterday = signature("stripe", text, world.test.clock.now() - DAY);
    for (const headers of [yesterday, {}, signature("stripe", `${text} `, world.test.clock.now())])
      expect(await refusal(await world.post(path, text, { ...JSON_TYPE, ...headers }))).toEqual(
        problem("wrong_signature"),
      );
    expect(await world.bodies(source)).toEqual([]);
    const { items } = await world.admin.ok(WebhookSources, "GET", world.base);
    const at = world.test.clock.now();
    expect(items.find(({ id }) => id === source.id)).toMatchObject({
      wrongSignatures: 3,
      lastWrongSignatureAt: at,
    });
  });

  it("records what comes before the signing secret is stored, and never processes it", async () => {
    const { path, source } = await world.create("typeform");
    await world.send(path, bodyOf("typeform-contact"));
    const active = await world.save(source, { signingSecret: SIGNING_SECRET, isActive: true });
    await world.admin.send("POST", `${world.base}/${source.id}/run`, { which: "waiting" });
    await world.process();
    const [body] = await world.bodies(active);
    expect(body).toMatchObject({ state: "waiting", isVerified: false });
    const run = `${world.base}/${source.id}/bodies/${body?.id}/run`;
    expect(await world.admin.refused("POST", run)).toMatchObject({ code: "not_found" });
  });

  it.each([
    ["text/plain", "{}", "body_type_unsupported"],
    ["multipart/form-data; boundary=x", "--x--", "body_type_unsupported"],
    ["application/json", "{", "malformed_json"],
    ["application/json", "", "malformed_json"],
    ["application/json", `${'{"a":'.repeat(500)}1${"}".repeat(500)}`, "invalid_request"],
    ["application/json", `[${"1,".repeat(30_000)}1]`, "invalid_request"],
    ["application/x-www-form-urlencoded", "a=1&".repeat(1_001), "invalid_request"],
    ["application/json", `"${"x".repeat(256 * 1024)}"`, "payload_too_large"],
    ["application/json", `"${"x".repeat(10 * 1024 * 1024)}"`, "payload_too_large"],
  ])("refuses as %s what cannot be read (%#)", async (type, text, code) => {
    const { path, source } = await world.create("other");
    expect(await refusal(await world.post(path, text, { "Content-Type": type }))).toMatchObject({ code });
    expect(await world.bodies(source)).toEqual([]);
  });

  it("answers the ping of WooCommerce, which nobody signs, and stores nothing", async () => {
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    const { path, source } = await world.active("woocommerce");
    expect((await world.post(path, "webhook_id=7", form)).status).toBe(200);
    expect((await world.post(path, "webhook_id=7&email=a%40example.com", form)).status).toBe(401);
    expect(await world.bodies(source)).toEqual([]);
  });

  it("takes one event with two topics for two, and a repetition by its ID or its body for one", async () => {
    const { path, source } = await world.active("shopify");
    const customer = bodyOf("shopify-customer");
    await world.send(path, customer);
    const order = bodyOf("shopify-order");
    await world.send(path, { ...order, headers: { ...order.headers, ...EVENT_OF_CUSTOMER } });
    expect(await world.bodies(source)).toHaveLength(2);
    // an attacker who recorded the request can change the headers, which are not signed
    await world.send(path, { ...customer, headers: { "X-Shopify-Event-Id": "another" } });
    await world.send(path, { ...customer, text: customer.text.replace("Bob", "Rob") });
    expect(await world.bodies(source)).toHaveLength(2);
  });

  it("Calendly's reschedule sends two events about one person, who is changed once", async () => {
    const { path, source } = await world.active("calendly");
    const created = bodyOf("calendly-created");
    await world.send(path, created);
    await world.send(path, { ...created, text: created.text.replace("invitee.created", "invitee.canceled") });
    await world.process();
    expect((await world.bodies(source)).map(({ topic, outcome }) => [topic, outcome])).toEqual([
      ["invitee.canceled", "unchanged"],
      ["invitee.created", "new"],
    ]);
  });
});

const EVENT_OF_CUSTOMER = { "X-Shopify-Event-Id": "98880550-7158-44d4-b7cd-2c97c8a091b5" };
