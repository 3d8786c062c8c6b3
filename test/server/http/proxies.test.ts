import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { ensureSetupToken } from "../../../server/accounts/set-up.ts";
import { basePath, type Config, readConfig } from "../../../server/platform/config.ts";
import { openDatabase } from "../../../server/platform/database/open.ts";
import { withoutBase } from "../../../server/platform/http/base-path.ts";
import { isOwnPage } from "../../../server/platform/http/own-origin.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { type Place, sqlitePlace } from "../../support/databases.ts";
import { type ProxyRules, startProxy } from "../../support/reverse-proxy.ts";

async function freshApp(config: Partial<Config>): Promise<TestApp> {
  const place: Place = await sqlitePlace();
  const database = await openDatabase(place.location);
  onTestFinished(async () => {
    await database.close();
    await place.remove();
  });
  return testApp(database, config);
}

/** The app behind a proxy. @returns the proxy's own address */
async function behindProxy(test: TestApp, rules: Omit<ProxyRules, "port">): Promise<string> {
  const server = createServer(getRequestListener(test.app.fetch));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy = await startProxy({ ...rules, port: () => (server.address() as AddressInfo).port });
  onTestFinished(() => {
    proxy.close();
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${proxy.port}`;
}

const SITE = "https://chat.example.com";

/** The set-up by a browser's page at an address. */
async function setUp(test: TestApp, server: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${server}/api/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({
      token: await ensureSetupToken(test.deps),
      name: "Olga Owner",
      email: "owner@example.com",
      password: "correct horse battery",
      property: { name: "Shop", timeZone: "Europe/Berlin" },
    }),
  });
}

describe("the set-up behind a proxy that replaces the Host header", () => {
  it("works where the browser says that page and address are of one origin", async () => {
    const test = await freshApp({});
    const server = await behindProxy(test, { keepsHost: false });
    const response = await setUp(test, server, { origin: SITE, "sec-fetch-site": "same-origin" });
    expect(response.status).toBe(200);
  });

  it("works with the public address, over plain HTTP too", async () => {
    const test = await freshApp({ publicUrl: "http://chat.example.com" });
    const server = await behindProxy(test, { keepsHost: false });
    expect((await setUp(test, server, { origin: "http://chat.example.com" })).status).toBe(200);
  });

  it("otherwise names the cause and the setting", async () => {
    const test = await freshApp({});
    const server = await behindProxy(test, { keepsHost: false });
    const response = await setUp(test, server, { origin: "http://chat.example.com" });
    expect(response.status).toBe(403);
    const { detail } = (await response.json()) as { detail: string };
    for (const words of [
      "FOYER_PUBLIC_URL=http://chat.example.com",
      "proxy_set_header Host",
      "ProxyPreserveHost",
    ])
      expect(detail).toContain(words);
  });

  it("names the public address to a page of another one", async () => {
    const test = await freshApp({ publicUrl: SITE });
    const server = await behindProxy(test, { keepsHost: true });
    const response = await setUp(test, server, { origin: server });
    expect(await response.json()).toMatchObject({
      code: "origin_not_allowed",
      detail: expect.stringContaining(`${SITE} (FOYER_PUBLIC_URL)`),
    });
  });
});

describe("a page of this server", () => {
  const known = `${SITE}/chat`;
  it.each<[origin: string, host: string, site: string | undefined, publicUrl: string | null, isOwn: boolean]>(
    [
      [SITE, "chat.example.com", undefined, null, true],
      [SITE, "127.0.0.1:8787", "same-origin", null, true],
      [SITE, "127.0.0.1:8787", undefined, null, false],
      [SITE, "127.0.0.1:8787", "cross-site", null, false],
      [SITE, "127.0.0.1:8787", undefined, known, true],
      ["http://chat.example.com", "chat.example.com", undefined, known, false],
      ["https://chat.example.com:8443", "chat.example.com:8443", undefined, known, false],
      // DNS rebinding: the browser takes both for one origin
      ["http://evil.example", "evil.example", "same-origin", known, false],
      ["http://localhost:8787", "localhost:8787", "same-origin", known, false],
      ["null", "chat.example.com", "same-origin", null, false],
      ["", "", undefined, null, false],
      [`https://${"字".repeat(5_000)}.de`, "chat.example.com", undefined, null, false],
    ],
  )(
    "%s, asked as %s, by the browser %s, at the public address %s: %s",
    (origin, host, site, publicUrl, isOwn) => {
      expect(isOwnPage({ origin, host, site }, publicUrl)).toBe(isOwn);
    },
  );
});

describe("a public address with a path", () => {
  it.each([
    ["/chat/w/x.js", "/chat", "/w/x.js"],
    ["/w/x.js", "/chat", "/w/x.js"],
    ["/chat", "/chat", "/"],
    ["/chatter/w", "/chat", "/chatter/w"],
    ["/a/b/c", "/a/b", "/c"],
    ["/chat/w", "", "/chat/w"],
  ])("the request %s below %s is %s", (path, base, below) => {
    expect(withoutBase(path, base)).toBe(below);
  });

  it.each([
    ["https://example.com", ""],
    ["https://example.com/", ""],
    ["https://example.com/chat/", "/chat"],
    ["https://example.com/a/b", "/a/b"],
  ])("%s has the path %j", (address, base) => {
    expect(basePath(readConfig({ FOYER_PUBLIC_URL: address }, "/"))).toBe(base);
  });

  it.each([
    ["removes the path", { strip: "/chat", keepsHost: false }],
    ["leaves the path", { keepsHost: true }],
  ])("is served behind a proxy that %s: pages, files, redirections and the widget", async (_, rules) => {
    const test = await freshApp({ publicUrl: `${SITE}/chat` });
    const property = await addProperty(test.deps);
    const server = `${await behindProxy(test, rules)}/chat`;
    const get = (path: string) => fetch(server + path, { redirect: "manual" });
    const page = await (await get("/dashboard/")).text();
    expect(page).toContain('data-base="/chat"');
    const addresses = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) expect(address).toMatch(/^\/chat\/dashboard\//);
    for (const path of ["/", "/dashboard"])
      expect((await get(path)).headers.get("location")).toBe("/chat/dashboard/");
    expect((await get("/notifications/unsubscribe/x")).headers.get("location")).toBe(
      "/chat/dashboard/notifications",
    );
    expect((await get("/api/setup")).status).toBe(200);
    expect(await (await get(`/w/${property}.js`)).text()).toContain(`"${SITE}/chat/w/"`);
  });

  it.each(["https://example.com/a?b=1", "https://example.com/#a", "https://user:secret@example.com"])(
    "cannot be %s",
    (address) => {
      expect(() => readConfig({ FOYER_PUBLIC_URL: address }, "/")).toThrow(/FOYER_PUBLIC_URL/);
    },
  );
});

describe("what every answer says to browsers", () => {
  const PATHS = [
    "/healthz",
    "/dashboard/",
    "/api/me",
    "/api/setup",
    "/w/shop000001.js",
    "/demo",
    "/pictures/x",
    "/nothing",
  ];
  it.each(PATHS)(
    "%s is not sniffed, embedded where it must not be, or visited over HTTP again",
    async (path) => {
      const test = await freshApp({ publicUrl: SITE });
      await addProperty(test.deps);
      const { headers } = await test.app.request(path);
      const isPublic = /^\/(w|pictures)\//.test(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": isPublic ? "cross-origin" : "same-origin",
        "permissions-policy": expect.stringContaining("camera=()"),
        "strict-transport-security": "max-age=31536000",
      });
    },
  );

  it.each([{ publicUrl: null }, { publicUrl: "http://chat.example.com" }])(
    "%j: nothing of HTTPS",
    async (config) => {
      const test = await freshApp(config);
      expect((await test.app.request("/healthz")).headers.has("strict-transport-security")).toBe(false);
    },
  );
});

describe("the demo page", () => {
  it.each([
    [{}, true],
    [{ FOYER_PUBLIC_URL: SITE }, false],
    [{ FOYER_PUBLIC_URL: SITE, FOYER_DEMO: "on" }, true],
    [{ FOYER_DEMO: "off" }, false],
  ])("with %j is served: %s", async (env, isServed) => {
    const { demo, publicUrl } = readConfig(env, "/");
    const test = await freshApp({ demo, publicUrl });
    // without a property, it leads to the dashboard
    expect((await test.app.request("/demo")).status).toBe(isServed ? 302 : 404);
  });

  it("takes no other word", () => {
    expect(() => readConfig({ FOYER_DEMO: "perhaps" }, "/")).toThrow(/FOYER_DEMO/);
  });
});
