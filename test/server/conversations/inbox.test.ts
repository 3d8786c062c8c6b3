import { beforeEach, expect, it } from "vitest";
import { readInboxStates } from "../../../server/conversations/inbox/count-inbox.ts";
import { insertStatement } from "../../../server/platform/database/insert-statement.ts";
import { Conversation, ConversationSummary, InboxPage } from "../../../shared/conversation.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { chat } from "./rows.ts";

const insertConversations = insertStatement("conversations");

describeEachDatabase("the inbox", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let property: string;
  let address: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser, property } = await setUpFoyer(test));
    address = `/api/properties/${property}/conversations`;
  });

  /** A visitor's browser that has registered. */
  const visitor = async () => {
    const one = new BrowserVisitor(test.app, property);
    await one.visit();
    return one;
  };
  /** A visitor who writes. The clock advances, so that later conversations are listed first. */
  const write = async (message: string, form: "pre_chat" | "offline" = "pre_chat", from?: BrowserVisitor) => {
    const one = from ?? (await visitor());
    test.clock.pass(1_000);
    const receipt = await one.submit({ name: "Ann", email: `${one.id}@example.com`, message }, form);
    if (receipt.status !== "accepted") throw new Error("The submission was refused");
    return { ...receipt, visitor: one };
  };
  const list = (query = "") => browser.ok(InboxPage, "GET", `${address}${query}`);
  const previews = async (query = "") => (await list(query)).items.map(({ preview }) => preview);
  const change = (id: string, update: object) =>
    browser.ok(ConversationSummary, "PATCH", `${address}/${id}`, update);

  it("counts no view beyond a hundred, for the list and for the badge", async () => {
    const people = Array.from({ length: 101 }, (_, index) =>
      chat({ property_id: property, id: `c${index}`, last_message_at: index }),
    );
    await test.deps.database.write((tx) => insertConversations(tx, people));
    const { counts, items } = await list();
    expect(items).toHaveLength(50);
    expect(counts).toMatchObject({
      all: 100,
      open: 100,
      unread: 100,
      unassigned: 100,
      unanswered: 100,
      mine: 0,
    });
    const states = await readInboxStates(test.deps.database.read, [property]);
    expect(states.get(property)).toEqual({ open: 100, unread: 100, latestAt: 100 });
  });

  it("lists the newest conversation first, with the person and the form", async () => {
    const chat = await write("First");
    const offline = await write("Second", "offline");
    const { items, next, counts } = await list();
    expect(next).toBeNull();
    expect(counts).toEqual({
      unanswered: 2,
      mine: 0,
      unassigned: 2,
      overdue: 0,
      all: 2,
      open: 2,
      waiting: 0,
      unread: 2,
      suspicious: 0,
    });
    expect(items).toEqual([
      {
        id: offline.conversation,
        visitor: offline.visitor.id,
        form: "offline",
        ticket: {
          number: 1,
          subject: "Second",
          priority: "normal",
          dueAt: test.clock.now() + 8 * 3_600_000,
          follows: null,
          followedBy: null,
          joinedInto: null,
        },
        status: "open",
        tags: [],
        unread: true,
        claimed: false,
        suspicious: false,
        assignee: null,
        unansweredSince: test.clock.now(),
        rating: null,
        person: {
          id: offline.visitor.id,
          name: "Ann",
          email: `${offline.visitor.id}@example.com`,
          phone: null,
        },
        preview: "Second",
        revision: expect.any(Number),
        visitorRead: expect.any(Number),
        agentRead: 0,
        mailFailed: false,
        createdAt: test.clock.now(),
        lastMessageAt: test.clock.now(),
      },
      expect.objectContaining({ id: chat.conversation, form: "pre_chat", ticket: null, preview: "First" }),
    ]);
  });

  it("reads a conversation with its messages, the form as it was worded, and the device", async () => {
    const sent = await write("Where is\nmy order?");
    const conversation = await browser.ok(Conversation, "GET", `${address}/${sent.conversation}`);
    expect(conversation.messages).toMatchObject([
      { sequence: 1, author: "visitor", text: "Where is\nmy order?" },
    ]);
    expect(conversation.submissions).toMatchObject([
      {
        form: "pre_chat",
        page: "https://example.com/pricing",
        receivedAt: test.clock.now(),
        answers: [
          { field: "name", type: "name", answer: "Ann" },
          { field: "email", type: "email", answer: `${sent.visitor.id}@example.com` },
          { field: "message", type: "long_text", answer: "Where is\nmy order?" },
        ],
      },
    ]);
    expect(conversation.device).toMatchObject({
      visitor: sent.visitor.id,
      relation: "founder",
      browser: expect.stringContaining("Chrome"),
    });
  });

  it("has views for open, unread, closed and suspicious; suspicious conversations are in no other view", async () => {
    const ids: Record<string, string> = {};
    for (const name of ["read", "unread", "done", "spam"]) ids[name] = (await write(name)).conversation;
    await change(ids.read ?? "", { unread: false });
    expect(await change(ids.done ?? "", { status: "closed", unread: false })).toMatchObject({
      status: "closed",
      unread: false,
    });
    await change(ids.spam ?? "", { suspicious: true });
    expect(await previews()).toEqual(["unread", "read"]);
    expect(await previews("?view=open")).toEqual(["unread", "read"]);
    expect(await previews("?view=unread")).toEqual(["unread"]);
    expect(await previews("?view=closed")).toEqual(["done"]);
    expect(await previews("?view=suspicious")).toEqual(["spam"]);
    expect((await list()).counts).toMatchObject({ open: 2, unread: 1, suspicious: 1 });
    await change(ids.spam ?? "", { suspicious: false });
    await change(ids.done ?? "", { status: "open" });
    expect(await previews()).toEqual(["spam", "done", "unread", "read"]);
  });

  it("leaves fields that an update does not name", async () => {
    const { conversation } = await write("Hello");
    const before = (await list()).items[0];
    expect(await change(conversation, {})).toEqual(before);
    const read = await change(conversation, { unread: false });
    expect(read).toEqual({ ...before, unread: false, agentRead: 1, revision: expect.any(Number) });
    expect(read.revision).toBeGreaterThan(before?.revision ?? 0);
    expect(await change(conversation, { unread: false })).toEqual(read);
  });

  it("pages without gaps or duplicates, even where many conversations have the same time", async () => {
    const one = await visitor();
    for (let time = 0; time < 60; time++)
      await one.submit({ name: "A", email: "a@example.com", message: `${time}` });
    test.clock.pass(1);
    for (let time = 60; time < 120; time++)
      await one.submit({ name: "A", email: "a@example.com", message: `${time}` });
    const seen: string[] = [];
    let next: string | null = null;
    const sizes: number[] = [];
    do {
      const page: InboxPage = await list(next ? `?cursor=${next}` : "");
      seen.push(...page.items.map(({ id }) => id));
      sizes.push(page.items.length);
      next = page.next;
    } while (next);
    expect(sizes).toEqual([50, 50, 20]);
    expect(new Set(seen).size).toBe(120);
    const all = await test.deps.database.read.selectFrom("conversations").selectAll().execute();
    const order = all.sort((a, b) => b.last_message_at - a.last_message_at || (a.id < b.id ? 1 : -1));
    expect(seen).toEqual(order.map(({ id }) => id));
  });

  it("lists one contact's conversations of every status", async () => {
    const first = await write("One");
    await write("Somebody else's");
    await write("Two", "offline", first.visitor);
    await change(first.conversation, { status: "closed" });
    expect(await previews(`?contact=${first.visitor.id}`)).toEqual(["Two", "One"]);
    expect(await previews(`?contact=${first.visitor.id}&view=closed`)).toEqual(["One"]);
  });

  it("R12: marks a claimed device's conversation, on the record of the claimed contact", async () => {
    const ann = await write("I am Ann");
    const claimant = await visitor();
    test.clock.pass(1_000);
    await claimant.submit({ name: "Not Ann", email: `${ann.visitor.id}@example.com`, message: "So am I" });
    const [claimed] = (await list()).items;
    expect(claimed).toMatchObject({ claimed: true, person: { id: ann.visitor.id, name: "Ann" } });
    const whole = await browser.ok(Conversation, "GET", `${address}/${claimed?.id}`);
    expect(whole.device).toMatchObject({ visitor: claimant.id, relation: "attached", proven: false });
  });

  it.each([
    ["an unknown view", "?view=everything"],
    ["a cursor that no list gave", "?cursor=nonsense"],
    ["a cursor with something else in it", `?cursor=${Buffer.from('["a",1]').toString("base64url")}`],
    ["a contact that is no visitor ID", "?contact=1"],
  ])("refuses %s", async (_, query) => {
    expect(await browser.refused("GET", `${address}${query}`)).toMatchObject({ code: "invalid_request" });
  });

  it("finds no conversation of another property", async () => {
    const { conversation } = await write("Hello");
    const { id } = await (
      await browser.send("POST", "/api/properties", { name: "Other", timeZone: "UTC" })
    ).json();
    const other = `/api/properties/${id}/conversations/${conversation}`;
    expect(await browser.refused("GET", other)).toMatchObject({ code: "not_found" });
    expect(await browser.refused("PATCH", other, { status: "closed" })).toMatchObject({ code: "not_found" });
    expect((await list()).items[0]).toMatchObject({ status: "open" });
  });

  it("refuses an invalid update", async () => {
    const { conversation } = await write("Hello");
    const address1 = `${address}/${conversation}`;
    expect(await browser.refused("PATCH", address1, { status: "gone" })).toMatchObject({
      code: "invalid_request",
    });
    expect(await browser.refused("PATCH", address1, "{")).toMatchObject({ code: "malformed_json" });
  });
});
