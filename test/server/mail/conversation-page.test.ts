import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { issueLinkToken, LINK_LIFE } from "../../../server/mail/answers/conversation-link.ts";
import { erasePerson } from "../../../server/people/erase-person.ts";
import { eraseContext } from "../../../server/services.ts";
import { ConversationSummary } from "../../../shared/conversation.ts";
import { Blocked } from "../../../shared/crm.ts";
import { type AgentBrowser, makeTeam } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, message, uuid } from "../../support/deliveries.ts";
import { testFolder } from "../../support/files.ts";
import { type MailServer, startMailServer } from "../../support/mail-server.ts";
import { agentActions, sendMailsLater, useMailServer, writeByForm } from "../../support/mail-world.ts";
import { picture } from "../../support/picture.ts";
import { agentPost, taken } from "../../support/uploads.ts";

const MINUTE = 60_000;

describeEachDatabase("the page that a mail links to", (open) => {
  let test: TestApp;
  let property: string;
  let other: string;
  let agent: AgentBrowser;
  let server: MailServer;
  let actions: ReturnType<typeof agentActions>;
  const data = testFolder();
  beforeEach(async () => {
    test = await testApp(await open(), { publicUrl: "https://chat.example.com", data });
    ({ property, other, agent } = await makeTeam(test));
    actions = agentActions(agent, property);
    server = await startMailServer();
    await useMailServer(test, property, server.port);
  });
  afterEach(async () => {
    await test.parts.mailWorker.stop();
    await server.stop();
  });

  const get = async (path: string) => {
    const response = await test.app.request(path);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const post = async (path: string, fields: Record<string, string>) => {
    const response = await test.app.request(path, { method: "POST", body: new URLSearchParams(fields) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const linkTo = (conversation: string, ofProperty = property) =>
    `/conversation/${issueLinkToken(test.parts.linkSecrets, { property: ofProperty, conversation }, test.clock.now())}`;
  /** A ticket with an answer that was mailed. @returns the path of the mail's link */
  const mailed = async (form: "offline" | "pre_chat" = "offline") => {
    const ticket = await writeByForm(test, property, { form });
    await actions.say(ticket.id, "It left today.");
    await sendMailsLater(test, 10 * MINUTE);
    const text = (await rowsOf(test, "mails")).at(-1)?.text ?? "";
    const [, path = ""] = /https:\/\/chat\.example\.com(\/conversation\/[\w.-]+)/.exec(text) ?? [];
    return { ...ticket, path };
  };
  const said = async (id: string) =>
    (await actions.read(id)).messages.filter(({ kind }) => kind === "message").map(({ text }) => text);
  const idIn = (html: string) => /name="id" value="([\w-]+)"/.exec(html)?.[1] ?? "";

  it("R30: shows the conversation, without notes and without what the team does", async () => {
    const { path, id } = await mailed();
    await actions.say(id, "Is she the one who called?", { kind: "note" });
    const page = await get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain("Your conversation with Shop");
    expect(page.text).toContain("Where is my order?");
    expect(page.text).toContain("It left today.");
    expect(page.text).not.toContain("called");
  });

  it("R30: takes the answer of whoever opens it, once, and shows it", async () => {
    const { path, id } = await mailed();
    const fields = { id: idIn((await get(path)).text), text: "Thank you" };
    const sent = await post(path, fields);
    expect([sent.status, sent.headers.get("location")]).toEqual([303, path.split("/").at(-1)]);
    await post(path, fields);
    expect(await said(id)).toEqual(["Where is my order?", "It left today.", "Thank you"]);
    expect(await actions.read(id)).toMatchObject({ status: "open", unread: true });
    expect((await get(path)).text).toContain("Thank you");
  });

  it("R30: an answer to a closed ticket goes to the ticket that continues it, which the page shows too", async () => {
    const { path, id } = await mailed();
    await agent.ok(ConversationSummary, "PATCH", `/api/properties/${property}/conversations/${id}`, {
      status: "closed",
    });
    const fields = { id: uuid(), text: "It has not arrived" };
    await post(path, fields);
    await post(path, fields);
    const tickets = await rowsOf(test, "conversations");
    expect(tickets.map(({ follows }) => follows).sort()).toEqual([id, null].sort());
    expect((await get(path)).text).toMatch(/It left today[\s\S]*It has not arrived/);
  });

  it("R21: what is not taken stays in the form, and the page says why", async () => {
    const { path, visitor } = await mailed();
    expect(await post(path, { id: uuid(), text: " " })).toMatchObject({
      status: 422,
      text: expect.stringContaining("Write something first."),
    });
    const long = "y".repeat(20_000);
    const tooLong = await post(path, { id: uuid(), text: long });
    expect(tooLong.text).toContain("This message is too long.");
    expect(tooLong.text).toContain(long);
    expect((await post(path, { id: "1", text: "Hello" })).status).toBe(422);
    await agent.ok(Blocked, "PUT", `/api/properties/${property}/visitors/${visitor.id}/block`);
    expect((await post(path, { id: uuid(), text: "Spam" })).text).toContain("Your message was not sent.");
    expect(await rowsOf(test, "messages")).not.toContainEqual(expect.objectContaining({ text: "Spam" }));
  });

  it("R37: takes a limited number of messages a minute", async () => {
    const { path } = await mailed();
    for (let index = 0; index < 20; index++) await post(path, { id: uuid(), text: `${index}` });
    expect((await post(path, { id: uuid(), text: "One more" })).status).toBe(429);
  });

  it("R12: shows nothing of the visitor's other conversations, nor their files", async () => {
    const { path, visitor } = await mailed();
    const second = await writeByForm(test, property, { email: "bob@example.com", text: "Bob's secret" });
    await test.deps.database.write((tx) =>
      tx.updateTable("conversations").set({ visitor_id: visitor.id }).execute(),
    );
    const upload = { name: "plan.png", body: new Uint8Array(picture(9, 3, [0, 0, 0])) };
    const file = await taken(await agentPost(agent, test.app, property, upload));
    await actions.say(second.id, "Bob's file", { files: [file.id] });
    expect((await get(path)).text).not.toContain("Bob");
    expect((await get(`${path}/files/${file.id}`)).status).toBe(404);
    expect((await get(`${linkTo(second.id)}/files/${file.id}`)).status).toBe(200);
  });

  it("R30: opens no file of a note, of a retracted message, or of none", async () => {
    const { path, id } = await mailed();
    const upload = async (name: string) => {
      const body = new Uint8Array(picture(9, 3, [0, 0, 0]));
      return (await taken(await agentPost(agent, test.app, property, { name, body }))).id;
    };
    const [inNote, inRetracted, inMessage, inNone] = [
      await upload("a.png"),
      await upload("b.png"),
      await upload("c.png"),
      await upload("d.png"),
    ];
    await actions.say(id, "For us", { kind: "note", files: [inNote] });
    const retracted = await actions.say(id, "By mistake", { files: [inRetracted] });
    await actions.retract(id, retracted.id);
    await actions.say(id, "The plan", { files: [inMessage] });
    const statusOf = async (file: string) => (await get(`${path}/files/${file}`)).status;
    expect(await statusOf(inMessage)).toBe(200);
    for (const file of [inNote, inRetracted, inNone]) expect(await statusOf(file)).toBe(404);
  });

  it("R3: opens nothing by a link that is forged, expired, or of another property", async () => {
    const { path, id } = await mailed();
    const token = path.split("/").at(-1) ?? "";
    const fields = token.split(".");
    const changed = (at: number, value: string) =>
      `/conversation/${fields.map((field, index) => (index === at ? value : field)).join(".")}`;
    const { id: bobs } = await writeByForm(test, property, { email: "bob@example.com" });
    const forged = [
      changed(1, other),
      changed(2, bobs),
      changed(3, String(test.clock.now() + 10 * LINK_LIFE)),
      changed(4, "A".repeat(43)),
      linkTo(id, other),
      `/conversation/${fields.slice(0, 4).join(".")}`,
      `/conversation/${"x".repeat(5_000)}`,
      "/conversation/x",
    ];
    for (const one of forged) {
      expect((await get(one)).status).toBe(404);
      expect((await post(one, { id: uuid(), text: "Forged" })).status).toBe(404);
      expect((await post(`${one}/stop`, {})).status).toBe(404);
    }
    test.clock.pass(LINK_LIFE);
    expect((await get(path)).status).toBe(404);
    expect(await rowsOf(test, "mail_stops")).toEqual([]);
    expect(await said(id)).not.toContain("Forged");
  });

  it("R26: opens nothing once the person is erased, and looks like any other link that does not work", async () => {
    const { path, visitor } = await mailed();
    await post(`${path}/stop`, {});
    const erase = await test.deps.database.write((tx) =>
      erasePerson(tx, property, visitor.id, eraseContext(test.deps)),
    );
    erase();
    const [erased, forged] = [await get(path), await get("/conversation/x")];
    expect([erased.status, erased.text]).toEqual([404, forged.text]);
    expect(await rowsOf(test, "mail_stops")).toEqual([]);
  });

  it("R25: runs no script, loads nothing, is not stored, and tells no other site its address", async () => {
    const { path } = await mailed();
    const { headers, text } = await get(path);
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; .*frame-ancestors 'none'$/,
    );
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(text) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers.get("content-security-policy")).toContain(`style-src 'sha256-${hash}'`);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("set-cookie")).toBeNull();
    expect(text).not.toMatch(/<script| style=| on\w+=/);
  });

  it("R12: shows markup of a message as text", async () => {
    const { id } = await writeByForm(test, property, { text: "<img src=x onerror=alert(1)>" });
    const { text } = await get(linkTo(id));
    expect(text).toContain("&lt;img src=x onerror=alert(1)>");
  });

  it("pages back to the first message", async () => {
    const { visitor, id } = await writeByForm(test, property, { text: "The first" });
    for (let index = 0; index < 60; index++) await accepted(visitor, message(id, `No. ${index}`));
    const last = await get(linkTo(id));
    expect(last.text).toContain("No. 59");
    expect(last.text).not.toContain("The first");
    const [, before] = /\?before=(\d+)/.exec(last.text) ?? [];
    const first = await get(`${linkTo(id)}?before=${before}`);
    expect(first.text).toContain("The first");
    expect(first.text).not.toContain("No. 59");
    expect(first.text).not.toContain("?before=");
  });

  it("R30: one click ends the mails about a chat (RFC 8058), another lets them come again; opening it changes nothing", async () => {
    const { path, id } = await mailed("pre_chat");
    expect(server.received[0]?.headers["list-unsubscribe"]).toBe(`<https://chat.example.com${path}/stop>`);
    await get(`${path}/stop`);
    await actions.say(id, "Second");
    await sendMailsLater(test, 10 * MINUTE);
    expect(server.received).toHaveLength(2);
    const stopped = await post(`${path}/stop`, { "List-Unsubscribe": "One-Click" });
    expect(stopped).toMatchObject({ status: 200, text: expect.stringContaining("no more e-mails") });
    await actions.say(id, "Third");
    await sendMailsLater(test, 10 * MINUTE);
    expect(server.received).toHaveLength(2);
    await post(`${path}/stop`, { resume: "1" });
    await actions.say(id, "Fourth");
    await sendMailsLater(test, 10 * MINUTE);
    expect(server.received).toHaveLength(3);
  });
});
