import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { updateConversations } from "../../../../server/conversations/core/update-conversations.ts";
import { addCustomerMessage } from "../../../../server/conversations/tickets/add-customer-message.ts";
import { startFailureMarks } from "../../../../server/mail/outbound/mark-failures.ts";
import { MailInfo } from "../../../../shared/mail.ts";
import { type AgentBrowser, setUpFoyer } from "../../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../../support/app.ts";
import { describeEachDatabase } from "../../../support/databases.ts";
import { accepted, message, read, uuid } from "../../../support/deliveries.ts";
import { testFolder } from "../../../support/files.ts";
import { type MailServer, startMailServer } from "../../../support/mail-server.ts";
import { agentActions, sendMailsLater, useMailServer, writeByForm } from "../../../support/mail-world.ts";
import { picture } from "../../../support/picture.ts";
import { agentPost, taken } from "../../../support/uploads.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describeEachDatabase("answers by mail", (open) => {
  let test: TestApp;
  let property: string;
  let agent: AgentBrowser;
  let server: MailServer;
  let actions: ReturnType<typeof agentActions>;
  const data = testFolder();
  beforeEach(async () => {
    test = await testApp(await open(), { publicUrl: "https://chat.example.com", data });
    ({ property, browser: agent } = await setUpFoyer(test));
    actions = agentActions(agent, property);
    server = await startMailServer();
    await useMailServer(test, property, server.port, {
      replies: { kind: "subaddress", mailbox: "support@shop.example" },
    });
  });
  afterEach(async () => {
    await test.parts.mailWorker.stop();
    await server.stop();
  });

  const write = (change?: Parameters<typeof writeByForm>[2]) => writeByForm(test, property, change);
  const later = (time: number) => sendMailsLater(test, time);
  const received = () => server.received.map(({ raw }) => raw);

  it("R30: an answer to a ticket goes to its customer, in the ticket's thread", async () => {
    const { id } = await write();
    const said = await actions.say(id, "It left today.");
    await later(30 * SECOND);
    const [mail] = server.received;
    expect(mail).toMatchObject({ to: ["ann@example.com"], from: "support@shop.example" });
    expect(mail?.headers).toMatchObject({
      from: "Shop <support@shop.example>",
      to: "Ann <ann@example.com>",
      subject: "Re: Where is my order? [#1]",
      references: `<foyer.thread.${id}@shop.example>`,
      "x-foyer-property": property,
    });
    expect(mail?.headers["reply-to"]).toMatch(/^support\+1\.[a-z2-7]{16}@shop\.example$/);
    expect(mail?.headers["auto-submitted"]).toBeUndefined();
    expect(mail?.headers["list-unsubscribe"]).toBeUndefined();
    expect(mail?.raw).toContain("It left today.");
    expect(mail?.raw).toContain("> Where is my order?");
    expect(mail?.raw).toContain("https://chat.example.com/conversation/");
    expect(await actions.mails(id)).toMatchObject([
      { kind: "answer", messages: [said.id], state: "sent", to: ["ann@example.com"] },
    ]);
  });

  it("R31: it is in the queue as soon as it is in the ticket, before anybody mails it", async () => {
    const { id } = await write();
    await actions.say(id, "It left today.");
    expect(await rowsOf(test, "answers_to_mail")).toMatchObject([{ conversation_id: id }]);
    await later(30 * SECOND);
    expect(await rowsOf(test, "answers_to_mail")).toEqual([]);
  });

  it("R30: the second answer refers to the mail with the first, and each is mailed once", async () => {
    const { id } = await write();
    await actions.say(id, "First");
    await later(30 * SECOND);
    await actions.say(id, "Second");
    await later(30 * SECOND);
    await later(MINUTE);
    const [first, second] = server.received;
    expect(server.received).toHaveLength(2);
    expect(second?.headers["in-reply-to"]).toBe(first?.headers["message-id"]);
    expect(second?.headers.references).toBe(
      `<foyer.thread.${id}@shop.example> ${first?.headers["message-id"]}`,
    );
    expect(second?.raw).not.toContain("First");
  });

  it("R30: who has read it in the widget gets none", async () => {
    const { visitor, id } = await write();
    const said = await actions.say(id, "It left today.");
    await accepted(visitor, read(id, said.sequence));
    await later(MINUTE);
    expect([server.received, await rowsOf(test, "answers_to_mail")]).toEqual([[], []]);
  });

  it("R30: what is corrected before it is sent is mailed as corrected, and what is retracted is not mailed", async () => {
    const { id } = await write();
    const wrong = await actions.say(id, "It left todya.");
    const other = await actions.say(id, "For the wrong customer");
    await actions.correct(id, wrong.id, "It left today.");
    await actions.retract(id, other.id);
    await later(30 * SECOND);
    expect(received()).toHaveLength(1);
    expect(received()[0]).toContain("It left today.");
    expect(received()[0]).not.toMatch(/todya|wrong customer/);
  });

  it("R30: unread answers of a chat are mailed after five minutes, together, with a way to end such mails", async () => {
    const { id } = await write({ form: "pre_chat" });
    await actions.say(id, "Hello Ann");
    test.clock.pass(MINUTE);
    await actions.say(id, "It left today.");
    await later(4 * MINUTE);
    expect(server.received).toEqual([]);
    await later(MINUTE);
    const [mail] = server.received;
    expect(server.received).toHaveLength(1);
    expect(mail?.raw).toMatch(/Hello Ann[\s\S]*It left today/);
    expect(mail?.headers.subject).toBe("Your message to Shop");
    expect(mail?.headers["list-unsubscribe"]).toMatch(
      /^<https:\/\/chat\.example\.com\/conversation\/[\w.-]+\/stop>$/,
    );
    expect(mail?.headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
  });

  it("R30: a visitor who goes on in the chat has read its answers", async () => {
    const { visitor, id } = await write({ form: "pre_chat" });
    await actions.say(id, "Hello Ann");
    await accepted(visitor, message(id, "Hello"));
    await later(10 * MINUTE);
    expect(server.received).toEqual([]);
  });

  it("R30: a message by mail says nothing of what was read in the widget, so the answers before it are mailed", async () => {
    const { id } = await write();
    await actions.say(id, "It left today.");
    await test.deps.database.write(async (tx) => {
      const known = await test.parts.properties.get(property);
      await updateConversations(tx, test.deps, known, [id], (batch, transition) => {
        const mailed = { id: "m2", text: "Hello?", files: [], sentAt: 0, channel: "mail" } as const;
        addCustomerMessage(batch, id, mailed, { transition, nextTicketNumber: () => 2 });
      });
    });
    await later(MINUTE);
    expect(received()).toHaveLength(1);
  });

  it("R30: notes are never mailed", async () => {
    const { id } = await write();
    await actions.say(id, "Between us", { kind: "note" });
    await later(MINUTE);
    expect(server.received).toEqual([]);
  });

  it("R12: goes to the address that was typed, also if that browser claims somebody else's record", async () => {
    await write({ email: "ann@example.com" });
    const { id } = await write({ email: "ANN@example.com", text: "It is me" });
    await actions.say(id, "Are you?");
    await later(30 * SECOND);
    expect(server.received.map(({ to }) => to)).toEqual([["ANN@example.com"]]);
  });

  it.each([
    ["de-AT", "Unterhaltung öffnen"],
    ["fr", "Ouvrir la conversation"],
    ["ar", "فتح المحادثة"],
    ["xx", "Open the conversation"],
  ])("R30: is in the visitor's language: %s", async (locale, label) => {
    const { id } = await write({ locale });
    await actions.say(id, "1");
    await later(30 * SECOND);
    const html = (await rowsOf(test, "mails"))[0]?.html;
    expect(html).toContain(label);
  });

  it("R30: without mail settings nothing is mailed, nor later when there are some", async () => {
    await test.deps.database.write((tx) => tx.deleteFrom("mail_settings").execute());
    const { id } = await write();
    await actions.say(id, "It left today.");
    await later(MINUTE);
    await useMailServer(test, property, server.port);
    await later(MINUTE);
    expect([server.received, await rowsOf(test, "mails")]).toEqual([[], []]);
  });

  it("R30: who has left no address gets no mail, and no failure is shown", async () => {
    const { id } = await write({ form: "pre_chat" });
    await test.deps.database.write((tx) => tx.updateTable("visitors").set({ email: null }).execute());
    await test.deps.database.write((tx) => tx.updateTable("submissions").set({ answers: "[]" }).execute());
    await actions.say(id, "Hello");
    await later(10 * MINUTE);
    expect(await rowsOf(test, "mails")).toEqual([]);
  });

  it("R31: an answer that cannot be read does not stop the others", async () => {
    const [broken, good] = [await write({ email: "bob@example.com" }), await write()];
    await actions.say(broken.id, "To Bob");
    await actions.say(good.id, "To Ann");
    await test.deps.database.write((tx) =>
      tx.updateTable("submissions").set({ answers: "{" }).where("conversation_id", "=", broken.id).execute(),
    );
    await later(30 * SECOND);
    expect(server.received.map(({ to }) => to)).toEqual([["ann@example.com"]]);
    await test.deps.database.write((tx) =>
      tx.updateTable("submissions").set({ answers: "[]" }).where("conversation_id", "=", broken.id).execute(),
    );
    await later(MINUTE);
    expect(server.received.map(({ to }) => to)).toEqual([["ann@example.com"], ["bob@example.com"]]);
  });

  it("R30: goes to those in Cc and Bcc too, who stand in it or do not, although the customer has read it", async () => {
    const { visitor, id } = await write();
    const said = await actions.say(id, "It left today.", {
      cc: ["Boss@example.com", "ann@example.com"],
      bcc: ["archive@shop.example"],
    });
    await accepted(visitor, read(id, said.sequence));
    await later(30 * SECOND);
    const [mail] = server.received;
    expect(mail?.to).toEqual(["ann@example.com", "Boss@example.com", "archive@shop.example"]);
    expect(mail?.headers.cc).toBe("Boss@example.com");
    expect(mail?.raw).not.toContain("archive@");
    expect(await actions.mails(id)).toMatchObject([
      { to: ["ann@example.com"], cc: ["Boss@example.com"], bcc: ["archive@shop.example"] },
    ]);
    const participants = await rowsOf(test, "conversation_participants");
    expect(participants.map((one) => one.address_key).sort()).toEqual([
      "ann@example.com",
      "boss@example.com",
    ]);
  });

  it("R30: has the files of the answer, and links to those that are too large", async () => {
    const { id } = await write();
    const upload = async (name: string, width: number) =>
      taken(
        await agentPost(agent, test.app, property, {
          name,
          body: new Uint8Array(picture(width, 3, [0, 0, 0])),
        }),
      );
    const [plan, large] = [await upload("plan.png", 9), await upload("large.png", 10)];
    await test.deps.database.write((tx) =>
      tx.updateTable("files").set({ size: 20_000_000 }).where("id", "=", large.id).execute(),
    );
    await actions.say(id, "The plan", { files: [plan.id, large.id] });
    await later(30 * SECOND);
    const raw = received()[0] ?? "";
    expect(raw).toMatch(/Content-Disposition: attachment; filename=plan\.png/);
    expect(raw).not.toMatch(/filename=large\.png/);
    expect(raw.replaceAll("=\r\n", "")).toMatch(
      new RegExp(`large\\.png:\\s+https://chat\\.example\\.com/conversation/[\\w.-]+/files/${large.id}`),
    );
  });

  it("R30: a chat has no copies", async () => {
    const { id } = await write({ form: "pre_chat" });
    const said = { id: uuid(), kind: "message", text: "Hi", files: [], cc: ["b@example.com"] };
    const path = `/api/properties/${property}/conversations/${id}/messages`;
    expect(await agent.refused("POST", path, said)).toMatchObject({ code: "not_a_ticket" });
    expect(await rowsOf(test, "message_copies")).toEqual([]);
  });

  it("R31: a failure marks the conversation in the list, until the mail is sent or an agent answers again", async () => {
    const stop = startFailureMarks(test.parts);
    const { id } = await write();
    server.behave({ recipient: () => ({ code: 550, text: "Unknown" }) });
    await actions.say(id, "It left today.");
    await later(30 * SECOND);
    const isMarked = async () => (await actions.read(id)).mailFailed;
    await vi.waitFor(async () => expect(await isMarked()).toBe(true));
    server.behave({});
    const [mail] = await actions.mails(id);
    await agent.ok(MailInfo, "POST", `/api/properties/${property}/mails/${mail?.id}/retry`);
    await later(SECOND);
    await vi.waitFor(async () => expect(await isMarked()).toBe(false));
    server.behave({ recipient: () => ({ code: 550, text: "Unknown" }) });
    await actions.say(id, "Did it arrive?");
    await later(30 * SECOND);
    await vi.waitFor(async () => expect(await isMarked()).toBe(true));
    await actions.say(id, "I will call you.");
    expect(await isMarked()).toBe(false);
    stop();
  });

  it("R21: a repeated request with copies changes nothing", async () => {
    const { id } = await write();
    const more = { id: uuid(), cc: ["boss@example.com"] };
    await actions.say(id, "Once", more);
    await actions.say(id, "Once", more);
    await later(30 * SECOND);
    expect(server.received).toHaveLength(1);
  });
});
