import { beforeAll, expect, it } from "vitest";
import { createApp } from "../../../server/app.ts";
import { Problem } from "../../../shared/error.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const ORIGIN = "https://example.com";
/** Headers that frameworks and tracing add to every request of a page. */
const ADDED = [
  "x-csrf-token",
  "x-csrf-token, x-requested-with",
  "traceparent, tracestate, baggage, sentry-trace",
  "authorization,content-type,range,x-foyer-name,x-datadog-trace-id",
  "cache-control, pragma, x-own_header.v2",
];

describeEachDatabase("pages of other sites, with whatever headers they add to their requests", (open) => {
  let test: TestApp;
  let property: string;
  /** Every public route of the app, with an address of it. */
  let addresses: readonly (readonly [method: string, address: string])[];

  beforeAll(async () => {
    test = await testApp(await open());
    property = await addProperty(test.deps, { allowedOrigins: [ORIGIN] });
    const routes = test.app.routes.filter(
      ({ path }) => /^\/(w|pictures)\/./.test(path) && !path.endsWith("*"),
    );
    addresses = routes.flatMap(({ method, path }) => {
      const actions = /\{([a-z|-]+)\}$/.exec(path)?.[1]?.split("|") ?? [""];
      return actions.map(
        (action) =>
          [
            method,
            path
              .replace(/:file\{.*js\}/, `${property}.js`)
              .replace(/:action\{.*\}/, action)
              .replace(":property", property)
              .replace(":hash", "Hash1234")
              .replace(/:path\{.*\}/, "panel.js")
              .replace(":file", "none.png")
              .replace(":id", "0190e1c4-0000-7000-8000-000000000000"),
          ] as const,
      );
    });
  });

  const preflight = (address: string, headers: Record<string, string>) =>
    test.app.request(address, {
      method: "OPTIONS",
      headers: { origin: ORIGIN, "access-control-request-method": "POST", ...headers },
    });

  it("every public address answers a preflight and allows the headers that it names", async () => {
    const paths = new Set(addresses.map(([, address]) => address));
    expect([...paths]).toEqual(
      expect.arrayContaining([
        `/w/${property}.js`,
        "/w/assets/Hash1234/panel.js",
        "/pictures/none.png",
        ...["visits", "deliveries", "changes", "history", "transcript", "files", "availability"].map(
          (action) => `/w/${property}/${action}`,
        ),
      ]),
    );
    for (const path of paths)
      for (const names of ADDED) {
        const answer = await preflight(path, { "access-control-request-headers": names });
        expect(answer.status, path).toBe(204);
        expect(answer.headers.get("access-control-allow-headers"), path).toBe(names);
        expect(answer.headers.get("access-control-allow-origin"), path).toBe(ORIGIN);
        expect(answer.headers.get("access-control-allow-methods"), path).toContain("POST");
        expect(answer.headers.get("access-control-allow-credentials"), path).toBeNull();
        expect(answer.headers.get("vary"), path).toContain("Access-Control-Request-Headers");
      }
  });

  it.each([
    ["a list that is too long", "x".repeat(3_000)],
    ["a header's value in place of names", 'x-a: "b"'],
    ["letters that no name has", "x-ä"],
  ])("the answer to a preflight repeats no text of the request but names: %s", async (_, names) => {
    const answer = await preflight(`/w/${property}/visits`, { "access-control-request-headers": names });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-headers")).toBe(
      "Authorization, Content-Type, Range, X-Foyer-Name",
    );
  });

  it("every answer can be read by the page, by whatever method, whether it is a success or a refusal", async () => {
    const statuses = new Set<number>();
    for (const [route, address] of addresses)
      for (const method of new Set([route === "ALL" ? "GET" : route, "HEAD", "POST", "PUT", "DELETE"])) {
        const answer = await test.app.request(address, { method, headers: { origin: ORIGIN } });
        statuses.add(answer.status);
        expect(["*", ORIGIN], `${method} ${address}`).toContain(
          answer.headers.get("access-control-allow-origin"),
        );
        expect(answer.headers.get("cross-origin-resource-policy"), `${method} ${address}`).toBe(
          "cross-origin",
        );
        expect(answer.status, `${method} ${address}`).toBeLessThan(500);
      }
    expect([...statuses].sort()).toEqual([200, 204, 400, 401, 404, 405]);
  });

  it.each([
    ["404", (): string => "/w/nothing/at/all", {}, "not_found"],
    ["404", (): string => "/w/nobody0000/visits", { method: "POST", body: "{}" }, "property_unknown"],
    [
      "413",
      (): string => `/w/${property}/visits`,
      { method: "POST", body: "x".repeat(600_000) },
      "payload_too_large",
    ],
    [
      "413",
      (): string => `/w/${property}/visits`,
      { method: "POST", body: "x", headers: { "content-length": "9999999" } },
      "payload_too_large",
    ],
    [
      "413",
      (): string => `/w/${property}/visits`,
      { method: "POST", body: "x".repeat(600_000), headers: { "transfer-encoding": "chunked" } },
      "payload_too_large",
    ],
    ["422", (): string => `/w/${property}/visits`, { method: "POST", body: "{}" }, "invalid_request"],
    ["400", (): string => `/w/${property}/visits`, { method: "POST", body: "x" }, "malformed_json"],
  ] as const)("a refusal with %s can be read (%#)", async (status, address, request, code) => {
    const headers = { origin: ORIGIN, ...("headers" in request && request.headers) };
    const init: RequestInit = { ...request, headers };
    const body = "body" in request ? request.body : "";
    // a browser always names the length, which `app.request` does not
    if (body.length > 1_000 && !("headers" in request))
      headers["content-length" as never] = `${body.length}` as never;
    const answer = await test.app.request(address(), init);
    expect(answer.status).toBe(Number(status));
    expect(answer.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(Problem.parse(await answer.json()).code).toBe(code);
  });

  it("429 and a failure of the server can be read too", async () => {
    const busy = await testApp(await open(), { addressLimit: 1 });
    const failing = await testApp(await open());
    const visit = ({ app }: TestApp, shop: string): Promise<Response> =>
      new BrowserVisitor(app, shop, { headers: { origin: ORIGIN } }).visit();
    const shop = await addProperty(busy.deps);
    await visit(busy, shop);
    const limited = await visit(busy, shop);
    expect([limited.status, limited.headers.get("access-control-allow-origin")]).toEqual([429, ORIGIN]);
    expect(limited.headers.get("access-control-expose-headers")).toContain("Retry-After");
    await addProperty(failing.deps);
    const write = () => Promise.reject(new Error("The disk is gone"));
    const app = await createApp(failing.deps, {
      ...failing.parts,
      database: { ...failing.deps.database, write },
    });
    const failed = await visit({ ...failing, app }, shop);
    expect([failed.status, failed.headers.get("access-control-allow-origin")]).toEqual([500, ORIGIN]);
  });

  it("a page on a foreign origin is refused, in words that it can read", async () => {
    const foreign = { origin: "https://evil.example" };
    expect((await preflight(`/w/${property}/visits`, foreign)).status).toBe(403);
    const answer = await test.app.request(`/w/${property}/visits`, {
      method: "POST",
      headers: foreign,
      body: "{}",
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.get("access-control-allow-origin")).toBe(foreign.origin);
    expect(Problem.parse(await answer.json()).code).toBe("origin_not_allowed");
  });

  it("a preflight for a property that does not exist is answered, so that the page can read the refusal", async () => {
    expect((await preflight("/w/nobody0000/visits", {})).status).toBe(204);
  });

  it("what agents use stays closed to other sites", async () => {
    for (const address of ["/api/me", "/api/openapi.json", "/dashboard/", "/healthz"]) {
      const answer = await preflight(address, {});
      expect(answer.headers.get("access-control-allow-origin"), address).toBeNull();
      expect(answer.headers.get("access-control-allow-headers"), address).toBeNull();
    }
  });
});
