import { beforeAll, expect, it } from "vitest";
import { type Owner, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const BODY = JSON.stringify({ status: "available" });

describeEachDatabase("a request that changes something", (open) => {
  let test: TestApp;
  let owner: Owner;
  beforeAll(async () => {
    test = await testApp(await open(), { publicUrl: "http://chat.example.com" });
    owner = await setUpFoyer(test);
  });

  const put = (headers: Record<string, string>, body: string | null = BODY) =>
    test.app.request("http://chat.example.com/api/presence", {
      method: "PUT",
      headers: {
        host: "chat.example.com",
        cookie: [...owner.browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...headers,
      },
      body,
    });
  const json = { "content-type": "application/json" };

  it.each([
    ["from the dashboard", { ...json, origin: "http://chat.example.com", "sec-fetch-site": "same-origin" }],
    ["from a program that is not a browser", json],
    ["with a charset in its content type", { "content-type": "application/json; charset=utf-8" }],
  ])("is accepted %s", async (_, headers) => {
    expect((await put(headers)).status).toBe(200);
  });

  it.each([
    ["another site", { ...json, origin: "https://evil.example" }],
    ["another port of the same host", { ...json, origin: "http://chat.example.com:8080" }],
    ["a site whose name begins with ours", { ...json, origin: "http://chat.example.com.evil.example" }],
    ["a page without an origin", { ...json, origin: "null" }],
    ["a sibling site", { ...json, "sec-fetch-site": "same-site" }],
    ["another site, according to the browser", { ...json, "sec-fetch-site": "cross-site" }],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["JSON sent as plain text", { "content-type": "text/plain" }],
    ["a content type that only begins like JSON", { "content-type": "application/jsonp" }],
  ])("is refused from %s", async (_, headers) => {
    const response = await put(headers);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "origin_not_allowed" });
  });

  it("is refused before it signs the agent in", async () => {
    const response = await test.app.request("/api/sign-in", {
      method: "POST",
      headers: { ...json, origin: "https://evil.example" },
      body: JSON.stringify({ email: "owner@example.com", password: PASSWORD }),
    });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it("is refused if its body is not JSON, is too long or contains U+0000", async () => {
    expect(await (await put(json, "{")).json()).toMatchObject({ status: 400, code: "malformed_json" });
    expect(await (await put(json, null)).json()).toMatchObject({ status: 400, code: "malformed_json" });
    expect(await (await put(json, '{"status":"gone"}')).json()).toMatchObject({ status: 422 });
    const long = await put(
      { ...json, "content-length": "600013" },
      JSON.stringify({ status: "x".repeat(600_000) }),
    );
    expect(await long.json()).toMatchObject({ status: 413, code: "payload_too_large" });
    const nul = await owner.browser.refused("POST", "/api/properties", { name: "a\0b", timeZone: "UTC" });
    expect(nul).toMatchObject({ status: 422, faults: [{ path: "name" }] });
  });
});
