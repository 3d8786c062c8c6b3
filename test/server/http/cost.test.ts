import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import type { Database } from "../../../server/platform/database/open.ts";
import { openDatabase } from "../../../server/platform/database/open.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { costOfAsync, MOST, SIZE, TEXTS } from "../../support/cost.ts";
import { type Place, sqlitePlace } from "../../support/databases.ts";
import { type Filling, sampleOf } from "../../support/json-schema-samples.ts";

/** The largest body, bytes, without the names and the marks around the texts. */
const MOST_BYTES = SIZE - 20_000;

const bytesOf = (text: string, most: number) =>
  Buffer.from(text)
    .subarray(0, most)
    .toString()
    .replace(/\ufffd+$/, "");

/** The alphabets that have cost the most. The schemas are measured with all. */
const WORST = TEXTS.filter(([name]) =>
  ["an e-mail of CJK letters", "an address of CJK letters", "combining marks"].includes(name),
);

/** Bodies that no schema expects: many values, many levels, many keys, wrong everywhere. */
const SHAPES: readonly (readonly [name: string, body: string])[] = [
  ["arrays in each other", "[".repeat(SIZE / 2) + "]".repeat(SIZE / 2)],
  ["objects in each other", `${'{"a":'.repeat(SIZE / 6)}1${"}".repeat(SIZE / 6)}`],
  ["numbers", `[${"1,".repeat(SIZE / 2 - 2)}1]`],
  ["empty objects", `[${"{},".repeat(SIZE / 3 - 2)}{}]`],
  ["keys", JSON.stringify(Object.fromEntries(Array.from({ length: 40_000 }, (_, at) => [`k${at}`, 1])))],
  ["as many keys as are allowed", JSON.stringify(Object.fromEntries(numbered(5_900, 1)))],
  ["escaped surrogates", `{"a":"${"\\ud800".repeat(SIZE / 6 - 2)}"}`],
  ["escaped characters", `{"a":"${"\\\\".repeat(SIZE / 2 - 10)}"}`],
];

/** The texts, one for each, that a parser of headers and addresses gets at the most. */
const HEADERS = TEXTS.map(
  ([name, text]) =>
    [name, encodeURIComponent(text.slice(0, 7_000).replace(/\p{Cs}/gu, "")).slice(0, 60_000)] as const,
);

function numbered<T>(count: number, value: T): [string, T][] {
  return Array.from({ length: count }, (_, at) => [`k${at}`, value]);
}

const OpenApi = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        requestBody: z.optional(
          z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) }),
        ),
        parameters: z.optional(z.array(z.looseObject({ name: z.string(), in: z.string() }))),
      }),
    ),
  ),
});

type Cost = readonly [name: string, cost: number, status: number];

/** The keys of all that a widget sends, each with a part of a text. */
const WIDGET_KEYS =
  "token visitor proof page referrer language timeZone screen email code conversation since before to from target url".split(
    " ",
  );
const WIDGET_ROUTES = [
  ...["visits", "forget", "hand-overs", "redemptions", "deliveries", "changes", "history", "conversations"],
  ...["thread-changes", "thread-history", "codes", "proofs", "transcript"],
] as const;

describe("R37: no request costs more than 50 ms of processor time", () => {
  let place: Place;
  let database: Database;
  let test: TestApp;
  let owner: AgentBrowser;
  let property: string;
  let visitor: BrowserVisitor;
  beforeAll(async () => {
    place = await sqlitePlace();
    database = await openDatabase(place.location);
    test = await testApp(database);
    ({ browser: owner, property } = await setUpFoyer(test));
    visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
  });

  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  async function measure(name: string, send: () => Response | Promise<Response>): Promise<Cost> {
    let status = 0;
    const cost = await costOfAsync(async () => {
      ({ status } = await send());
    });
    expect(status, name).toBeLessThan(500);
    return [name, cost, status];
  }
  const expectCheap = (costs: readonly Cost[]) => expect(costs.filter(([, cost]) => cost > MOST)).toEqual([]);
  const pathOf = (path: string) =>
    path.replace("{property}", property).replace(/\{[^}]+\}/g, "01890a5d-ac96-774b-bcce-b302099a8057");

  it("of the agents' API, with the largest texts and lists that its description admits", async () => {
    const answer = await test.app.request("/api/openapi.json");
    const { paths } = z.parse(OpenApi, await answer.json());
    const costs: Cost[] = [];
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { requestBody }] of Object.entries(methods)) {
        const schema = requestBody?.content["application/json"]?.schema;
        if (!schema) continue;
        const cost = (name: string, filling: Filling) => {
          const body = JSON.stringify(sampleOf(schema, filling)).slice(0, SIZE);
          return measure(`${method} ${path}: ${name}`, () =>
            owner.send(method.toUpperCase(), `/api${pathOf(path)}`, body, {
              "content-type": "application/json",
            }),
          );
        };
        const places = JSON.stringify(sampleOf(schema, { text: "\u0001", count: 20 })).split(
          "\\u0001",
        ).length;
        for (const [name, text] of WORST)
          costs.push(await cost(name, { text: bytesOf(text, MOST_BYTES / places / 1.3), count: 20 }));
        for (const count of [1_500, 20_000]) costs.push(await cost("many values", { text: "a", count }));
      }
    expect(costs.length).toBeGreaterThan(200);
    expectCheap(costs);
  });

  it.each(SHAPES)("with %s, wherever a body is read", async (name, body) => {
    const costs = [
      await measure(`sign-in: ${name}`, () => owner.send("POST", "/api/sign-in", body)),
      await measure(`visits: ${name}`, () => visitor.post("visits", body)),
      await measure(`deliveries: ${name}`, () => visitor.post("deliveries", body)),
    ];
    expect(costs.map(([, , status]) => status)).toEqual([422, 422, 422]);
    expectCheap(costs);
  });

  it.each(WIDGET_ROUTES)("of a widget to %s", async (action) => {
    const costs: Cost[] = [];
    for (const [name, text] of WORST) {
      const part = bytesOf(text, MOST_BYTES / WIDGET_KEYS.length);
      for (const body of [
        Object.fromEntries(WIDGET_KEYS.map((key) => [key, part])),
        { ...Object.fromEntries(WIDGET_KEYS.map((key) => [key, part])), token: visitor.token },
      ])
        costs.push(await measure(name, () => visitor.post(action, body)));
    }
    expectCheap(costs);
  });

  it("of a widget with deliveries of the largest texts, and with as many faults as there can be", async () => {
    const one = submission({});
    const costs: Cost[] = [];
    const send = (name: string, deliveries: readonly unknown[]) =>
      measure(name, () => visitor.send(...deliveries));
    for (const [name, text] of WORST) {
      const part = bytesOf(text, MOST_BYTES / 250);
      const answers = { name: part, email: part, phone: part, message: part, other: part };
      costs.push(
        await send(
          name,
          Array.from({ length: 50 }, () => ({ ...one, answers })),
        ),
      );
      costs.push(await send(name, [{ ...one, answers: { email: bytesOf(text, MOST_BYTES) } }]));
    }
    const wrong = Array.from({ length: 50 }, () => ({
      ...one,
      answers: Object.fromEntries(numbered(60, 1)),
    }));
    costs.push(await send("wrong answers in all deliveries", wrong));
    costs.push(await send("wrong answers", [{ ...one, answers: Object.fromEntries(numbered(5_900, 1)) }]));
    costs.push(
      await send("unknown answers", [{ ...one, answers: Object.fromEntries(numbered(5_900, "a")) }]),
    );
    expectCheap(costs);
  });

  it("with the longest addresses and headers", async () => {
    const costs: Cost[] = [];
    const get = (path: string, headers: Record<string, string> = {}) => test.app.request(path, { headers });
    for (const [name, text] of HEADERS) {
      costs.push(await measure(`query: ${name}`, () => get(`/w/${property}.js?language=${text}`)));
      costs.push(
        await measure(`query: ${name}`, () =>
          owner.send("GET", `/api/properties/${property}/contacts?q=${text}`),
        ),
      );
      costs.push(await measure(`path: ${name}`, () => get(`/api/invitations/${text}`)));
      for (const header of [
        "origin",
        "cookie",
        "user-agent",
        "accept-language",
        "x-forwarded-for",
        "range",
      ]) {
        const value =
          header === "origin"
            ? `https://${text}`
            : header === "cookie"
              ? `foyer.session_token=${text}`
              : text;
        costs.push(
          await measure(`${header}: ${name}`, () => get(`/w/${property}/availability`, { [header]: value })),
        );
        costs.push(await measure(`${header}: ${name}`, () => get("/api/me", { [header]: value })));
      }
    }
    for (const parameters of ["a&", "a=%25&", "language=en&"])
      costs.push(
        await measure(parameters, () =>
          get(`/w/${property}.js?${parameters.repeat(60_000 / parameters.length)}`),
        ),
      );
    expectCheap(costs);
  });
});
