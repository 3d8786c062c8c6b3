import { beforeAll, expect, it } from "vitest";
import { Me, Team } from "../../../shared/account.ts";
import { type Owner, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { filesIn, gif, jpeg, png, testFolder, webp, zip } from "../../support/files.ts";
import { agentSend } from "../../support/uploads.ts";

describeEachDatabase("an agent's picture", (open) => {
  const data = testFolder();
  let test: TestApp;
  let owner: Owner;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    owner = await setUpFoyer(test);
  });
  const put = (body: BodyInit, headers: Record<string, string> = {}) =>
    agentSend(owner.browser, test.app, "PUT", "/api/me/picture", { body, headers });
  async function have(body: BodyInit): Promise<string> {
    const response = await put(body, { "content-type": "application/octet-stream" });
    expect(response.status, await response.clone().text()).toBe(200);
    return ((await response.json()) as { picture: string }).picture;
  }
  const picture = async () => (await owner.browser.ok(Me, "GET", "/api/me")).agent.picture;

  it("does not exist before it is uploaded, then is public", async () => {
    expect(owner.me.agent.picture).toBeNull();
    const body = png(64, 64);
    const path = await have(body);
    expect(path).toMatch(/^pictures\/[\da-f-]{36}\.png$/);
    expect(await picture()).toBe(path);
    const team = await owner.browser.ok(Team, "GET", `/api/properties/${owner.property}/team`);
    expect(team.agents[0]?.picture).toBe(path);
    const response = await test.app.request(`/${path}`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(body);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
    });
    const head = await test.app.request(`/${path}`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("replaces the one before, of which nothing is left, and can be removed", async () => {
    const before = await have(jpeg());
    const after = await have(webp());
    expect(after).toMatch(/\.webp$/);
    expect((await test.app.request(`/${before}`)).status).toBe(404);
    expect(filesIn(data)).toHaveLength(1);
    const response = await owner.browser.send("DELETE", "/api/me/picture");
    expect(await response.json()).toEqual({ picture: null });
    expect(await picture()).toBeNull();
    expect((await test.app.request(`/${after}`)).status).toBe(404);
    expect(filesIn(data)).toEqual([]);
    expect((await owner.browser.send("DELETE", "/api/me/picture")).status).toBe(200);
  });

  it("that can't be removed from the store is removed later, and the new one is saved", async () => {
    const before = await have(gif());
    const working = test.deps.files.delete;
    const files = test.deps.files as { delete: typeof working };
    files.delete = () => Promise.reject(new Error("the store is away"));
    const after = await have(png());
    files.delete = working;
    expect(await picture()).toBe(after);
    const id = before.slice("pictures/".length, -".gif".length);
    expect(filesIn(data)).toContain(`incoming/pictures_${id}`);
  });

  it.each<[string, BodyInit, number, string]>([
    ["SVG", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415, "file_type_refused"],
    ["a web page", "<!doctype html>", 415, "file_type_refused"],
    ["text", "a picture of words", 415, "file_type_refused"],
    ["a ZIP", zip(), 415, "file_type_refused"],
    ["a picture of 3,600 megapixels", png(60_000, 60_000), 415, "file_type_refused"],
    ["more than a megabyte", Buffer.concat([png(), Buffer.alloc(1_048_576)]), 413, "file_too_large"],
    ["nothing", "", 400, "file_incomplete"],
  ])("that is %s is refused, and the one before stays unchanged", async (_, body, status, code) => {
    const before = await picture();
    const filesBefore = filesIn(data);
    const response = await put(body, { "content-type": "image/png" });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
    expect(await picture()).toBe(before);
    expect(filesIn(data)).toEqual(filesBefore);
  });

  it("can be changed only by its agent, from the dashboard", async () => {
    const stranger = await test.app.request("/api/me/picture", { method: "PUT", body: png() });
    expect(stranger.status).toBe(401);
    const evil = await put(png(), { origin: "https://evil.example" });
    expect(await evil.json()).toMatchObject({ code: "origin_not_allowed" });
  });

  it.each([
    "x.png",
    "..%2f..%2ffoyer.db",
    "018f0000-0000-7000-8000-000000000000.svg",
    "018f0000-0000-7000-8000-000000000000.png",
  ])("is not found at pictures/%s", async (file) => {
    const response = await test.app.request(`/pictures/${file}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_found" });
  });
});
