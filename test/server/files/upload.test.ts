import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../../server/app.ts";
import { blockVisitor } from "../../../server/contacts/crm/blocks.ts";
import { embedSettings } from "../../../server/properties/embed-script.ts";
import { defaultSettings } from "../../../shared/property.ts";
import { type Owner, setUpFoyer } from "../../support/agent.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { uuid } from "../../support/deliveries.ts";
import { filesIn, png, testFolder, zip } from "../../support/files.ts";
import { agentPost, Sender, taken } from "../../support/uploads.ts";

const MEGABYTE = 1_048_576;
const problem = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return ((await response.json()) as { code: string }).code;
};

describeEachDatabase("uploading a file", (open) => {
  const data = testFolder();
  let test: TestApp;
  let property: string;
  let sender: Sender;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    property = await addProperty(test.deps, { files: { allowed: true, maxMegabytes: 1 } });
  });
  beforeEach(async () => {
    sender = await Sender.come(test.app, property);
  });
  /** Checks that nothing is partly written: each row has its bytes, and all bytes have their row. */
  async function expectTidy(): Promise<void> {
    const rows = await rowsOf(test, "files");
    const keys = rows.map(({ property_id, id }) => join("files", property_id, id.slice(-2), id));
    expect(filesIn(data)).toEqual(keys.sort());
  }

  it("stores a visitor's picture, with the type of its content", async () => {
    const bytes = png(30, 20);
    const info = await sender.upload({
      body: bytes,
      name: "Grüße.html",
      headers: { "content-type": "text/html" },
    });
    expect(info).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      name: "Grüße.html.png",
      type: "image/png",
      size: bytes.length,
      picture: { width: 30, height: 20 },
    });
    const row = (await rowsOf(test, "files")).find(({ id }) => id === info.id);
    expect(row).toMatchObject({ visitor_id: sender.visitor.id, agent_id: null, conversation_id: null });
    await expectTidy();
  });

  it("stores a ZIP that is named a picture as a ZIP", async () => {
    const info = await sender.upload({
      body: zip(),
      name: "me.png",
      headers: { "content-type": "image/png" },
    });
    expect(info).toMatchObject({ name: "me.png.zip", type: "application/zip", picture: null });
  });

  it.each([
    ["a web page", "<!doctype html><script>alert(1)</script>"],
    ["SVG", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ["a script", "#!/bin/sh\n"],
  ])("refuses %s that is named a picture, and stores nothing of it", async (_, body) => {
    const response = await sender.post({ body, name: "me.png", headers: { "content-type": "image/png" } });
    expect(response.status).toBe(415);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://example.com");
    expect(await problem(response)).toBe("file_type_refused");
    await expectTidy();
  });

  it("accepts a file of exactly the limit and refuses one more byte, whether its length is declared or not", async () => {
    const text = (size: number) => Buffer.alloc(size, "a");
    expect(await sender.upload({ body: text(MEGABYTE) })).toMatchObject({ size: MEGABYTE });
    const announced = await sender.post({
      body: text(MEGABYTE + 1),
      headers: { "content-length": `${MEGABYTE + 1}` },
    });
    expect(announced.status).toBe(413);
    expect(await announced.json()).toMatchObject({
      code: "file_too_large",
      detail: "A file may have at most 1 MB here.",
    });
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(text(65_536));
      },
    });
    const silent = await sender.post({ body: endless, headers: { "transfer-encoding": "chunked" } });
    expect(silent.status).toBe(413);
    expect(await problem(silent)).toBe("file_too_large");
    expect(sent).toBeLessThan(MEGABYTE + 5 * 65_536);
    await expectTidy();
  });

  it("reports an empty file, one shorter than declared and one that is cut off as incomplete", async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(png());
        controller.error(new Error("the line is cut"));
      },
    });
    for (const upload of [
      { body: "" },
      { body: png(), headers: { "content-length": `${png().length + 1}` } },
      { body: broken, headers: { "transfer-encoding": "chunked" } },
    ]) {
      const response = await sender.post(upload);
      expect(response.status).toBe(400);
      expect(await problem(response)).toBe("file_incomplete");
    }
    await expectTidy();
  });

  it("needs the visitor's own token for this property, in the header", async () => {
    const body = png();
    for (const [authorization, code] of [
      ["", "token_missing"],
      ["Basic abc", "token_missing"],
      [`Bearer ${sender.visitor.token}x`, "token_invalid"],
      [`Bearer ${"x".repeat(5_000)}`, "token_missing"],
    ] as const) {
      const response = await sender.post({ body, headers: { authorization } });
      expect(response.status).toBe(401);
      expect(await problem(response)).toBe(code);
    }
    const other = await addProperty(test.deps, {}, "other00001");
    const foreign = await Sender.come(test.app, other);
    const response = await sender.post({ body, headers: foreign.authorization });
    expect(await problem(response)).toBe("token_foreign");
  });

  it("is refused for blocked and for removed visitors, and nothing is stored", async () => {
    const { database } = test.deps;
    const { id } = sender.visitor;
    const block = { property, visitor: id, agent: "a", now: 1, newId: uuid };
    await database.write((tx) => blockVisitor(tx, block));
    const revoked = await sender.post({ body: png() });
    expect([revoked.status, await problem(revoked)]).toEqual([401, "token_invalid"]);
    await sender.visitor.visit();
    const blocked = await sender.post({ body: png() });
    expect([blocked.status, await problem(blocked)]).toEqual([403, "visitor_blocked"]);
    await database.write((tx) => tx.deleteFrom("visitors").where("id", "=", id).execute());
    const removed = await sender.post({ body: png() });
    expect([removed.status, await problem(removed)]).toEqual([401, "token_invalid"]);
    await expectTidy();
  });

  it("R3: is not stored if its visitor is blocked while it comes", async () => {
    const { database } = test.deps;
    const block = { property, visitor: sender.visitor.id, agent: "a", now: 1, newId: uuid };
    const slow = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await database.write((tx) => blockVisitor(tx, block));
          controller.enqueue(png());
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const response = await sender.post({ body: slow });
    expect([response.status, await problem(response)]).toEqual([401, "token_invalid"]);
    await expectTidy();
  });

  it("is refused if the owner has turned files off", async () => {
    const closed = await addProperty(test.deps, { files: { allowed: false, maxMegabytes: 5 } }, "closed0001");
    const visitor = await Sender.come(test.app, closed);
    const response = await visitor.post({ body: png() });
    expect(response.status).toBe(403);
    expect(await problem(response)).toBe("files_not_allowed");
    await expectTidy();
  });

  it("is refused from a site that is not allowed; the preflight response is valid for a day", async () => {
    const strict = await addProperty(test.deps, { allowedOrigins: ["https://example.com"] }, "strict0001");
    const preflight = (origin: string, path = "files") =>
      test.app.request(`/w/${strict}/${path}`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    const asked = await preflight("https://example.com");
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-origin")).toBe("https://example.com");
    expect(asked.headers.get("access-control-allow-headers")).toBe(
      "Authorization, Content-Type, Range, X-Foyer-Name",
    );
    expect(asked.headers.get("access-control-max-age")).toBe("86400");
    expect((await preflight("https://example.com", "files/x")).status).toBe(204);
    expect((await preflight("https://evil.example")).status).toBe(403);
    const visitor = await Sender.come(test.app, strict);
    const response = await visitor.post({ body: png(), headers: { origin: "https://evil.example" } });
    expect(response.status).toBe(403);
    expect(await problem(response)).toBe("origin_not_allowed");
    expect((await test.app.request(`/w/${strict}/files`, { headers: visitor.visitor.headers })).status).toBe(
      405,
    );
  });

  it("is refused after 20 files a minute", async () => {
    const eager = await Sender.come(test.app, property);
    const statuses: number[] = [];
    for (let sent = 0; sent < 21; sent++) statuses.push((await eager.post({ body: "x" })).status);
    expect(statuses).toEqual([...Array(20).fill(200), 429]);
  });

  describe("by an agent", () => {
    let owner: Owner;
    beforeAll(async () => {
      owner = await setUpFoyer(test);
    });

    it("is stored with the agent as its uploader, whatever type the browser declares", async () => {
      const info = await taken(
        await agentPost(owner.browser, test.app, owner.property, {
          body: png(),
          name: "price.png",
          headers: { "content-type": "image/png" },
        }),
      );
      const row = (await rowsOf(test, "files")).find(({ id }) => id === info.id);
      expect(row).toMatchObject({ agent_id: owner.me.agent.id, visitor_id: null, name: "price.png" });
    });

    it("accepts larger bodies than other requests, up to the limit of the property", async () => {
      const body = Buffer.alloc(3 * MEGABYTE, "a");
      expect(await taken(await agentPost(owner.browser, test.app, owner.property, { body }))).toMatchObject({
        size: 3 * MEGABYTE,
      });
      const announced = { "content-length": `${11 * MEGABYTE}` };
      const response = await agentPost(owner.browser, test.app, owner.property, { body, headers: announced });
      expect(await problem(response)).toBe("file_too_large");
      await expectTidy();
    });

    it("needs a session, membership, and the own origin", async () => {
      const upload = { body: png() };
      const browser = { cookies: new Map() } as unknown as typeof owner.browser;
      expect(await problem(await agentPost(browser, test.app, owner.property, upload))).toBe(
        "sign_in_required",
      );
      expect(await problem(await agentPost(owner.browser, test.app, property, upload))).toBe(
        "property_unknown",
      );
      const evil = { ...upload, headers: { origin: "https://evil.example" } };
      expect(await problem(await agentPost(owner.browser, test.app, owner.property, evil))).toBe(
        "origin_not_allowed",
      );
      const unnamed = await owner.browser.send(
        "POST",
        `/api/properties/${owner.property}/files`,
        "<form's text>",
        {
          "content-type": "text/plain",
        },
      );
      expect(await problem(unnamed)).toBe("origin_not_allowed");
    });
  });

  it("leaves nothing when the row can't be written", async () => {
    const { database } = test.deps;
    let fails = false;
    const write: typeof database.write = (run) =>
      fails ? Promise.reject(new Error("the database is away")) : database.write(run);
    const app = await createApp({ ...test.deps, database: { ...database, write } });
    const visitor = await Sender.come(app, property);
    fails = true;
    expect((await visitor.post({ body: png() })).status).toBe(500);
    await expectTidy();
  });

  it("is storage_unavailable if the disk cannot be written", async () => {
    const away = await testApp(test.deps.database, { data: "/dev/null/nowhere" });
    const visitor = await Sender.come(away.app, property);
    const response = await visitor.post({ body: png() });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await problem(response)).toBe("storage_unavailable");
  });

  it("adds nothing to the embed, unless files are off", async () => {
    const settings = defaultSettings("Shop", "UTC");
    const of = (allowed: boolean) =>
      embedSettings(
        { panelHash: "x" },
        { id: property, settings: { ...settings, files: { allowed, maxMegabytes: 3 } } },
        { available: true, base: "//chat.example.com/w/" },
      );
    expect(Object.keys(of(true))).not.toContain("noFiles");
    expect(of(false)).toEqual({ ...of(true), noFiles: true });
  });
});
