import { beforeEach, expect, it } from "vitest";
import { closeSolvedTickets } from "../../../../server/conversations/tickets/close-solved.ts";
import { ticketLeftChats } from "../../../../server/conversations/tickets/ticket-left-chats.ts";
import { Team } from "../../../../shared/account.ts";
import { Contact, Named } from "../../../../shared/contact.ts";
import {
  Conversation,
  ConversationSummary,
  InboxPage,
  type InboxView,
  Message,
  type VisitorConversations,
} from "../../../../shared/conversation.ts";
import { ConversationBulkResult } from "../../../../shared/conversation-bulk.ts";
import type { VisitorChanges } from "../../../../shared/live.ts";
import { type AgentBrowser, setUpFoyer } from "../../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../../support/app.ts";
import { BrowserVisitor, submission } from "../../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../../support/databases.ts";
import { accepted, deliver, end, message, uuid } from "../../../support/deliveries.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describeEachDatabase("tickets", (open) => {
  let test: TestApp;
  let agent: AgentBrowser;
  let property: string;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser: agent, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
  });

  const visitor = async () => {
    const one = new BrowserVisitor(test.app, property);
    await one.visit();
    return one;
  };
  /** A visitor who has left an offline message. */
  const ticketOf = async (text = "Where is my order?\nNumber 4711", from?: BrowserVisitor) => {
    const ann = from ?? (await visitor());
    test.clock.pass(1_000);
    const form = submission({ name: "Ann", email: `${ann.id}@example.com`, message: text }, "offline");
    const { conversation: id } = await accepted(ann, form);
    return { ann, id, at: `${base}/conversations/${id}` };
  };
  const read = (id: string) => agent.ok(Conversation, "GET", `${base}/conversations/${id}`);
  const said = async (id: string) => (await read(id)).messages.map(({ event, text }) => event?.kind ?? text);
  const set = (id: string, change: object) =>
    agent.ok(ConversationSummary, "PATCH", `${base}/conversations/${id}`, change);
  const answer = (id: string, text: string, more: object = {}) =>
    agent.ok(Message, "POST", `${base}/conversations/${id}/messages`, {
      id: uuid(),
      text,
      kind: "message",
      files: [],
      ...more,
    });
  const list = (query: string) => agent.ok(InboxPage, "GET", `${base}/conversations?${query}`);
  const idsOf = async (view: InboxView, more = "") =>
    (await list(`view=${view}${more}`)).items.map(({ id }) => id);
  const ownTickets = async (ann: BrowserVisitor) =>
    (
      (await (await ann.post("conversations", { token: ann.token })).json()) as VisitorConversations
    ).items.filter(({ ticket }) => ticket !== null);
  const join = (id: string, into: string) =>
    agent.ok(ConversationSummary, "POST", `${base}/conversations/${id}/join`, { into });

  it("R20, R30: an offline message is one, with a subject and the time until which an answer is due", async () => {
    const { id } = await ticketOf();
    expect(await read(id)).toMatchObject({
      status: "open",
      ticket: {
        number: 1,
        subject: "Where is my order?",
        priority: "normal",
        dueAt: test.clock.now() + 8 * HOUR,
      },
    });
    await answer(id, "On its way");
    expect(await read(id)).toMatchObject({ status: "waiting", ticket: { dueAt: null } });
  });

  it("R30: a reply opens a solved one again, and a closed one makes a new one that points back", async () => {
    const { ann, id } = await ticketOf();
    await answer(id, "On its way", { status: "solved" });
    expect(await accepted(ann, message(id, "It is not"))).toMatchObject({ conversation: id });
    expect(await said(id)).toEqual([
      "Where is my order?\nNumber 4711",
      "taken",
      "On its way",
      "solved",
      "reopened",
      "It is not",
    ]);

    await set(id, { status: "closed", priority: "high" });
    const receipt = await accepted(ann, message(id, "Still not here"));
    expect(receipt.conversation).not.toBe(id);
    const followUp = await read(receipt.conversation);
    expect(followUp).toMatchObject({
      status: "open",
      unread: true,
      form: null,
      assignee: { name: "Olga Owner" },
      ticket: { number: 2, subject: "Where is my order?", priority: "high", follows: id },
    });
    expect(await said(receipt.conversation)).toEqual(["follows", "Still not here"]);
    expect((await read(id)).ticket).toMatchObject({ followedBy: receipt.conversation });
    expect((await said(id)).at(-1)).toBe("followed_by");
  });

  it("R21, R30: later messages that still name the closed one go to the newest, each once", async () => {
    const { ann, id } = await ticketOf();
    await set(id, { status: "closed" });
    const sent = [message(id, "One"), message(id, "Two")];
    const [first, second] = await deliver(ann, ...sent);
    if (first?.status !== "accepted") throw new Error("The message was refused");
    expect(await deliver(ann, ...sent)).toEqual([first, second]);
    await set(first.conversation, { status: "closed" });
    const third = await accepted(ann, message(id, "Three"));
    expect(await said(first.conversation)).toEqual(["follows", "One", "Two", "closed", "followed_by"]);
    expect(await said(third.conversation)).toEqual(["follows", "Three"]);
    expect(await accepted(ann, message(id, "Four"))).toMatchObject({ conversation: third.conversation });
    const tickets = (await rowsOf(test, "conversations")).map(({ ticket }) => ticket);
    expect(tickets.sort()).toEqual([1, 2, 3]);
  });

  it("R12, R30: nobody else's message makes a follow-up of it", async () => {
    const { id } = await ticketOf();
    await set(id, { status: "closed" });
    const stranger = await visitor();
    const response = await stranger.send(message(id, "Mine?"));
    expect(await response.json()).toMatchObject({
      receipts: [{ status: "refused", problem: { code: "conversation_unknown" } }],
    });
    expect(await rowsOf(test, "conversations")).toHaveLength(1);
  });

  it("R30: a chat goes on as one when its visitor has left without an answer", async () => {
    const chatOf = async () => {
      const one = await visitor();
      const form = submission({ name: "Ben", email: `${one.id}@example.com`, message: "Is it open?" });
      return { one, ...(await accepted(one, form)) };
    };
    const [left, waiting, answered] = [await chatOf(), await chatOf(), await chatOf()];
    await answer(answered.conversation, "It is");
    const known = await test.parts.properties.get(property);
    const look = () =>
      ticketLeftChats({ ...test.parts, isConnected: (_, id) => id === waiting.one.id }, known);
    test.clock.pass(5 * MINUTE - 1);
    await look();
    expect((await read(left.conversation)).ticket).toBeNull();
    test.clock.pass(1);
    await look();
    await look();
    expect(await said(left.conversation)).toEqual(["Is it open?", "ticket"]);
    expect(await read(left.conversation)).toMatchObject({
      status: "open",
      unread: true,
      ticket: { number: 1, subject: "Is it open?", dueAt: test.clock.now() - 5 * MINUTE + 8 * HOUR },
    });
    expect((await read(left.conversation)).messages.at(-1)).toMatchObject({ author: "system" });
    expect((await read(waiting.conversation)).ticket).toBeNull();
    expect((await read(answered.conversation)).ticket).toBeNull();
    expect(await accepted(left.one, message(left.conversation, "I am back"))).toMatchObject({
      conversation: left.conversation,
    });
  });

  it("R30: each of many chats becomes one with a number of its own, while others write", async () => {
    const chats = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const one = await visitor();
        const form = submission({ name: "Ben", email: `${one.id}@example.com`, message: "Hello?" });
        return { one, ...(await accepted(one, form)) };
      }),
    );
    test.clock.pass(5 * MINUTE);
    const known = await test.parts.properties.get(property);
    const look = () => ticketLeftChats({ ...test.parts, isConnected: () => false }, known);
    await Promise.all([look(), look(), ...chats.map((chat) => answer(chat.conversation, "Yes?"))]);
    const numbers = (await rowsOf(test, "conversations")).flatMap(({ ticket }) => ticket ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const { conversation } of chats)
      expect((await said(conversation)).filter((one) => one === "ticket").length).toBeLessThanOrEqual(1);
  });

  it("that its customer ends is solved, and closed after the days of the settings", async () => {
    const { ann, id } = await ticketOf();
    await accepted(ann, end(id));
    expect(await read(id)).toMatchObject({ status: "solved", unansweredSince: null });
    const known = await test.parts.properties.get(property);
    test.clock.pass(7 * DAY - 1);
    await closeSolvedTickets(test.deps, known);
    expect(await read(id)).toMatchObject({ status: "solved" });
    test.clock.pass(1);
    await closeSolvedTickets(test.deps, known);
    expect(await read(id)).toMatchObject({ status: "closed" });
    expect((await read(id)).messages.at(-1)).toMatchObject({ author: "system", event: { kind: "closed" } });
    await ann.visit();
    const changes = (await (
      await ann.post("changes", { token: ann.token, since: 0 })
    ).json()) as VisitorChanges;
    expect(changes.messages.map(({ event, text }) => event ?? text).slice(1)).toEqual(["closed"]);
    expect(changes.conversation).toMatchObject({ status: "closed", ticket: 1 });
  });

  it("take sequence numbers of their own for everything that one update changes", async () => {
    const { id } = await ticketOf("First");
    const { id: other } = await ticketOf("Second");
    const refund = await agent.ok(Named, "POST", `${base}/tags`, { name: "Refund" });
    const member = (await agent.ok(Team, "GET", `${base}/team`)).agents[0]?.id;
    const everything = {
      status: "solved",
      subject: "Third",
      priority: "high",
      tags: [refund.id],
      unread: true,
    };
    await set(id, { ...everything, assignee: member, suspicious: true });
    await set(other, { subject: "Fourth" });
    const revisions = (await rowsOf(test, "conversations")).map(({ revision }) => revision);
    const entries = (await rowsOf(test, "messages")).map(({ sequence }) => sequence);
    expect(new Set(entries).size).toBe(entries.length);
    expect((await read(other)).revision).toBe(Math.max(...revisions, ...entries));
    expect(new Set(revisions).size).toBe(2);
    expect((await read(other)).messages.at(-1)?.sequence).toBeGreaterThan((await read(id)).revision);
  });

  it("join into one stream in the order of time, and the join is undone exactly", async () => {
    const { ann, id: late } = await ticketOf("Late");
    const { id: again } = await ticketOf("Again", ann);
    await accepted(ann, message(late, "Hello?"));
    const before = [await read(late), await read(again)];
    await join(again, late);
    await join(again, late);
    expect(await said(late)).toEqual(["Late", "Again", "Hello?", "joined_into", "joined"]);
    expect((await read(late)).submissions).toHaveLength(2);
    expect(await read(again)).toMatchObject({ status: "closed", ticket: { joinedInto: late } });
    const numbered = (number: string) => `${base}/tickets/${number}`;
    expect(await agent.ok(ConversationSummary, "GET", numbered("1"))).toMatchObject({ id: late });
    for (const number of ["3", "nope", "99999999999"])
      expect(await agent.refused("GET", numbered(number))).toMatchObject({ code: "not_found" });
    expect(await accepted(ann, message(again, "To the joined one"))).toMatchObject({ conversation: late });
    expect(
      await agent.refused("POST", `${base}/conversations/${again}/messages`, {
        id: uuid(),
        text: "?",
        kind: "message",
        files: [],
      }),
    ).toMatchObject({ code: "ticket_joined" });
    expect(await ownTickets(ann)).toMatchObject([{ id: late, ticket: 1 }]);

    await agent.ok(ConversationSummary, "DELETE", `${base}/conversations/${again}/join`);
    const after = [await read(late), await read(again)];
    for (const [index, one] of after.entries()) {
      const { status, unread, unansweredSince, ticket } = before[index] ?? one;
      expect(one).toMatchObject({ status, unread, unansweredSince, ticket });
    }
    expect(await said(late)).toEqual(["Late", "Hello?", "joined", "To the joined one", "separated"]);
    expect(await said(again)).toEqual(["Again", "joined_into", "separated_from"]);
  });

  it("R30: are not solved over a message that the agent has not seen", async () => {
    const { ann, id } = await ticketOf();
    const seen = (await read(id)).messages.at(-1)?.sequence;
    await accepted(ann, message(id, "It has arrived, but broken"));
    for (const status of ["waiting", "solved", "closed"])
      expect(await agent.refused("PATCH", `${base}/conversations/${id}`, { status, seen })).toMatchObject({
        code: "conversation_changed",
      });
    const before = await read(id);
    await answer(id, "On its way", { status: "solved", seen });
    const { status, unread, unansweredSince, ticket, agentRead } = before;
    expect(await read(id)).toMatchObject({ status, unread, unansweredSince, ticket, agentRead });
    expect((await said(id)).slice(-2)).toEqual(["taken", "On its way"]);

    await answer(id, "We send another one", {
      status: "solved",
      seen: (await read(id)).messages.at(-1)?.sequence,
    });
    expect(await read(id)).toMatchObject({ status: "solved", unread: false, unansweredSince: null });
  });

  it("R30: of two agents who solve one at the same time, and a customer who writes, nobody is lost", async () => {
    const { ann, id } = await ticketOf();
    const seen = (await read(id)).messages.at(-1)?.sequence;
    const text = { kind: "message", files: [], status: "solved", seen };
    await Promise.all([
      agent.send("POST", `${base}/conversations/${id}/messages`, { ...text, id: uuid(), text: "One" }),
      accepted(ann, message(id, "Hello?")),
      agent.send("POST", `${base}/conversations/${id}/messages`, { ...text, id: uuid(), text: "Two" }),
      agent.send("PATCH", `${base}/conversations/${id}`, { status: "solved", seen }),
    ]);
    expect(await read(id)).toMatchObject({
      status: "open",
      unread: true,
      unansweredSince: expect.any(Number),
    });
    expect((await said(id)).filter((one) => ["One", "Two", "Hello?"].includes(one)).sort()).toEqual([
      "Hello?",
      "One",
      "Two",
    ]);
    expect(await idsOf("unanswered")).toEqual([id]);
  });

  it("R30: that are closed while their customer replies take the reply, in the ticket or in its follow-up", async () => {
    const { ann, id } = await ticketOf();
    await answer(id, "On its way", { status: "solved" });
    test.clock.pass(7 * DAY);
    const known = await test.parts.properties.get(property);
    const [receipt] = await Promise.all([
      accepted(ann, message(id, "Still nothing")),
      closeSolvedTickets(test.deps, known),
      closeSolvedTickets(test.deps, known),
    ]);
    expect(await read(receipt.conversation)).toMatchObject({ status: "open", unread: true });
    expect((await said(receipt.conversation)).at(-1)).toBe("Still nothing");
    expect((await said(id)).filter((one) => one === "closed").length).toBeLessThan(2);
    expect(await idsOf("unanswered")).toEqual([receipt.conversation]);
  });

  it("of another visitor takes no message of this one: the reply to the joined one makes a follow-up", async () => {
    const { id: theirs } = await ticketOf("Theirs");
    const { ann, id } = await ticketOf("Mine");
    await join(id, theirs);
    const receipt = await accepted(ann, message(id, "Hello?"));
    expect((await read(receipt.conversation)).ticket).toMatchObject({ follows: id });
    expect(await said(theirs)).toEqual(["Theirs", "Mine", "joined_into", "joined", "followed_by"]);
  });

  it("stay open when a join into a solved one is undone after the customer wrote in it", async () => {
    const { ann, id: solved } = await ticketOf("Solved");
    const { id } = await ticketOf("Open", ann);
    await set(solved, { status: "solved" });
    await join(id, solved);
    await accepted(ann, message(solved, "One thing more"));
    await agent.ok(ConversationSummary, "DELETE", `${base}/conversations/${id}/join`);
    expect(await read(solved)).toMatchObject({ status: "open", unread: true });
    expect(await idsOf("unanswered")).toEqual(expect.arrayContaining([solved, id]));
  });

  it("that two agents join into each other at the same time: one of them does", async () => {
    const { id: one } = await ticketOf("One");
    const { id: two } = await ticketOf("Two");
    const answers = await Promise.all([
      agent.send("POST", `${base}/conversations/${one}/join`, { into: two }),
      agent.send("POST", `${base}/conversations/${two}/join`, { into: one }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const joined = (await rowsOf(test, "conversations")).filter(({ joined_into }) => joined_into !== null);
    expect(joined).toHaveLength(1);
  });

  it("are made of chats by agents, once", async () => {
    const ann = await visitor();
    const opener = submission({ name: "Ann", email: "ann@example.com", message: "Broken" });
    const { conversation: id } = await accepted(ann, opener);
    expect(await agent.refused("PATCH", `${base}/conversations/${id}`, { status: "solved" })).toMatchObject({
      code: "not_a_ticket",
    });
    const make = () =>
      agent.ok(ConversationSummary, "POST", `${base}/conversations/${id}/ticket`, {
        subject: " Broken\r\nlamp ",
      });
    const made = await make();
    expect(made.ticket).toMatchObject({ number: 1, subject: "Broken lamp" });
    expect(await make()).toEqual(made);
  });

  it("are opened by agents for a contact, with a message that the visitor sees or a note that they do not", async () => {
    const ann = await visitor();
    await accepted(ann, submission({ name: "Ann", email: "ann@example.com", message: "Hi" }));
    const start = { id: uuid(), kind: "note", subject: "Call back", text: "She called" };
    const openTicket = (more: object = {}) =>
      agent.ok(ConversationSummary, "POST", `${base}/contacts/${ann.id}/tickets`, { ...start, ...more });
    const opened = await openTicket();
    expect(opened).toMatchObject({ status: "open", ticket: { number: 1, subject: "Call back" } });
    expect(await openTicket()).toEqual(opened);
    expect(await ownTickets(ann)).toEqual([]);
    const current = async () =>
      ((await (await ann.post("changes", { token: ann.token, since: 0 })).json()) as VisitorChanges)
        .conversation;
    expect((await current())?.ticket).toBeNull();
    await answer(opened.id, "It is repaired");
    expect(await ownTickets(ann)).toMatchObject([{ ticket: 1, status: "waiting", unread: true }]);
    expect((await current())?.ticket).toBe(1);
    expect(await openTicket({ id: uuid(), kind: "message" })).toMatchObject({ status: "waiting" });

    const csv = await agent.ok(Contact, "POST", `${base}/contacts`, {
      firstName: "Zed",
      phones: ["+4420123456"],
    });
    const address = `${base}/contacts/${csv.id}/tickets`;
    expect(await agent.ok(ConversationSummary, "POST", address, { ...start, id: uuid() })).toMatchObject({
      person: { id: csv.id },
    });
  });

  it("are listed by view, with those that are overdue on top, the longest overdue first", async () => {
    const { ann, id: first } = await ticketOf("First");
    const { id: second } = await ticketOf("Second");
    test.clock.pass(9 * HOUR);
    const { id: third } = await ticketOf("Third");
    const { id: fourth } = await ticketOf("Fourth");
    const { id: solved } = await ticketOf("Solved");
    await answer(fourth, "Wait");
    await set(solved, { status: "solved" });
    await accepted(ann, message(first, "The last message of all"));
    for (const view of ["all", "open", "unread", "unanswered", "overdue"] as const)
      expect((await idsOf(view)).slice(0, 2)).toEqual([first, second]);
    expect(await idsOf("all")).toEqual([first, second, fourth, third]);
    expect(await idsOf("overdue")).toEqual([first, second]);
    expect(await idsOf("unassigned")).toEqual([first, second, third]);
    expect(await idsOf("mine")).toEqual([fourth]);
    expect(await idsOf("waiting")).toEqual([fourth]);
    expect(await idsOf("solved")).toEqual([solved]);
    expect(await idsOf("unanswered")).toEqual([first, second, third]);
    const { counts } = await list("view=all");
    expect(counts).toEqual({
      unanswered: 3,
      mine: 1,
      unassigned: 3,
      overdue: 2,
      all: 4,
      open: 3,
      waiting: 1,
      unread: 3,
      suspicious: 0,
    });
  });

  it("are paged without gaps or duplicates, from what is overdue to the rest", async () => {
    const ann = await visitor();
    for (let index = 0; index < 55; index++) await ticketOf(`Late ${index}`, ann);
    test.clock.pass(9 * HOUR);
    for (let index = 0; index < 30; index++) await ticketOf(`New ${index}`, ann);
    const seen: string[] = [];
    for (let cursor = ""; ; ) {
      const page = await list(`view=all${cursor}`);
      seen.push(...page.items.map(({ preview }) => preview));
      if (page.next === null) break;
      // what becomes overdue between two pages does not change its place
      test.clock.pass(9 * HOUR);
      cursor = `&cursor=${page.next}`;
    }
    const range = (name: string, length: number) => Array.from({ length }, (_, index) => `${name} ${index}`);
    expect(seen).toEqual([...range("Late", 55), ...range("New", 30).reverse()]);
  });

  it("are tagged with the tags of contacts, and listed by them", async () => {
    const { ann, id } = await ticketOf("First");
    const { id: other } = await ticketOf("Second");
    const { id: third } = await ticketOf("Third");
    const refund = await agent.ok(Named, "POST", `${base}/tags`, { name: "Refund" });
    const tagged = await set(id, { tags: [refund.id, refund.id] });
    expect(tagged.tags).toEqual([refund]);
    await set(third, { tags: [refund.id] });
    expect(await agent.refused("PATCH", `${base}/conversations/${other}`, { tags: ["nope"] })).toMatchObject({
      code: "not_found",
    });
    await answer(third, "Yes");
    const byTag = () => idsOf("tag", `&tag=${refund.id}`);
    expect(await byTag()).toEqual([third, id]);
    test.clock.pass(1_000);
    await accepted(ann, message(id, "And?"));
    expect(await byTag()).toEqual([id, third]);
    test.clock.pass(9 * HOUR);
    await answer(third, "Yes, really");
    expect(await byTag()).toEqual([id, third]);
    await agent.ok(Named, "PATCH", `${base}/tags/${refund.id}`, { name: "Money back" });
    expect((await read(id)).tags).toMatchObject([{ name: "Money back" }]);
    await set(id, { tags: [] });
    expect(await byTag()).toEqual([third]);
    await agent.send("DELETE", `${base}/tags/${refund.id}`);
    expect(await byTag()).toEqual([]);
    expect((await read(third)).tags).toEqual([]);
    await answer(third, "Still possible");
  });

  it("are changed together: what cannot be changed is named and stays, everything else is changed", async () => {
    const { id: one } = await ticketOf("One");
    const { id: two } = await ticketOf("Two");
    const { ann, id: written } = await ticketOf("Written");
    const { id: joined } = await ticketOf("Joined");
    await join(joined, two);
    const opener = submission({ name: "Bob", email: "bob@example.com", message: "Hi" });
    const { conversation: chat } = await accepted(await visitor(), opener);
    const refund = await agent.ok(Named, "POST", `${base}/tags`, { name: "Refund" });
    const late = await agent.ok(Named, "POST", `${base}/tags`, { name: "Late" });
    await set(one, { tags: [late.id] });
    const member = (await agent.ok(Team, "GET", `${base}/team`)).agents[0]?.id;
    const ids = [one, two, written, joined, chat, "nothing", one];
    const conversations = await Promise.all(
      ids.map(async (id) => ({ id, seen: id === "nothing" ? 0 : (await read(id)).revision })),
    );
    await accepted(ann, message(written, "And?"));

    const bulk = (change: object) =>
      agent.ok(ConversationBulkResult, "POST", `${base}/conversations/bulk`, { conversations, ...change });
    const { changed, skipped } = await bulk({ status: "solved", assignee: member, addTags: [refund.id] });
    expect(changed.map(({ id }) => id)).toEqual([one, two]);
    for (const { status, assignee } of changed)
      expect({ status, assignee }).toMatchObject({ status: "solved", assignee: { id: member } });
    expect(changed[0]?.tags).toEqual([late, refund]);
    expect(skipped).toEqual([
      { id: written, code: "conversation_changed" },
      { id: joined, code: "ticket_joined" },
      { id: chat, code: "not_a_ticket" },
      { id: "nothing", code: "not_found" },
    ]);
    for (const id of [written, chat])
      expect(await read(id)).toMatchObject({ status: "open", assignee: null, tags: [] });
    expect(await idsOf("tag", `&tag=${refund.id}`)).toEqual([two, one]);

    expect((await bulk({ assignee: null })).changed.map(({ id }) => id)).toEqual([one, two, written, chat]);
    const address = `${base}/conversations/bulk`;
    const refused = (change: object) => agent.refused("POST", address, { conversations, ...change });
    expect(await refused({ assignee: "nobody" })).toMatchObject({ code: "invalid_request" });
    expect(await refused({ addTags: ["nope"] })).toMatchObject({ code: "not_found" });
    expect(await refused({ conversations: [] })).toMatchObject({ code: "invalid_request" });
  });

  it("R12: are listed for the browser that wrote them, and for no other", async () => {
    const { ann, id } = await ticketOf("Mine");
    await ticketOf("Theirs");
    expect(await ownTickets(ann)).toEqual([
      {
        id,
        ticket: 1,
        subject: "Mine",
        status: "open",
        preview: "Mine",
        lastMessageAt: expect.any(Number),
        unread: false,
      },
    ]);
  });
});
