import { randomBytes } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { ACTIVITY } from "../../../server/platform/limits.ts";
import { MAX_ACTIVITY_ENTRIES } from "../../../shared/activity.ts";
import { Named } from "../../../shared/contact.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const EVENT = { kind: "event", name: "order", page: "https://example.com/", ago: 0 };
/** Everything that is stored of a person or a conversation. */
const TABLES = ["visitors", "details", "visitor_events", "page_tags", "tags", "conversations"] as const;

describeEachDatabase("attacks by what a page says about its visitor", (open) => {
  let test: TestApp;
  let admin: AgentBrowser;
  let property: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser: admin, property } = await setUpFoyer(test));
    await admin.send("PUT", `/api/properties/${property}/attributes/plan`, {
      label: "Plan",
      type: "text",
      choices: [],
      position: 0,
    });
  });

  const arrive = async (at = property) => {
    const one = new BrowserVisitor(test.app, at);
    await one.visit();
    return one;
  };
  const post = (from: BrowserVisitor, entries: unknown, more: Readonly<Record<string, unknown>> = {}) =>
    from.post("activity", { token: from.token, id: randomBytes(16).toString("hex"), entries, ...more });
  const codeOf = async (response: Response) =>
    [response.status, ((await response.json()) as { code?: string }).code] as const;
  const stored = async () =>
    JSON.stringify(await Promise.all(TABLES.map(async (table) => [table, await rowsOf(test, table)])));

  it.each<[string, unknown, Readonly<Record<string, unknown>>, number, string]>([
    ["no token", [EVENT], { token: "" }, 401, "token_missing"],
    ["a token that is none", [EVENT], { token: "x.y.z" }, 401, "token_invalid"],
    ["no entries", [], {}, 422, "invalid_request"],
    ["too many entries", Array(MAX_ACTIVITY_ENTRIES + 1).fill(EVENT), {}, 422, "invalid_request"],
    ["an ID that is none", [EVENT], { id: "1" }, 422, "invalid_request"],
    ["an unknown kind", [{ kind: "merge", into: "V0000000000000000" }], {}, 422, "invalid_request"],
    ["a time in the future", [{ ...EVENT, ago: -1 }], {}, 422, "invalid_request"],
    ["tags that are no texts", [{ kind: "tag", tags: [{}] }], {}, 422, "invalid_request"],
    ["too many tags", [{ kind: "tag", tags: Array(21).fill("VIP") }], {}, 422, "invalid_request"],
  ])("%s is refused, and changes nothing", async (_, entries, more, status, code) => {
    const visitor = await arrive();
    const before = await stored();
    expect(await codeOf(await post(visitor, entries, more))).toEqual([status, code]);
    expect(await stored()).toBe(before);
  });

  it("R3: a token is good for its own visitor, property and registration", async () => {
    const elsewhere = await addProperty(test.deps, {}, "other00001");
    const [visitor, foreign] = [await arrive(), await arrive(elsewhere)];
    const before = await stored();
    expect(await codeOf(await post(visitor, [EVENT], { token: foreign.token }))).toEqual([
      401,
      "token_foreign",
    ]);
    await visitor.post("sign-outs", { token: visitor.token });
    expect(await codeOf(await post(visitor, [EVENT]))).toEqual([401, "token_invalid"]);
    const after = JSON.parse(await stored()) as [string, unknown[]][];
    expect(after.find(([table]) => table === "visitor_events")?.[1]).toEqual([]);
    expect(JSON.parse(before)).toHaveLength(TABLES.length);
  });

  it("keys of prototypes, NUL, lone surrogates and marks of direction are data like any other", async () => {
    const visitor = await arrive();
    const data = JSON.parse(
      '{"__proto__": "a", "constructor": 1, "a\\u0000b": "c\\u0000d", "\\u202ex": "\\ud800"}',
    );
    const attributes = JSON.parse(
      '{"__proto__": {"plan": "Pro"}, "constructor": "x", "plan": "a\\u202eb\\u0000"}',
    );
    const response = await post(visitor, [
      { ...EVENT, data },
      { kind: "set", attributes },
    ]);
    expect(await response.json()).toEqual({ ignored: ["attributes.__proto__", "attributes.constructor"] });
    expect({}).not.toHaveProperty("plan");
    const [event] = await rowsOf(test, "visitor_events");
    expect(JSON.parse(event?.data ?? "")).toEqual([
      ["__proto__", "a"],
      ["constructor", 1],
      ["ab", "cd"],
      ["x", "\ufffd"],
    ]);
  });

  it.each(["", "order", null, 5, [1], { a: 1 }])("attributes that are %j are none", async (attributes) => {
    const visitor = await arrive();
    expect((await post(visitor, [{ kind: "set", attributes }])).status).toBe(200);
    expect(await rowsOf(test, "details")).toEqual([]);
  });

  it("a value of 1 MB costs itself", async () => {
    const visitor = await arrive();
    const long = "x".repeat(1_000_000);
    const entries = [
      { kind: "set", attributes: { plan: long, [long]: 1 } },
      { ...EVENT, data: { long, [long]: 1, short: 1 } },
    ];
    const { ignored } = (await (await post(visitor, entries)).json()) as { ignored: string[] };
    expect(ignored).toEqual([
      "events.order.long",
      `events.order.${"x".repeat(40)}`,
      "attributes.plan",
      `attributes.${"x".repeat(40)}`,
    ]);
    expect(await rowsOf(test, "details")).toEqual([]);
    expect(await rowsOf(test, "visitor_events")).toMatchObject([{ data: '[["short",1]]' }]);
  });

  it("R12: the answer is the same whoever is known", async () => {
    await admin.ok(Named, "POST", `/api/properties/${property}/tags`, { name: "VIP" });
    const [known, stranger] = [await arrive(), await arrive()];
    await known.submit({ name: "Ann", email: "ann@example.com", message: "Hello" });
    const entries = [
      { kind: "set", attributes: { plan: "Free", email: "ann@example.com", user_id: "42" } },
      { kind: "tag", tags: ["VIP", "Nobody"] },
      EVENT,
    ];
    const answers = [];
    for (const one of [known, stranger]) answers.push(await (await post(one, entries)).text());
    expect(answers[0]).toBe(answers[1]);
    expect(
      (await rowsOf(test, "visitors")).filter(({ contact_since }) => contact_since !== null),
    ).toHaveLength(1);
  });

  it("R37: a flood is limited, and what is stored has a bound", async () => {
    const visitor = await arrive();
    const batch = Array(MAX_ACTIVITY_ENTRIES).fill(EVENT);
    const statuses: number[] = [];
    for (let at = 0; at < 5; at++) statuses.push((await post(visitor, batch)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    for (let minute = 0; minute < 5; minute++) {
      test.clock.pass(60_000);
      for (let at = 0; at < 3; at++) expect((await post(visitor, batch)).status).toBe(200);
    }
    expect((await rowsOf(test, "visitor_events")).length).toBeLessThanOrEqual(ACTIVITY.stored.visitor);
  });

  it("a blocked visitor says nothing", async () => {
    const visitor = await arrive();
    await admin.send("PUT", `/api/properties/${property}/visitors/${visitor.id}/block`);
    await visitor.visit();
    expect(await codeOf(await post(visitor, [EVENT]))).toEqual([403, "visitor_blocked"]);
    expect(await rowsOf(test, "visitor_events")).toEqual([]);
  });
});
