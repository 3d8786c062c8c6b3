import { beforeEach, expect, it } from "vitest";
import { Conversation, ConversationSummary, InboxPage, Message } from "../../../shared/conversation.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { Property } from "../../../shared/property.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, deliver, followUp, message, refused, uuid } from "../../support/deliveries.ts";

const ANN = { name: "Ann", email: "ann@example.com", message: "Please write to me" };

describeEachDatabase("a chat that waits for an answer", (open) => {
  let test: TestApp;
  let agent: AgentBrowser;
  let property: string;
  let inside: string;
  let told: Extract<FoyerEvent, { kind: "conversation" }>[];
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser: agent, property } = await setUpFoyer(test));
    inside = `/api/properties/${property}`;
    told = [];
    test.deps.bus.on((event) => void (event.kind === "conversation" && told.push(event)));
  });

  const visitor = async () => {
    const one = new BrowserVisitor(test.app, property);
    await one.visit();
    return one;
  };
  const chat = async () => {
    const ann = await visitor();
    const opener = submission({ ...ANN, message: "Hello" });
    const { conversation: id } = await accepted(ann, opener);
    return { ann, id, opener: opener.id, at: `${inside}/conversations/${id}` };
  };
  const whole = (id: string) => agent.ok(Conversation, "GET", `${inside}/conversations/${id}`);
  const happenings = async (id: string) =>
    (await whole(id)).messages.map(({ event, text }) => event?.kind ?? text);
  const answer = (at: string, text = "Good day") =>
    agent.ok(Message, "POST", `${at}/messages`, { id: uuid(), text, kind: "message", files: [] });

  it("has a time limit: the property's, from the first unanswered message", async () => {
    const { settings } = await agent.ok(Property, "GET", inside);
    await agent.ok(Property, "PUT", inside, { version: 1, settings: { ...settings, waitLimit: 60 } });
    const { ann, id, at } = await chat();
    const since = test.clock.now();
    const waits = () => told.at(-1)?.visitor?.conversation.waitsUntil;
    expect(waits()).toBe(since + 60_000);
    test.clock.pass(30_000);
    await accepted(ann, message(id, "Anybody?"));
    expect(waits()).toBe(since + 60_000);
    await answer(at);
    expect(waits()).toBeNull();
    test.clock.pass(30_000);
    await accepted(ann, message(id, "Thanks, and one more thing"));
    expect(waits()).toBeNull(); // an agent has it
    await agent.ok(ConversationSummary, "PATCH", at, { assignee: null });
    expect(waits()).toBe(test.clock.now() + 60_000);
    await accepted(ann, followUp(id, ANN));
    expect(waits()).toBeNull();
  });

  it("R20, R21: becomes a ticket exactly once, with the visitor's form, however often that is sent", async () => {
    const { ann, id, opener } = await chat();
    test.clock.pass(120_000);
    told.length = 0;
    const left = followUp(opener, ANN);
    const receipt = await accepted(ann, left);
    expect(receipt).toEqual({ status: "accepted", id: left.id, conversation: id, ticket: 1 });
    expect(await deliver(ann, left, left)).toEqual([receipt, receipt]);
    for (const answers of await Promise.all([1, 2, 3].map(() => deliver(ann, left))))
      expect(answers).toEqual([receipt]);
    expect(await happenings(id)).toEqual(["Hello", "ticket", ANN.message]);
    const conversation = await whole(id);
    expect(conversation).toMatchObject({
      ticket: { number: 1 },
      form: "pre_chat",
      status: "open",
      unread: true,
      unansweredSince: test.clock.now() - 120_000,
      preview: ANN.message,
    });
    expect(conversation.submissions.map(({ form }) => form)).toEqual(["pre_chat", "offline"]);
    expect(conversation.messages.at(-1)?.id).toBe(left.id);
    expect(await rowsOf(test, "conversations")).toHaveLength(1);
    expect(told).toHaveLength(1);
    expect(told[0]?.visitor).toMatchObject({
      conversation: { ticket: 1, waitsUntil: null },
      messages: [{ event: "ticket" }, { id: left.id, text: ANN.message }],
    });
  });

  it("R20: the forms of two tabs at the same time make one ticket with both messages", async () => {
    const { ann, id } = await chat();
    const both = await Promise.all(
      ["one", "two"].map((text) => accepted(ann, followUp(id, { ...ANN, message: text }))),
    );
    expect(both.map(({ ticket }) => ticket)).toEqual([1, 1]);
    const entries = await happenings(id);
    expect(entries.slice(0, 2)).toEqual(["Hello", "ticket"]);
    expect(entries.slice(2).sort()).toEqual(["one", "two"]);
  });

  it("R21: a chat and its ticket may come in one batch, from a browser that was offline", async () => {
    const ann = await visitor();
    const opener = submission({ ...ANN, message: "Hello" });
    const receipts = await deliver(ann, opener, message(opener.id, "Anybody?"), followUp(opener.id, ANN));
    expect(receipts.at(-1)).toMatchObject({ status: "accepted", ticket: 1 });
    const [row] = await rowsOf(test, "conversations");
    expect(await happenings(row?.id ?? "")).toEqual(["Hello", "Anybody?", "ticket", ANN.message]);
    expect(row).toMatchObject({ ticket: 1, preview: ANN.message });
  });

  it("does not become a ticket if an agent has answered meanwhile: the form is one more message", async () => {
    const { ann, id, at } = await chat();
    await answer(at);
    const left = followUp(id, ANN);
    const receipt = await accepted(ann, left);
    expect(receipt).toEqual({ status: "accepted", id: left.id, conversation: id });
    expect(await happenings(id)).toEqual(["Hello", "taken", "Good day", ANN.message]);
    expect(await whole(id)).toMatchObject({ ticket: null, unread: true, unansweredSince: test.clock.now() });
    expect((await whole(id)).submissions).toHaveLength(2);
    expect(await deliver(ann, left)).toEqual([receipt]);
  });

  it("loses neither an agent's answer nor the visitor's form at the same time", async () => {
    for (let time = 0; time < 4; time++) {
      const { ann, id, at } = await chat();
      const [, receipt] = await Promise.all([answer(at), accepted(ann, followUp(id, ANN))]);
      const entries = await happenings(id);
      expect(entries).toContain("Good day");
      expect(entries).toContain(ANN.message);
      expect(entries.includes("ticket")).toBe(receipt.ticket !== undefined);
      expect((await whole(id)).ticket?.number).toBe(receipt.ticket);
    }
  });

  it("waits again and can become a ticket when its agent unassigns it", async () => {
    const { ann, id, at } = await chat();
    await answer(at);
    await accepted(ann, message(id, "Are you there?"));
    await agent.ok(ConversationSummary, "PATCH", at, { assignee: null });
    const waiting = await agent.ok(InboxPage, "GET", `${inside}/conversations?view=unanswered`);
    expect(waiting.items.map((one) => one.id)).toEqual([id]);
    expect(await accepted(ann, followUp(id, ANN))).toMatchObject({ conversation: id, ticket: 1 });
    expect((await happenings(id)).slice(-3)).toEqual(["left", "ticket", ANN.message]);
  });

  it("is reopened as a ticket if it is closed and unassigned", async () => {
    const { ann, id, at } = await chat();
    await agent.ok(ConversationSummary, "PATCH", at, { status: "closed", unread: false });
    expect(await accepted(ann, followUp(id, ANN))).toMatchObject({ ticket: 1 });
    expect(await whole(id)).toMatchObject({
      status: "open",
      unread: true,
      unansweredSince: test.clock.now(),
    });
    expect((await happenings(id)).slice(1)).toEqual(["closed", "reopened", "ticket", ANN.message]);
  });

  it("R12: is not changed by another visitor's form, which becomes a ticket of its own", async () => {
    const { id, opener } = await chat();
    const before = await whole(id);
    const other = await visitor();
    for (const named of [id, opener, uuid()]) {
      const receipt = await accepted(other, followUp(named, { ...ANN, email: "other@example.com" }));
      expect(receipt).toMatchObject({ ticket: expect.any(Number) });
      expect(receipt.conversation).not.toBe(id);
    }
    expect(await whole(id)).toEqual(before);
    expect(await refused(other, followUp("none", ANN))).toBe("invalid_request");
  });

  it("is not changed by a pre-chat form, which always opens a chat of its own", async () => {
    const { ann, id } = await chat();
    const receipt = await accepted(ann, { ...submission(ANN), conversation: id });
    expect(receipt.conversation).not.toBe(id);
    expect(receipt.ticket).toBeUndefined();
    expect(await whole(id)).toMatchObject({ ticket: null });
  });

  it("is marked unread by a form without a message", async () => {
    const { settings } = await agent.ok(Property, "GET", inside);
    const offlineForm = { fields: [{ id: "email", type: "email" as const, required: true }] };
    await agent.ok(Property, "PUT", inside, { version: 1, settings: { ...settings, offlineForm } });
    const leave = (id: string) => ({
      ...submission({ email: ANN.email }, "offline", offlineForm),
      conversation: id,
    });
    const { ann, id, at } = await chat();
    expect(await accepted(ann, leave(id))).toMatchObject({ ticket: 1 });
    expect(await happenings(id)).toEqual(["Hello", "ticket"]);
    await agent.ok(ConversationSummary, "POST", `${at}/take`);
    await agent.ok(ConversationSummary, "PATCH", at, { unread: false });
    told.length = 0;
    expect(await accepted(ann, leave(id))).toMatchObject({ ticket: 1 });
    expect(await whole(id)).toMatchObject({ unread: true });
    expect((await whole(id)).submissions).toHaveLength(3);
    expect(told).toHaveLength(1);
  });

  it("R12: moves to the contact whose e-mail the form has, as claimed, and the visitor learns nothing of it", async () => {
    const { ann } = await chat();
    const { settings } = await agent.ok(Property, "GET", inside);
    const preChatForm = { fields: [{ id: "message", type: "long_text" as const, required: true }] };
    await agent.ok(Property, "PUT", inside, { version: 1, settings: { ...settings, preChatForm } });
    const claimant = await visitor();
    const { conversation: id } = await accepted(
      claimant,
      submission({ message: "Hi" }, "pre_chat", preChatForm),
    );
    expect(await whole(id)).toMatchObject({ claimed: false, person: { id: claimant.id } });
    told.length = 0;
    const receipt = await accepted(claimant, followUp(id, { ...ANN, name: "Not Ann" }));
    expect(Object.keys(receipt).sort()).toEqual(["conversation", "id", "status", "ticket"]);
    expect(await whole(id)).toMatchObject({ claimed: true, person: { id: ann.id, name: "Ann" } });
    expect(JSON.stringify(told[0]?.visitor)).not.toContain(ann.id);
  });

  it("R20: gets consecutive ticket numbers, each once", async () => {
    const chats = await Promise.all([chat(), chat(), chat()]);
    const receipts = await Promise.all(
      chats.map(({ ann, id }, n) => accepted(ann, followUp(id, { ...ANN, email: `${n}@example.com` }))),
    );
    expect(receipts.map(({ ticket }) => ticket).sort()).toEqual([1, 2, 3]);
  });
});
