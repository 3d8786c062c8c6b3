import { readFileSync } from "node:fs";
import { beforeEach, expect, it } from "vitest";
import { collectOrphanFiles } from "../../../../server/files/collect-orphans.ts";
import { toThreadRoot } from "../../../../server/mail/address/message-id.ts";
import { toReplyAddress } from "../../../../server/mail/address/reply-address.ts";
import { saveMailbox } from "../../../../server/mail/intake/settings/mailbox.ts";
import { storeRawMail } from "../../../../server/mail/intake/store-raw-mail.ts";
import type { MailDraft } from "../../../../server/mail/outbound/mail-draft.ts";
import { queueMail } from "../../../../server/mail/outbound/queue-mail.ts";
import { saveMailSettings } from "../../../../server/mail/settings/mail-account.ts";
import { erasePerson } from "../../../../server/people/erase-person.ts";
import { newId } from "../../../../server/platform/ids.ts";
import { eraseContext } from "../../../../server/services.ts";
import { ConversationSummary } from "../../../../shared/conversation.ts";
import type { MailboxSettings } from "../../../../shared/mailbox-settings.ts";
import { type AgentBrowser, makeTeam } from "../../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../../support/app.ts";
import { BrowserVisitor } from "../../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../../support/databases.ts";
import { png, testFolder } from "../../../support/files.ts";
import { mailDraft, mailSettings } from "../../../support/mails.ts";
import { type RawMailOptions, rawMail, rawMailWith } from "../../../support/raw-mails.ts";

const MINUTE = 60_000;
const PNG = png();

describeEachDatabase("received mail", (open) => {
  let test: TestApp;
  let property: string;
  let admin: AgentBrowser;
  const data = testFolder();
  const replies = { kind: "subaddress", mailbox: "support@shop.example" } as const;

  beforeEach(async () => {
    test = await testApp(await open(), { data });
    ({ property, admin } = await makeTeam(test));
    const settings = { ...mailSettings(25), replies };
    const { database, now } = test.deps;
    await database.write((tx) => saveMailSettings(tx, { property, version: 0, settings, now: now() }));
    await useMailbox({});
  });

  let version = 0;
  const useMailbox = async (change: Partial<MailboxSettings>) => {
    const settings = { imap: null, addresses: [], authservId: null, mailgun: null, ...change };
    const row = (await rowsOf(test, "mailboxes"))[0];
    version = row?.version ?? 0;
    await test.deps.database.write((tx) =>
      saveMailbox(tx, { property, version, settings, now: test.clock.now() }),
    );
  };
  const store = (raw: string | Uint8Array<ArrayBuffer>) =>
    storeRawMail(test.deps, property, {
      id: newId(test.deps),
      origin: { kind: "http" },
      raw: typeof raw === "string" ? new Uint8Array(Buffer.from(raw, "latin1")) : raw,
      receivedAt: test.clock.now(),
    });
  const receive = async (mail: RawMailOptions | string = {}) => {
    test.clock.pass(1_000);
    await store(typeof mail === "string" ? mail : rawMail(mail));
    await test.parts.mailboxWorker.catchUp();
    return (await received()).at(-1);
  };
  const received = async () =>
    (await rowsOf(test, "received_mails")).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const conversations = () => rowsOf(test, "conversations");
  const conversation = async (id: string | null | undefined) => {
    const row = (await conversations()).find((one) => one.id === id);
    if (!row) throw new Error(`No conversation has the ID ${id}`);
    return row;
  };
  const entries = async (id: string | null | undefined) =>
    (await rowsOf(test, "messages"))
      .filter(({ conversation_id }) => conversation_id === id)
      .toSorted((a, b) => a.sequence - b.sequence);
  const texts = async (id: string | null | undefined) =>
    (await entries(id)).flatMap(({ kind, text }) => (kind === "event" ? [] : [text]));
  const visitors = () => rowsOf(test, "visitors");

  it("R32: makes a new ticket of a mail that fits nowhere, with its subject and its author as a contact", async () => {
    const mail = await receive({ subject: "Broken lamp", text: "My lamp is broken." });
    expect(mail).toMatchObject({ state: "done", outcome: "new_ticket", role: "contact", vouched: 0 });
    const ticket = await conversation(mail?.conversation_id);
    expect(ticket).toMatchObject({
      ticket: 1,
      subject: "Broken lamp",
      form: "mail",
      status: "open",
      unread: 1,
      preview: "My lamp is broken.",
    });
    expect((await visitors()).find(({ id }) => id === ticket.contact_id)).toMatchObject({
      name: "Ann",
      email: "ann@example.org",
      source: "mail",
    });
  });

  it("R32: adds a reply to the ticket that the signed address names, and folds what it quotes", async () => {
    const first = await receive();
    const ticket = await conversation(first?.conversation_id);
    const secrets = test.parts.replySecrets;
    const to = toReplyAddress(replies, { kind: "ticket", ticket: ticket.ticket ?? 0 }, { property, secrets });
    const text =
      "It works now.\n\nOn Mon, Nov 23, 2026 at 11:30 AM Shop <support@shop.example> wrote:\n> Try again?";
    const mail = await receive({ to, subject: "Re: Broken lamp", text });
    expect(mail).toMatchObject({ outcome: "reply", role: "contact", conversation_id: ticket.id });
    expect(mail?.text_below).toContain("> Try again?");
    expect(await texts(ticket.id)).toEqual(["My lamp is broken.", "It works now."]);
  });

  const setStatus = (id: string, status: "solved" | "closed") =>
    admin.ok(ConversationSummary, "PATCH", `/api/properties/${property}/conversations/${id}`, { status });
  const replyTo = async (ticket: number) =>
    toReplyAddress(replies, { kind: "ticket", ticket }, { property, secrets: test.parts.replySecrets });
  const answer = (id: string, change: Partial<MailDraft> = {}) =>
    test.deps.database.write((tx) =>
      queueMail(
        tx,
        { ...test.deps, mailDefaults: null },
        mailDraft(property, {
          about: { kind: "conversation", id, entries: [], inReplyTo: null, references: [] },
          ...change,
        }),
      ),
    );

  it("R30: opens a solved ticket again, and goes on from a closed one in a new ticket that points back", async () => {
    const first = await receive();
    const id = first?.conversation_id ?? "";
    await setStatus(id, "solved");
    await receive({ to: await replyTo(1), text: "Still broken" });
    expect(await conversation(id)).toMatchObject({ status: "open", unread: 1 });
    await setStatus(id, "closed");
    const second = await receive({ to: await replyTo(1), text: "Broken again" });
    expect(second?.conversation_id).not.toBe(id);
    expect(await conversation(second?.conversation_id)).toMatchObject({
      follows: id,
      ticket: 2,
      status: "open",
    });
    const third = await receive({ to: await replyTo(1), text: "And again" });
    expect(third?.conversation_id).toBe(second?.conversation_id);
  });

  it("R32: finds the ticket by the thread root, by our Message-ID, by a relay's, and by that of a received mail", async () => {
    const first = await receive({ messageId: "<first@example.org>" });
    const id = first?.conversation_id ?? "";
    const sent = await answer(id);
    await test.deps.database.write((tx) =>
      tx.updateTable("mails").set({ relay_message_id: "<relay@ses.example>" }).execute(),
    );
    const references = [
      toThreadRoot(id, "shop.example"),
      `<foyer.${sent}@shop.example>`,
      "<relay@ses.example>",
      "<first@example.org>",
    ];
    for (const one of references) {
      const mail = await receive({ fields: [`In-Reply-To: ${one}`], text: `About ${one}` });
      expect([one, mail?.conversation_id]).toEqual([one, id]);
    }
  });

  it("R32: joins nothing by a subject, nor by the number of a ticket in which the author takes no part", async () => {
    const first = await receive({ subject: "Broken lamp" });
    const same = await receive({ subject: "Re: Broken lamp" });
    expect(same?.conversation_id).not.toBe(first?.conversation_id);
    const stranger = await receive({ from: "eve@example.net", subject: "Re: [#1] Broken lamp" });
    expect(stranger?.outcome).toBe("new_ticket");
    const own = await receive({ subject: "Re: [#1] Broken lamp" });
    expect(own?.conversation_id).toBe(first?.conversation_id);
  });

  it("R32: marks a mail of a stranger, whose subject changes nothing, and takes a new subject of the contact", async () => {
    const first = await receive();
    const to = await replyTo(1);
    const stranger = await receive({ from: "eve@example.net", to, subject: "Send me everything" });
    expect(stranger).toMatchObject({ role: "stranger", conversation_id: first?.conversation_id });
    expect(await conversation(first?.conversation_id)).toMatchObject({ subject: "Broken lamp" });
    await receive({ to, subject: "Re: Broken table" });
    expect(await conversation(first?.conversation_id)).toMatchObject({ subject: "Broken table" });
  });

  it("R32: lets whoever is in copy write into the ticket", async () => {
    const first = await receive({ fields: ["Cc: Ben <ben@example.org>, support@shop.example"] });
    const mail = await receive({ from: "ben@example.org", to: await replyTo(1) });
    expect(mail).toMatchObject({ role: "copied", conversation_id: first?.conversation_id });
    expect(JSON.parse(first?.copied ?? "")).toEqual(["ben@example.org"]);
  });

  it("stores a mail once that is received twice, and a copy by another way as a copy", async () => {
    const mail = rawMail({ messageId: "<once@example.org>" });
    expect(await store(mail)).toBe(true);
    expect(await store(mail)).toBe(false);
    await test.parts.mailboxWorker.catchUp();
    const copy = await receive(`Received: from b.example by c.example; Mon, 23 Nov 2026\r\n${mail}`);
    expect(copy).toMatchObject({ outcome: "ignored", reason: "duplicate" });
    expect(await conversations()).toHaveLength(1);
    // some programs give all their mails one Message-ID
    await receive({ messageId: "<once@example.org>", text: "Something else" });
    expect(await conversations()).toHaveLength(2);
  });

  it("R12: attaches a mail to the contact with its address as claimed, and shows it to no browser that typed it", async () => {
    const browser = new BrowserVisitor(test.app, property);
    await browser.visit();
    await browser.submit({ name: "Mallory", email: "ann@example.org", message: "It is me" });
    const mail = await receive();
    const ticket = await conversation(mail?.conversation_id);
    expect(ticket).toMatchObject({ contact_id: browser.id, claimed: 1 });
    expect(ticket.visitor_id).not.toBe(browser.id);
    const second = await receive({ text: "And another lamp" });
    expect((await conversation(second?.conversation_id)).visitor_id).toBe(ticket.visitor_id);
  });

  it("R33: takes the word of the server that the owner has named, and of no other", async () => {
    const browser = new BrowserVisitor(test.app, property);
    await browser.visit();
    await browser.submit({ name: "Ann", email: "ann@example.org", message: "It is me" });
    const fields = ["Authentication-Results: mx.shop.example; dmarc=pass header.from=example.org"];
    const before = await receive({ fields, text: "Before" });
    expect(before?.vouched).toBe(0);
    await useMailbox({ authservId: "mx.shop.example" });
    const mail = await receive({ fields, text: "After" });
    expect(mail?.vouched).toBe(1);
    expect((await conversation(mail?.conversation_id)).claimed).toBe(0);
  });

  it("R31: adds the answer of a program without opening the ticket again", async () => {
    const first = await receive();
    const id = first?.conversation_id ?? "";
    await answer(id);
    await setStatus(id, "solved");
    const fields = ["Auto-Submitted: auto-replied", `In-Reply-To: ${toThreadRoot(id, "shop.example")}`];
    const mail = await receive({ fields, subject: "Out of office", text: "I am away" });
    expect(mail).toMatchObject({ outcome: "reply", conversation_id: id });
    expect(await conversation(id)).toMatchObject({ status: "solved", unanswered_since: null });
    expect(await texts(id)).toContain("I am away");
  });

  it("R31: leaves out our own mail, and the answer of a program to a notice of ours", async () => {
    const own = await receive({ fields: [`X-Foyer-Property: ${property}`] });
    expect(own).toMatchObject({ outcome: "ignored", reason: "own" });
    const fields = ["Auto-Submitted: auto-replied", "In-Reply-To: <foyer.notice@shop.example>"];
    const automatic = await receive({ fields });
    expect(automatic).toMatchObject({ outcome: "ignored", reason: "answer_to_automatic_mail" });
    expect(await conversations()).toEqual([]);
  });

  it("R31: notes a bounce at the mail, and marks its ticket as unread, a closed one too", async () => {
    const first = await receive();
    const id = first?.conversation_id ?? "";
    await answer(id);
    await setStatus(id, "closed");
    const mailId = (await rowsOf(test, "mails"))[0]?.message_id ?? "";
    const bounce = readFileSync("test/server/mail/corpus/bounce-postfix.eml", "latin1");
    const report = await receive(
      bounce.replace("<foyer.019a0000-0000-7000-8000-000000000001@example.com>", mailId),
    );
    expect(report).toMatchObject({ outcome: "delivery_report", conversation_id: id });
    const [mail] = await rowsOf(test, "mails");
    expect(mail).toMatchObject({ state: "failed", failure: "mail_bounced" });
    expect(mail?.failure_answer).toMatch(/nobody@example.net: .*User unknown/);
    expect(await conversation(id)).toMatchObject({ status: "closed", unread: 1 });
  });

  it("makes files of attachments by the property's rules, and says which are in the original only", async () => {
    const files = [
      { name: "lamp.png", type: "image/png", bytes: PNG },
      { name: "virus.exe", type: "application/octet-stream", bytes: Buffer.from("MZ\0\x03\0\0\0\x04\0") },
    ];
    const mail = await receive(rawMailWith(files));
    expect(JSON.parse(mail?.omitted ?? "")).toEqual([{ name: "virus.exe", size: 9, reason: "type" }]);
    const [entry] = await entries(mail?.conversation_id);
    expect(JSON.parse(entry?.files ?? "")).toMatchObject([{ name: "lamp.png", type: "image/png" }]);
    expect(await rowsOf(test, "files")).toMatchObject([{ conversation_id: mail?.conversation_id }]);
  });

  it("makes files of invoices and of texts in any encoding, as uploads are, and of no page that hides in them", async () => {
    const bytes = Buffer.from('<?xml version="1.0"?><Invoice/>');
    const files = [
      { name: "xrechnung.xml", type: "application/xml", bytes },
      { name: "Kunden.csv", type: "text/csv", bytes: Buffer.from("Müller;Straße\n", "latin1") },
      {
        name: "page.xml",
        type: "text/xml",
        bytes: Buffer.from('<html xmlns="http://www.w3.org/1999/xhtml"/>'),
      },
    ];
    const mail = await receive(rawMailWith(files));
    expect(JSON.parse(mail?.omitted ?? "")).toMatchObject([{ name: "page.xml", reason: "type" }]);
    const [entry] = await entries(mail?.conversation_id);
    expect(JSON.parse(entry?.files ?? "")).toMatchObject([
      { name: "xrechnung.xml", type: "application/octet-stream", size: bytes.length },
      { name: "Kunden.csv", type: "application/octet-stream" },
    ]);
  });

  it("makes a message with the original attached of a mail that cannot be read", async () => {
    const nested = Array.from(
      { length: 400 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
    );
    const head = "From: Ann <ann@example.org>\r\nSubject: Nested\r\nMIME-Version: 1.0\r\n";
    const mail = await receive(head + nested.join(""));
    expect(mail).toMatchObject({ outcome: "new_ticket", reason: "malformed" });
    const [entry] = await entries(mail?.conversation_id);
    expect(entry?.text).toBe("Nested");
    const [file] = JSON.parse(entry?.files ?? "") as { id: string }[];
    const answered = await admin.send("GET", `/api/properties/${property}/files/${file?.id}`);
    expect(answered.headers.get("content-disposition")).toContain("original.eml");
    expect(await answered.text()).toBe(head + nested.join(""));
  });

  it("is not stopped by a mail that fails: it is tried again, and then left to people", async () => {
    await store(rawMail({ subject: "Lost" }));
    const lost = (await received())[0]?.id ?? "";
    await test.deps.files.delete(`${property}/${lost}`);
    const next = await receive({ subject: "Next" });
    expect(next?.outcome).toBe("new_ticket");
    expect((await received())[0]).toMatchObject({ state: "waiting", tries: 1 });
    for (let tries = 1; tries < 5; tries++) {
      test.clock.pass(24 * 60 * MINUTE);
      await test.parts.mailboxWorker.catchUp();
    }
    expect((await received())[0]).toMatchObject({ state: "failed", tries: 5, next_try_at: null });
    expect((await received())[0]?.reason).toContain("not in the file store");
    test.clock.pass(24 * 60 * MINUTE);
    expect((await receive({ subject: "Later" }))?.outcome).toBe("new_ticket");
  });

  it("makes a note of what the team writes by mail, in the name of an agent only if the server vouches for them", async () => {
    await receive();
    const to = await replyTo(1);
    await receive({ from: "agent@example.com", to, text: "He is a friend of mine" });
    await useMailbox({ authservId: "mx.shop.example" });
    const fields = ["Authentication-Results: mx.shop.example; dmarc=pass header.from=example.com"];
    const mail = await receive({ from: "agent@example.com", to, text: "Call him", fields });
    await receive({ from: "support@shop.example", to, text: "From our own program" });
    const written = (await entries(mail?.conversation_id)).filter(({ kind }) => kind !== "event");
    expect(written.map(({ kind, author, agent_id }) => [kind, author, agent_id !== null])).toEqual([
      ["message", "visitor", false],
      ["note", "system", false],
      ["note", "agent", true],
      ["note", "system", false],
    ]);
  });

  it("takes nothing from a blocked person, and keeps the raw mail", async () => {
    const first = await receive();
    const { visitor_id } = await conversation(first?.conversation_id);
    await admin.send("PUT", `/api/properties/${property}/visitors/${visitor_id}/block`);
    const mail = await receive({ text: "Spam" });
    expect(mail).toMatchObject({ outcome: "ignored", reason: "blocked" });
    expect(await test.deps.files.get(`${property}/${mail?.id}`)).not.toBeNull();
  });

  it("takes nothing from the address of a contact who was blocked before their first mail", async () => {
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    await visitor.submit({ name: "Eve", email: "eve@example.net", message: "Hello" });
    await admin.send("PUT", `/api/properties/${property}/visitors/${visitor.id}/block`);
    for (const from of ["eve@example.net", "Eve <EVE@example.net>"])
      expect(await receive({ from, text: "Spam" })).toMatchObject({ outcome: "ignored", reason: "blocked" });
  });

  it("goes on in the ticket that another was joined into, by mail from either", async () => {
    const one = await receive();
    const other = await receive({ from: "Ben <ben@example.org>", text: "The same lamp" });
    const at = `/api/properties/${property}/conversations/${one?.conversation_id}/join`;
    await admin.ok(ConversationSummary, "POST", at, { into: other?.conversation_id });
    const mail = await receive({ to: await replyTo(1), text: "Any news?" });
    expect(mail?.conversation_id).toBe(other?.conversation_id);
  });

  it("R26: leaves only the digest of an erased person's mails, so that they do not come back", async () => {
    const raw = rawMail({ text: "My secret" });
    const mail = await receive(raw);
    const { contact_id } = await conversation(mail?.conversation_id);
    await test.deps.database.write((tx) => erasePerson(tx, property, contact_id, eraseContext(test.deps)));
    const [row] = await received();
    expect(row).toMatchObject({
      state: "erased",
      from_address: "",
      subject: "",
      raw_digest: mail?.raw_digest,
    });
    expect(await rowsOf(test, "mail_senders")).toEqual([]);
    await collectOrphanFiles(test.deps);
    expect(await test.deps.files.get(`${property}/${mail?.id}`)).toBeNull();
    expect(await store(raw)).toBe(false);
  });

  it("keeps the bytes of raw mails when abandoned uploads are removed", async () => {
    const mail = await receive();
    test.clock.pass(7 * 24 * 60 * MINUTE);
    await collectOrphanFiles(test.deps);
    expect(await test.deps.files.get(`${property}/${mail?.id}`)).not.toBeNull();
  });
});
