import { beforeAll, expect, it } from "vitest";
import { detachFiles } from "../../../server/conversations/messages/attachments.ts";
import { orphanFiles } from "../../../server/files/orphan-files.ts";
import type { FileInfo } from "../../../shared/file.ts";
import { addColleague, type Owner, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { png, testFolder, zip } from "../../support/files.ts";
import { agentPost, Sender, taken, type Upload } from "../../support/uploads.ts";

const SANDBOX = "sandbox; default-src 'none'";

describeEachDatabase("a sent file", (open) => {
  const data = testFolder();
  let test: TestApp;
  let owner: Owner;
  let property: string;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    owner = await setUpFoyer(test);
    property = owner.property;
  });
  const come = () => Sender.come(test.app, property);
  const forAgent = (id: string, headers: Record<string, string> = {}) =>
    owner.browser.send("GET", `/api/properties/${property}/files/${id}`, undefined, headers);
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
  const expectGone = async (response: Response) => {
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_found" });
  };
  async function send(upload: Upload): Promise<{ sender: Sender; info: FileInfo }> {
    const sender = await come();
    await sender.open();
    const info = await sender.upload(upload);
    expect(await sender.say(sender.message([info.id]))).toEqual(["accepted"]);
    return { sender, info };
  }

  it("is served whole to its visitor and to agents, and cannot run as a script", async () => {
    const body = png();
    const { sender, info } = await send({ body, name: 'übel".png' });
    const response = await sender.get(info.id);
    expect(await bytesOf(response)).toEqual(body);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(body.length),
      "content-disposition": "attachment; filename*=UTF-8''%C3%BCbel%22.png",
      "x-content-type-options": "nosniff",
      "content-security-policy": SANDBOX,
      "access-control-allow-origin": "https://example.com",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "private, max-age=86400, immutable",
      vary: "Origin, Authorization",
    });
    const agents = await forAgent(info.id);
    expect(await bytesOf(agents)).toEqual(body);
    expect(Object.fromEntries(agents.headers)).toMatchObject({
      "content-disposition": "inline; filename*=UTF-8''%C3%BCbel%22.png",
      "x-content-type-options": "nosniff",
      "content-security-policy": SANDBOX,
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
    });
    expect(agents.headers.get("access-control-allow-origin")).toBeNull();
  });

  it.each<[string, BodyInit, string]>([
    ["text with markup in it", "see: <script>alert(1)</script>", "text/plain; charset=utf-8"],
    ["a PDF", "%PDF-1.7\n<script>alert(1)</script>", "application/pdf"],
    ["a ZIP", zip("index.html", "<script>alert(1)</script>"), "application/zip"],
    ["a picture too large to show", png(60_000, 60_000), "image/png"],
  ])("with %s is a download, never shown inline", async (_, body, type) => {
    const { sender, info } = await send({
      body,
      name: "page.html",
      headers: { "content-type": "text/html" },
    });
    for (const response of [
      await sender.get(info.id),
      await forAgent(info.id),
      await forAgent(`${info.id}?inline=1`),
    ]) {
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe(type);
      expect(response.headers.get("content-disposition")).toMatch(/^attachment; .*page\.html\.[a-z]+$/);
      expect(response.headers.get("content-security-policy")).toBe(SANDBOX);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      await response.body?.cancel();
    }
  });

  it.each<[string, string, string | Uint8Array<ArrayBuffer>]>([
    ["an invoice in XML", "invoice.xml", '<?xml version="1.0"?><Invoice/>'],
    ["a table of another encoding", "kunden.csv", Buffer.from("Müller;Straße\n", "latin1")],
    ["a mail of another encoding", "anfrage.eml", Buffer.from("Subject: Grüße\n\n<html>", "latin1")],
    ["XML with a stylesheet", "a.xml", '<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>'],
  ])("with %s is bytes to save, unchanged, for its visitor and for agents", async (_, name, content) => {
    const headers = { "content-type": "application/xhtml+xml" };
    const { sender, info } = await send({ body: content, name, headers });
    const own = await taken(
      await agentPost(owner.browser, test.app, property, { body: content, name, headers }),
    );
    for (const response of [
      await sender.get(info.id),
      await forAgent(info.id),
      await forAgent(own.id),
      await forAgent(`${own.id}?inline=1`),
    ]) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename*=UTF-8''${name}`,
        "x-content-type-options": "nosniff",
        "content-security-policy": SANDBOX,
      });
      expect(await bytesOf(response)).toEqual(Buffer.from(content));
    }
  });

  it("of a type that is not on the list of today is bytes to save", async () => {
    const { info } = await send({ body: png(), name: "a.png" });
    for (const type of [
      "text/html",
      "image/svg+xml",
      "message/rfc822",
      "application/xhtml+xml",
      "text/xml",
    ]) {
      await test.deps.database.write((tx) =>
        tx.updateTable("files").set({ type, width: null }).where("id", "=", info.id).execute(),
      );
      const response = await forAgent(info.id);
      expect(response.headers.get("content-type"), type).toBe("application/octet-stream");
      expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
      await response.body?.cancel();
    }
  });

  it.each<[string, Buffer]>([
    ["GIF and script", Buffer.from("GIF89a/*\x01\0\x01\0*/=1;alert(document.domain)//", "latin1")],
    ["PNG and web page", Buffer.concat([png(), Buffer.from("<html><script>alert(1)</script></html>")])],
  ])("that is both %s is served as a picture and nothing else", async (_, body) => {
    const { info } = await send({ body: new Uint8Array(body), name: "x.html" });
    const response = await forAgent(info.id);
    expect(response.headers.get("content-type")).toMatch(/^image\/(gif|png)$/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toBe(SANDBOX);
    await response.body?.cancel();
  });

  it("is served in ranges to a player that requests them", async () => {
    const { sender, info } = await send({ body: "0123456789" });
    const part = await sender.get(info.id, { range: "bytes=2-4" });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe("bytes 2-4/10");
    expect(part.headers.get("content-length")).toBe("3");
    expect(await part.text()).toBe("234");
    const odd = await forAgent(info.id, { range: "bytes=20-" });
    expect([odd.status, await odd.text()]).toEqual([200, "0123456789"]);
  });

  it("answers HEAD with its headers and without its bytes", async () => {
    const { info } = await send({ body: "0123456789" });
    const response = await owner.browser.send("HEAD", `/api/properties/${property}/files/${info.id}`);
    expect(response.headers.get("content-length")).toBe("10");
    expect(await response.text()).toBe("");
  });

  it("is not found by another visitor, by another property's agents, or without a token", async () => {
    const { sender, info } = await send({ body: png() });
    const stranger = await come();
    await stranger.open();
    await expectGone(await stranger.get(info.id));
    expect((await sender.get(info.id, { authorization: "" })).status).toBe(401);
    expect((await sender.get(info.id, { origin: "null" })).status).toBe(200);
    const { id: other } = await addOther();
    const { browser: outsider } = await addColleague(
      test,
      { browser: owner.browser, property: other },
      "out@x.example",
      "admin",
    );
    expect(await outsider.refused("GET", `/api/properties/${property}/files/${info.id}`)).toMatchObject({
      code: "property_unknown",
    });
    expect(await outsider.refused("GET", `/api/properties/${other}/files/${info.id}`)).toMatchObject({
      code: "not_found",
    });
    for (const id of ["x", "..%2f..%2fetc%2fpasswd", "018f0000-0000-7000-8000-000000000000", "%00"]) {
      await expectGone(await sender.get(id));
      await expectGone(await forAgent(id));
    }
  });
  async function addOther(): Promise<{ id: string }> {
    const response = await owner.browser.send("POST", "/api/properties", { name: "Other", timeZone: "UTC" });
    return (await response.json()) as { id: string };
  }

  it("is visible to its uploader only until a message contains it", async () => {
    const sender = await come();
    const info = await sender.upload({ body: png() });
    expect((await sender.get(info.id)).status).toBe(200);
    await expectGone(await (await come()).get(info.id));
    await expectGone(await forAgent(info.id));
    const own = await taken(await agentPost(owner.browser, test.app, property, { body: png() }));
    expect((await forAgent(own.id)).status).toBe(200);
    await expectGone(await sender.get(own.id));
  });

  it("can be in one message only, once, and only in one of its uploader", async () => {
    const { sender, info } = await send({ body: png() });
    expect(await sender.say(sender.message([info.id]))).toEqual(["not_found"]);
    const another = await sender.upload({ body: png() });
    const [first, second] = [sender.message([another.id, another.id]), sender.message([another.id])];
    expect(await sender.say(first, second)).toEqual(["accepted", "not_found"]);
    const row = (await rowsOf(test, "messages")).find(({ id }) => id === first.id);
    expect(JSON.parse(row?.files ?? "")).toEqual([another]);
    const thief = await come();
    await thief.open();
    const third = await sender.upload({ body: png() });
    expect(await thief.say(thief.message([third.id]))).toEqual(["not_found"]);
    expect(await sender.say(sender.message([third.id]))).toEqual(["accepted"]);
  });

  it("in a note or in a retracted message is not found by the visitor", async () => {
    const { sender, info } = await send({ body: png() });
    const change = (columns: { kind?: "note" | "message"; retracted?: number }) =>
      test.deps.database.write((tx) =>
        tx.updateTable("messages").set(columns).where("files", "like", `%${info.id}%`).execute(),
      );
    await change({ kind: "note" });
    await expectGone(await sender.get(info.id));
    expect((await forAgent(info.id)).status).toBe(200);
    await change({ kind: "message", retracted: 1 });
    await expectGone(await sender.get(info.id));
    await change({ retracted: 0 });
    expect((await sender.get(info.id)).status).toBe(200);
  });

  it("is not found by the visitor because another file's name contains its ID", async () => {
    const { sender, info } = await send({ body: png() });
    await test.deps.database.write((tx) =>
      tx.updateTable("messages").set({ files: "[]" }).where("files", "like", `%${info.id}%`).execute(),
    );
    const decoy = await sender.upload({ body: "x", name: `","id":"${info.id}.txt` });
    expect(await sender.say(sender.message([decoy.id]))).toEqual(["accepted"]);
    await expectGone(await sender.get(info.id));
  });

  it("is not found once it is detached, and can't be sent again", async () => {
    const { sender, info } = await send({ body: png(), name: "secret.png" });
    await test.deps.database.write((tx) => detachFiles(tx, property, [info.id]));
    await expectGone(await sender.get(info.id));
    await expectGone(await forAgent(info.id));
    expect(await sender.say(sender.message([info.id]))).toEqual(["not_found"]);
    expect(JSON.stringify(await rowsOf(test, "files"))).not.toContain("secret");
  });

  it("is orphaned with its conversation or with its visitor, and no other file is", async () => {
    const [one, two, other] = [
      await send({ body: png() }),
      await send({ body: png() }),
      await send({ body: png() }),
    ];
    const loose = await two.sender.upload({ body: png() });
    const { database } = test.deps;
    await database.write((tx) => orphanFiles(tx, property, { conversation: one.sender.conversation }));
    await database.write((tx) => orphanFiles(tx, property, { visitor: two.sender.visitor.id }));
    await expectGone(await one.sender.get(one.info.id));
    await expectGone(await two.sender.get(two.info.id));
    await expectGone(await two.sender.get(loose.id));
    expect((await other.sender.get(other.info.id)).status).toBe(200);
  });
});
