import { expect, test } from "vitest";
import type { Config } from "../../../server/platform/config.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

/** Runs a script as a browser would. @returns where it says that it comes from */
function placeOf(script: string): unknown {
  let place: unknown;
  new Function("install", script)((given: unknown) => {
    place = given;
  });
  return place;
}

describeEachDatabase("the scripts at the addresses of other vendors", (open) => {
  async function ready(config: Partial<Config> = {}): Promise<TestApp> {
    const t = await testApp(await open(), config);
    await addProperty(t.deps);
    return t;
  }

  test.each([
    ["Chatwoot's", "/packs/js/sdk.js", "//localhost", ""],
    ["Crisp's", "/l.js", "//localhost", ""],
    ["Intercom's", "/widget/shop000001", "//localhost", "shop000001"],
    ["tawk.to's", "/shop000001/default", "//localhost", "shop000001"],
    ["tawk.to's, with a widget's ID", "/shop000001/1h2a3b-4c", "//localhost", "shop000001"],
    ["that of data-compat", "/w/compat/intercom.js", "", ""],
  ])("%s has the server and the property, and any site may use it", async (_, path, server, property) => {
    const { app } = await ready();
    const response = await app.request(path, { headers: { origin: "https://site.example" } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=60, stale-while-revalidate=600",
      "cross-origin-resource-policy": "cross-origin",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    });
    expect(placeOf(await response.text())).toEqual({ server, property });
    const etag = response.headers.get("etag") ?? "";
    expect((await app.request(path, { headers: { "if-none-match": etag } })).status).toBe(304);
  });

  test("the server's address is its public one, with its path", async () => {
    const { app } = await ready({ publicUrl: "https://example.com/chat" });
    const response = await app.request("/chat/widget/shop000001");
    expect(placeOf(await response.text())).toMatchObject({ server: "https://example.com/chat" });
  });

  test.each(["/widget/shop000002", "/shop000002/default"])(
    "%s is a property that there is not",
    async (path) => {
      const { app } = await ready();
      const response = await app.request(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: "property_unknown" });
    },
  );

  test.each([
    "/w/compat/other.js",
    "/w/compat/constructor.js",
    "/w/compat/intercom.js.map",
    "/SHOP000001/default",
    "/shop000001/a/b",
    "/shop000001/",
  ])("%s is not found", async (path) => {
    const { app } = await ready();
    expect((await app.request(path)).status).toBe(404);
  });

  test("each of 300 hosts gets its own address", async () => {
    const { app } = await ready();
    for (let index = 0; index < 300; index++) {
      const response = await app.request(`http://h${index}.example/l.js`);
      expect(placeOf(await response.text())).toEqual({ server: `//h${index}.example`, property: "" });
    }
  });
});
