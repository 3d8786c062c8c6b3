import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { VisitReceipt } from "../../../shared/visitor.ts";
import { addProperty, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

async function codeOf(response: Response): Promise<[number, string]> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return [response.status, ((await response.json()) as { code: string }).code];
}

describeEachDatabase("visits", (open) => {
  test("R2: the server confirms an ID, and answers another browser that it is taken", async () => {
    const { app, deps } = await testApp(await open());
    const property = await addProperty(deps);
    const first = new BrowserVisitor(app, property);
    const response = await first.visit();
    expect(response.status).toBe(200);
    expect(z.parse(VisitReceipt, await response.json()).available).toBe(false);

    const second = new BrowserVisitor(app, property, { id: first.id });
    expect(await codeOf(await second.visit())).toEqual([409, "visitor_id_taken"]);
  });

  test("R2: the same ID is free on another property", async () => {
    const { app, deps } = await testApp(await open());
    const one = new BrowserVisitor(app, await addProperty(deps));
    await one.visit();
    const other = new BrowserVisitor(app, await addProperty(deps, {}, "shop000002"), { id: one.id });
    expect((await other.visit()).status).toBe(200);
  });

  test("R2: the browser that registered an ID may repeat the request, so a lost response costs nothing and the visit counts once", async () => {
    const { app, deps, clock } = await testApp(await open());
    const visitor = new BrowserVisitor(app, await addProperty(deps));
    const counted = async () => {
      const [row] = await deps.database.read.selectFrom("visitors").selectAll().execute();
      const visits = await deps.database.read.selectFrom("visits").select("page").execute();
      return [row?.visit_count, visits.length];
    };
    expect((await visitor.visit()).status).toBe(200);
    expect((await visitor.visit()).status).toBe(200);
    expect(await counted()).toEqual([1, 1]);
    await visitor.visit({ page: "https://example.com/rooms" });
    expect(await counted()).toEqual([2, 2]);
    clock.pass(10_000);
    await visitor.visit({ page: "https://example.com/rooms" });
    expect(await counted()).toEqual([3, 3]);
  });

  test("R3: the database contains neither the token nor the browser's proof", async () => {
    const { app, deps } = await testApp(await open());
    const visitor = new BrowserVisitor(app, await addProperty(deps));
    await visitor.visit();
    const rows = JSON.stringify(await deps.database.read.selectFrom("visitors").selectAll().execute());
    expect(rows).not.toContain(visitor.proof);
    expect(rows).not.toContain(visitor.token);
  });

  test("R24: browser, system and device are recognised and stored with the visitor", async () => {
    const { app, deps } = await testApp(await open());
    const visitor = new BrowserVisitor(app, await addProperty(deps));
    await visitor.visit();
    const [row] = await deps.database.read.selectFrom("visitors").selectAll().execute();
    expect(row).toMatchObject({
      browser: "Chrome 147",
      os: "Linux",
      device_kind: "desktop",
      language: "en-GB",
      time_zone: "Europe/London",
      screen: "1280x800",
      last_page: "https://example.com/pricing",
      referrer: "https://search.example/",
    });
  });

  const proxy = { trustedProxies: 1, countryHeader: "cf-ipcountry" };
  test.each([
    ["tracking is on and a trusted proxy says it", true, proxy, "DE"],
    ["tracking is off", false, proxy, null],
    ["no proxy is trusted", true, { ...proxy, trustedProxies: 0 }, null],
  ] as const)(
    "R24: the country is stored only if tracking is on and the proxy is trusted: %s",
    async (_, locationTracking, config, country) => {
      const { app, deps, logged } = await testApp(await open(), config);
      const property = await addProperty(deps, { locationTracking });
      const headers = { "cf-ipcountry": "DE", "x-forwarded-for": "203.0.113.77" };
      await new BrowserVisitor(app, property, { headers }).visit();
      const tables = await everything(deps.database.read);
      expect(tables).not.toContain("203.0.113.77");
      expect(logged.join()).not.toContain("203.0.113.77");
      const [row] = await deps.database.read.selectFrom("visitors").select("country").execute();
      expect(row?.country ?? null).toBe(country);
    },
  );

  test("R24: after tracking is turned off, the next visit removes the old location", async () => {
    const { app, deps, clock } = await testApp(await open(), proxy);
    const property = await addProperty(deps, { locationTracking: true });
    const visitor = new BrowserVisitor(app, property, { headers: { "cf-ipcountry": "FR" } });
    await visitor.visit();
    const off = JSON.stringify({ ...(await settingsOf(deps.database.read)), locationTracking: false });
    await deps.database.write((tx) =>
      tx.updateTable("properties").set({ settings: off, version: 2 }).execute(),
    );
    clock.pass(10_000);
    await visitor.visit();
    const [row] = await deps.database.read.selectFrom("visitors").select("country").execute();
    expect(row?.country ?? null).toBe(null);
  });

  test("the dashboard shows on which site the widget was seen", async () => {
    const { app, deps, clock } = await testApp(await open());
    await new BrowserVisitor(app, await addProperty(deps)).visit();
    const [row] = await deps.database.read
      .selectFrom("properties")
      .select(["widget_seen_at", "widget_seen_origin"])
      .execute();
    expect(row).toEqual({ widget_seen_at: clock.now(), widget_seen_origin: "https://example.com" });
  });

  test.each([
    ["malformed JSON", "{", 400, "malformed_json"],
    ["a wrong type", JSON.stringify({ visitor: 7 }), 422, "invalid_request"],
    ["an ID of another shape", JSON.stringify({ visitor: "V1" }), 422, "invalid_request"],
    ["nothing", "", 400, "malformed_json"],
    ["a megabyte", "x".repeat(1_000_000), 413, "payload_too_large"],
  ])("bad input: %s is answered with a problem and writes nothing", async (_, body, status, code) => {
    const { app, deps } = await testApp(await open());
    const visitor = new BrowserVisitor(app, await addProperty(deps), {
      headers: { "content-length": String(body.length) },
    });
    expect(await codeOf(await visitor.post("visits", body))).toEqual([status, code]);
    expect(await deps.database.read.selectFrom("visitors").selectAll().execute()).toEqual([]);
  });

  test("bad input: an unknown property", async () => {
    const { app } = await testApp(await open());
    expect(await codeOf(await new BrowserVisitor(app, "nobody0000").visit())).toEqual([
      404,
      "property_unknown",
    ]);
  });
});

describe("allowed origins", () => {
  describeEachDatabase("on a property with a list", (open) => {
    test.each([
      ["https://example.com", 200],
      ["https://shop.example.org", 200],
      ["https://example.org", 403],
      ["http://example.com", 403],
      ["https://example.com.evil.example", 403],
      ["null", 403],
    ])("a page on %s is answered %i", async (origin, status) => {
      const { app, deps } = await testApp(await open());
      const property = await addProperty(deps, { allowedOrigins: ["https://example.com", "*.example.org"] });
      const response = await new BrowserVisitor(app, property, { headers: { origin } }).visit();
      expect(response.status).toBe(status);
      // the page can read the response, also a refusal, and no other origin can
      expect(response.headers.get("access-control-allow-origin")).toBe(origin);
      expect(response.headers.get("vary")).toContain("Origin");
      expect(response.headers.get("access-control-allow-credentials")).toBe(null);
    });

    test("a request without an origin is refused", async () => {
      const { app, deps } = await testApp(await open());
      const property = await addProperty(deps, { allowedOrigins: ["https://example.com"] });
      const response = await app.request(`/w/${property}/visits`, { method: "POST", body: "{}" });
      expect(await codeOf(response)).toEqual([403, "origin_not_allowed"]);
    });
  });
});

describeEachDatabase("limits", (open) => {
  test("two hundred people behind one address are all accepted; then 429 has the time to retry", async () => {
    const { app, deps } = await testApp(await open(), { addressLimit: 250 });
    const property = await addProperty(deps);
    const statuses: number[] = [];
    for (let person = 0; person < 260; person++) {
      const response = await new BrowserVisitor(app, property).visit();
      statuses.push(response.status);
      if (response.status === 429) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(250);
    expect(statuses.slice(250)).toEqual(new Array(10).fill(429));
  });
});

async function everything(
  db: Awaited<ReturnType<typeof testApp>>["deps"]["database"]["read"],
): Promise<string> {
  const tables = ["visitors", "visits", "properties", "details", "conversations"] as const;
  return JSON.stringify(await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())));
}

async function settingsOf(db: Awaited<ReturnType<typeof testApp>>["deps"]["database"]["read"]) {
  const { settings } = await db.selectFrom("properties").select("settings").executeTakeFirstOrThrow();
  return JSON.parse(settings) as Record<string, unknown>;
}
