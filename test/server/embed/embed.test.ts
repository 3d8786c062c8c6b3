import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { openDatabase } from "../../../server/platform/database/open.ts";
import { embedScript, embedSettings } from "../../../server/properties/embed-script.ts";
import type { Presence } from "../../../shared/account.ts";
import {
  defaultSettings,
  type EmbedOptions,
  EmbedSettings,
  type PropertySettings,
} from "../../../shared/property.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase, sqlitePlace } from "../../support/databases.ts";

const assets = {
  embed: "boot(__FOYER_SETTINGS__)",
  fullEmbed: "boot(__FOYER_SETTINGS__,'full')",
  panelHash: "Hash1234",
};
const variant = { available: true, base: "//chat.example.com/w/" };
const property = (name: string) => ({ id: "shop000001", settings: defaultSettings(name, "UTC") });

/** Runs the script as a browser would. @returns the argument of its call of `boot` */
function run(script: string): unknown {
  let given: unknown;
  new Function("boot", script)((settings: unknown) => {
    given = settings;
  });
  return given;
}

describe("the embed's settings", () => {
  test.each([
    ["</script><script>alert(1)</script>"],
    ["<!--<script>"],
    ["line\u2028separator\u2029"],
    ["$& $1 $` $'"],
    ["\"quotes\" 'both' \\ and \n newlines"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay a text
    ["`${alert(1)}` \\`${alert(2)}\\\\` $`{} \\"],
  ])("deliver the owner's text %j unchanged, and nothing in it runs", (name) => {
    const script = embedScript(assets, property(name), { ...variant, preview: "Not sent." });
    expect(script).not.toMatch(/<\/script|<!--|\u2028|\u2029/i);
    expect(run(script)).toMatchObject({ name });
  });

  test("match the schema that the widget is typed by", () => {
    const settings = embedSettings(assets, property("Shop"), { ...variant, available: false });
    expect(z.parse(EmbedSettings, JSON.parse(JSON.stringify(settings)))).toEqual(
      JSON.parse(JSON.stringify(settings)),
    );
  });

  test.each(["#0f5b4c", "#ffd400", "#ffffff", "#000000", "#ff5a36"])(
    "have a text color computed for the accent %s",
    (accent) => {
      const settings = { ...defaultSettings("Shop", "UTC"), accent };
      expect(embedSettings(assets, { id: "x", settings }, variant).onAccent).toMatch(/^#(ffffff|000000)$/);
    },
  );

  test("contain nothing for what is as usual, because every visitor fetches them", () => {
    expect(Object.keys(embedSettings(assets, property("Shop"), variant)).sort()).toEqual([
      "accent",
      "available",
      "base",
      "files",
      "forms",
      "labels",
      "name",
      "onAccent",
      "property",
    ]);
  });

  test.each<[string, Partial<PropertySettings>, Partial<EmbedSettings>]>([
    [
      "a moved launcher",
      { launcher: { desktop: { x: 20, y: 96 }, phone: { x: 0, y: 20 } } },
      { offset: "20 96", offsetPhone: "0 20" },
    ],
    [
      "a launcher that is moved on phones only",
      { launcher: { desktop: { x: 20, y: 20 }, phone: { x: 20, y: 80 } } },
      { offsetPhone: "20 80" },
    ],
    ["a theme", { theme: "light" }, { theme: "light" }],
    ["a shared domain", { visitorDomain: "example.com" }, { domain: "example.com" }],
    [
      "the sites of a hand-over",
      { handOver: true, allowedOrigins: ["https://example.com", "*.example.org"] },
      { handOver: ["https://example.com", "*.example.org"] },
    ],
  ])("contain %s", (_, change, expected) => {
    const plain = embedSettings(assets, property("Shop"), variant);
    const settings = { ...defaultSettings("Shop", "UTC"), ...change };
    const changed = embedSettings(assets, { id: "shop000001", settings }, variant);
    expect(changed).toEqual({ ...plain, ...expected });
    expect(z.parse(EmbedSettings, changed)).toEqual(changed);
  });

  test("contain no settings that are private to the owner: no origins, no hours, no retention", () => {
    const keys = Object.keys(embedSettings(assets, property("Shop"), variant));
    expect(keys).not.toContain("allowedOrigins");
    expect(keys).not.toContain("hours");
    expect(keys).not.toContain("matching");
  });
});

describeEachDatabase("GET /w/PROPERTY.js", (open) => {
  async function ready(): Promise<TestApp & { path: string }> {
    const t = await testApp(await open());
    return { ...t, path: `/w/${await addProperty(t.deps)}.js` };
  }

  test("is one script with a short cache life and an ETag, and any site may use it", async () => {
    const { app, path } = await ready();
    const response = await app.request(path);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=60, stale-while-revalidate=600",
      "cross-origin-resource-policy": "cross-origin",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
    expect(run(await response.text())).toMatchObject({ property: "shop000001", accent: "#0f5b4c" });
  });

  test("answers 304 to a client that has it, and is new once the settings have changed", async () => {
    const { app, path, deps, clock } = await ready();
    const etag = (await app.request(path)).headers.get("etag") ?? "";
    const again = await app.request(path, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const settings = JSON.stringify(defaultSettings("Another name", "UTC"));
    await deps.database.write((tx) => tx.updateTable("properties").set({ settings, version: 2 }).execute());
    clock.pass(10_000);
    expect((await app.request(path, { headers: { "if-none-match": etag } })).status).toBe(200);
  });

  test.each([
    ["gzip", (body: Buffer) => gunzipSync(body)],
    ["br", (body: Buffer) => brotliDecompressSync(body)],
  ])("is compressed with %s for clients that accept it", async (encoding, decode) => {
    const { app, path } = await ready();
    const response = await app.request(path, { headers: { "accept-encoding": encoding } });
    expect(response.headers.get("content-encoding")).toBe(encoding);
    expect(response.headers.get("vary")).toContain("Accept-Encoding");
    expect(run(decode(Buffer.from(await response.arrayBuffer())).toString())).toMatchObject({
      property: "shop000001",
    });
  });

  test("the widget's hashed files are cached for ever, and no other files are served", async () => {
    const { app } = await ready();
    const response = await app.request("/w/assets/Hash1234/panel.js");
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    for (const path of [
      "/w/assets/Hash1234/..%2f..%2fpackage.json",
      "/w/assets/Hash1234/nothing.js",
      "/w/nobody.js",
    ])
      expect((await app.request(path)).status).toBe(404);
  });

  test("a page loaded before an upgrade gets the current files, which are not cached under the old name", async () => {
    const { app } = await ready();
    const response = await app.request("/w/assets/Older123/panel.js");
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  });

  test.each<[string, EmbedOptions]>([
    ["consent=required&language=de", { consent: "required", language: "de" }],
    ["consent=none&consent=required", { consent: "required" }],
    ["position=left&theme=dark&offset=20+80", { position: "left", theme: "dark", offset: "20 80" }],
    ["launcher=%23help%2C%20.chat&utm_source=mail", { launcher: "#help, .chat" }],
    ["consent=yes&language=fr", { language: "fr" }],
    [
      `server=https%3A%2F%2Fchat.example.com&language=${"x".repeat(201)}`,
      { server: "https://chat.example.com" },
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay a text
    ["launcher=%3C%2Fscript%3E%60%24%7B1%7D", { launcher: "</script>`${1}" }],
  ])("R25: the valid options in its address, as in %s, are in the script", async (query, options) => {
    const { app, path } = await ready();
    const response = await app.request(`${path}?${query}`);
    const script = await response.text();
    expect(run(script)).toMatchObject({ query: options });
    expect(run(script)).toHaveProperty("query", options);
    expect(script).not.toMatch(/<\/script/i);
    const headers = { "if-none-match": response.headers.get("etag") ?? "" };
    expect((await app.request(`${path}?${query}`, { headers })).status).toBe(304);
    expect((await app.request(path, { headers })).status).toBe(200);
    expect(response.headers.get("cache-control")).toBe(
      (await app.request(path)).headers.get("cache-control"),
    );
  });

  test.each([
    "utm_source=tag%20manager",
    "consent=",
    "position=top&theme=&offset=left",
    "__proto__=x&constructor=y",
  ])("what is no option in its address, such as %s, is for others: the script is the same", async (query) => {
    const { app, path } = await ready();
    const [plain, withOthers] = [await app.request(path), await app.request(`${path}?${query}`)];
    expect(withOthers.status).toBe(200);
    expect(withOthers.headers.get("etag")).toBe(plain.headers.get("etag"));
    expect(run(await withOthers.text())).not.toHaveProperty("query");
  });

  test("is the same after any number of other variants were asked for", async () => {
    const { app, path } = await ready();
    const etag = (await app.request(path)).headers.get("etag");
    for (let at = 0; at < 120; at++) {
      const variant = await app.request(`${path}?offset=${at}+20`);
      expect(run(await variant.text())).toMatchObject({ query: { offset: `${at} 20` } });
    }
    expect((await app.request(path)).headers.get("etag")).toBe(etag);
  });

  test("a file is the same in the folder of a further attempt, and only numbers are attempts", async () => {
    const { app } = await ready();
    const first = await app.request("/w/assets/Hash1234/panel.js");
    const again = await app.request("/w/assets/Hash1234/12/panel.js");
    expect(again.headers.get("cache-control")).toBe(first.headers.get("cache-control"));
    expect(await again.text()).toBe(await first.text());
    expect((await app.request("/w/assets/Hash1234/x/panel.js")).status).toBe(404);
    expect((await app.request("/w/assets/Hash1234/1/2/panel.js")).status).toBe(404);
  });

  test("has the server's address, for a script that cannot tell its own: the configured one, else that of the request", async () => {
    const { app, deps } = await testApp(await open(), { publicUrl: "https://chat.example.com/foyer" });
    const configured = await (await app.request(`/w/${await addProperty(deps)}.js`)).text();
    expect(run(configured)).toMatchObject({ base: "https://chat.example.com/foyer/w/" });
    const { app: other, path } = await ready();
    for (const host of ["one.example.com", "two.example.com:8443", "[::1]:8080"]) {
      const script = await (await other.request(`http://${host}${path}`)).text();
      expect(run(script)).toMatchObject({ base: `//${host}/w/` });
    }
  });

  test.each<[string, Partial<PropertySettings>, string | undefined]>([
    ["joins the hosts of a domain", { visitorDomain: "example.com" }, "full"],
    ["hands visitors over", { handOver: true, allowedOrigins: ["https://example.com"] }, "full"],
    ["does neither", { allowedOrigins: ["https://example.com"] }, undefined],
  ])("has what few properties use only if the property %s", (_, change, expected) => {
    const settings = { ...defaultSettings("Shop", "UTC"), ...change };
    const builds: unknown[] = [];
    const boot = (_: unknown, build: unknown) => builds.push(build);
    new Function("boot", embedScript(assets, { id: "shop000001", settings }, variant))(boot);
    expect(builds).toEqual([expected]);
  });

  test("can be joined with other scripts of a site, whether these end with a semicolon or not", () => {
    const built = { ...assets, embed: "(function(){boot(__FOYER_SETTINGS__)})()" };
    const other = "(function(){})()";
    expect(run(other + embedScript(built, property("Shop"), variant) + other)).toMatchObject({
      property: "shop000001",
    });
  });

  test("an offline form that equals the pre-chat form is sent once", () => {
    const same = embedSettings(assets, property("Shop"), variant);
    expect(same.forms.offline).toBe(undefined);
    const settings = {
      ...defaultSettings("Shop", "UTC"),
      offlineForm: { fields: [{ id: "phone", type: "phone" as const, required: true }] },
    };
    const other = embedSettings(assets, { id: "shop000001", settings }, variant);
    expect(other.forms.offline?.fields).toHaveLength(1);
  });

  test.each([
    ["GET", "/w/shop000001/visits", 405, "method_not_allowed"],
    ["DELETE", "/w/shop000001/deliveries", 405, "method_not_allowed"],
    ["GET", "/nowhere", 404, "not_found"],
    ["GET", "/w/nobody0000/availability", 404, "property_unknown"],
  ])("%s %s is a problem document", async (method, path, status, code) => {
    const { app } = await ready();
    const response = await app.request(path, { method });
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });
});

describeEachDatabase("R20: availability", (open) => {
  const week = (from: number, to: number) => Array.from({ length: 7 }, () => [{ from, to }]);
  async function available(
    hours: ReturnType<typeof week> | null,
    seenAgo: number | null,
    status: Presence = "available",
  ) {
    const t = await testApp(await open());
    const property = await addProperty(t.deps, { hours });
    if (seenAgo !== null) await addAgent(t, property, status, t.clock.now() - seenAgo);
    const visitor = new BrowserVisitor(t.app, property);
    const { available: byVisit } = (await (await visitor.visit()).json()) as { available: boolean };
    const { available: asked } = (await (await t.app.request(`/w/${property}/availability`)).json()) as {
      available: boolean;
    };
    expect(asked).toBe(byVisit);
    return asked;
  }

  test.each<[string, ReturnType<typeof week> | null, number | null, Presence, boolean]>([
    ["an agent is available", null, 1_000, "available", true],
    ["there are no agents", null, null, "available", false],
    ["the agent is away", null, 1_000, "away", false],
    ["the agent's last report is 90 seconds ago", null, 90_000, "available", false],
    ["an agent is available, within the hours", week(0, 1440), 1_000, "available", true],
    ["an agent is available, outside the hours", week(0, 60), 1_000, "available", false],
  ])("%s", async (_, hours, seenAgo, status, expected) => {
    expect(await available(hours, seenAgo, status)).toBe(expected);
  });
});

async function addAgent(
  { deps }: TestApp,
  property: string,
  status: Presence,
  seen_at: number,
): Promise<void> {
  const at = new Date(0).toISOString();
  await deps.database.write(async (tx) => {
    await tx
      .insertInto("agents")
      .values({
        id: "a1",
        name: "Ana",
        email: "a@example.com",
        emailVerified: 0,
        image: null,
        twoFactorEnabled: 0,
        createdAt: at,
        updatedAt: at,
      })
      .execute();
    await tx
      .insertInto("memberships")
      .values({ property_id: property, agent_id: "a1", role: "agent", created_at: 0 })
      .execute();
    await tx.insertInto("agent_presence").values({ agent_id: "a1", status, seen_at }).execute();
  });
}

describe("a database that cannot write", () => {
  test("is answered with a problem that can be retried, and nothing is partly written", async () => {
    const place = await sqlitePlace();
    const database = await openDatabase(place.location);
    const t = await testApp(database);
    const visitor = new BrowserVisitor(t.app, await addProperty(t.deps));
    await visitor.visit();
    await sql`pragma query_only = on`.execute(database.writer);
    const response = await visitor.visit();
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.json()).toMatchObject({ code: "storage_unavailable" });
    await expect(visitor.submit({ name: "Ana", email: "a@example.com", message: "Hi" })).rejects.toThrow(
      "storage_unavailable",
    );
    await sql`pragma query_only = off`.execute(database.writer);
    expect(await visitor.submit({ name: "Ana", email: "a@example.com", message: "Hi" })).toMatchObject({
      status: "accepted",
    });
    await database.close();
    await place.remove();
  });
});
