import { beforeEach, expect, it } from "vitest";
import {
  Conversation,
  ConversationSummary,
  type Message,
  Message as MessageSchema,
} from "../../../shared/conversation.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, deliver, end, message, rating, read, refused, uuid } from "../../support/deliveries.ts";
import { addFile } from "../../support/file-rows.ts";

describeEachDatabase("chat deliveries of a visitor's browser", (open) => {
  let test: TestApp;
  let agent: AgentBrowser;
  let property: string;
  let told: Extract<FoyerEvent, { kind: "conversation" }>[];
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser: agent, property } = await setUpFoyer(test));
    told = [];
    test.deps.bus.on((event) => void (event.kind === "conversation" && told.push(event)));
  });

  const visitor = async () => {
    const one = new BrowserVisitor(test.app, property);
    await one.visit();
    return one;
  };
  const opening = (text = "Hello") =>
    submission({ name: "Ann", email: `${uuid()}@example.com`, message: text });
  /** A visitor in a chat. */
  const chat = async () => {
    const ann = await visitor();
    const opener = opening();
    const { conversation } = await accepted(ann, opener);
    told.length = 0;
    return {
      ann,
      id: conversation,
      opener: opener.id,
      at: `/api/properties/${property}/conversations/${conversation}`,
    };
  };
  const whole = (id: string) =>
    agent.ok(Conversation, "GET", `/api/properties/${property}/conversations/${id}`);
  const said = async (id: string) =>
    (await whole(id)).messages.map(({ event, text }: Message) => event?.kind ?? text);

  it("a message gets the next sequence number and its delivery's ID, and is published as it is stored", async () => {
    const { ann, id } = await chat();
    const sent = message(id, "Anybody?");
    const receipt = await accepted(ann, sent);
    expect(receipt).toEqual({
      status: "accepted",
      id: sent.id,
      conversation: id,
      sequence: expect.any(Number),
    });
    const conversation = await whole(id);
    const last = conversation.messages.at(-1);
    expect(last).toMatchObject({
      id: sent.id,
      sequence: receipt.sequence,
      author: "visitor",
      text: "Anybody?",
      sentAt: sent.at,
    });
    expect(conversation).toMatchObject({ preview: "Anybody?", unread: true, visitorRead: receipt.sequence });
    expect(told).toMatchObject([
      { sequence: receipt.sequence, messages: [last], visitor: { id: ann.id, messages: [{ id: sent.id }] } },
    ]);
  });

  it("R21: a message may name its conversation by the delivery that opened it, in the same batch or later", async () => {
    const ann = await visitor();
    const opener = opening("One");
    const receipts = await deliver(ann, opener, message(opener.id, "Two"), message(opener.id, "Three"));
    const [id] = receipts.map((one) => one.status === "accepted" && one.conversation);
    expect(receipts).toMatchObject([1, 2, 3].map(() => ({ status: "accepted", conversation: id })));
    test.clock.pass(86_400_000);
    await accepted(ann, message(opener.id, "Four"));
    expect(await said(String(id))).toEqual(["One", "Two", "Three", "Four"]);
    expect((await whole(String(id))).messages[0]?.id).toBe(opener.id);
  });

  it("R21: a repeated delivery of any kind gets its first receipt and changes nothing", async () => {
    const { ann, id } = await chat();
    const all = [message(id, "Once"), read(id, 1), rating(id, true, "Fine"), end(id)];
    const first = await deliver(ann, ...all);
    expect(first.map(({ status }) => status)).toEqual(["accepted", "accepted", "accepted", "accepted"]);
    const after = [await rowsOf(test, "messages"), await rowsOf(test, "conversations")];
    expect(await deliver(ann, ...all)).toEqual(first);
    const answers = await Promise.all([1, 2, 3].map(() => deliver(ann, ...all, ...all)));
    for (const answer of answers) expect(answer).toEqual([...first, ...first]);
    expect([await rowsOf(test, "messages"), await rowsOf(test, "conversations")]).toEqual(after);
    expect(told).toHaveLength(1);
    const refusal = await deliver(ann, { ...message(id, " "), id: all[0]?.id });
    expect(refusal).toEqual([first[0]]);
  });

  it("R21: a repeated delivery gets its first refusal, even if it would be accepted now", async () => {
    const { ann, id } = await chat();
    const empty = message(id, "");
    const [first] = await deliver(ann, empty);
    expect(await deliver(ann, { ...empty, text: "Something" })).toEqual([first]);
  });

  it("R21: a batch of mixed kinds is accepted in its order", async () => {
    const { ann, id } = await chat();
    await deliver(
      ann,
      message(id, "1"),
      end(id),
      message(id, "2"),
      rating(id, false),
      message(id, "3"),
      end(id),
    );
    expect(await said(id)).toEqual(["Hello", "1", "closed", "reopened", "2", "rated", "3", "closed"]);
    expect(await whole(id)).toMatchObject({
      status: "closed",
      unansweredSince: null,
      rating: "bad",
      preview: "3",
    });
    expect(told).toHaveLength(1);
    expect(told[0]?.visitor?.messages.map(({ event, text }) => event ?? text)).toEqual([
      "1",
      "closed",
      "reopened",
      "2",
      "3",
      "closed",
    ]);
  });

  it("many simultaneous batches give every message its own sequence number", async () => {
    const chats = await Promise.all([chat(), chat(), chat()]);
    await Promise.all(
      chats.flatMap(({ ann, id }) =>
        [1, 2, 3, 4].map((n) => deliver(ann, message(id, `${n}a`), message(id, `${n}b`))),
      ),
    );
    const sequences = (await rowsOf(test, "messages")).map(({ sequence }) => sequence);
    expect(sequences).toHaveLength(27);
    expect(new Set(sequences).size).toBe(27);
    for (const { id } of chats) {
      const texts = await said(id);
      for (const n of [1, 2, 3, 4]) expect(texts.indexOf(`${n}b`)).toBe(texts.indexOf(`${n}a`) + 1);
    }
  });

  it.each([
    ["nothing", "", "message_empty"],
    ["spaces and lines", " \n\t\u00a0 ", "message_empty"],
    ["control characters only", "\u0000\u0001\u0007\u001b\u009f", "message_empty"],
    ["marks of direction and joiners only", "\u202e\u200b\u200d\ufeff", "message_empty"],
    ["one character too many", "x".repeat(5_001), "message_too_long"],
    ["one emoji too many", "👍".repeat(5_001), "message_too_long"],
    ["10,000 combining marks", `a${"\u0301".repeat(10_000)}`, "message_too_long"],
    ["more than any message can be", "x".repeat(20_001), "invalid_request"],
  ])("refuses a message of %s, and goes on with the next", async (_, text, code) => {
    const { ann, id } = await chat();
    const [bad, good] = await deliver(ann, message(id, text), message(id, "Good"));
    expect(bad).toMatchObject({ status: "refused", problem: { code } });
    expect(good).toMatchObject({ status: "accepted" });
    expect(await said(id)).toEqual(["Hello", "Good"]);
  });

  it.each([
    ["mark-up", `<img src=x onerror="alert(1)">&lt;`, undefined],
    ["SQL", "'; drop table messages; --", undefined],
    ["lines and tabs, without control characters", "a\r\nb\tc\u0007\u0000\rd", "a\nb\tc\nd"],
    ["an override of the direction", "\u202eevil\u202c ok", undefined],
    ["the most that fits", "👍".repeat(5_000), undefined],
    ["a letter under 4,999 marks", `b${"\u0323".repeat(4_999)}`, undefined],
    ["one Unicode form", "e\u0301", "é"],
    ["half a character", "a\ud800b", "a\ufffdb"],
  ])("keeps %s as text", async (_, text, stored = text) => {
    const { ann, id } = await chat();
    await accepted(ann, message(id, text));
    expect((await said(id)).at(-1)).toBe(stored);
    expect(told[0]?.messages[0]?.text).toBe(stored);
  });

  it("R12: another visitor's conversation is unknown, and stays unchanged", async () => {
    const { id, opener } = await chat();
    const before = [await rowsOf(test, "messages"), await rowsOf(test, "conversations")];
    const thief = await visitor();
    for (const named of [id, opener, uuid()])
      for (const delivery of [message(named, "x"), read(named, 99), rating(named, true), end(named)])
        expect(await refused(thief, delivery)).toBe("conversation_unknown");
    expect([await rowsOf(test, "messages"), await rowsOf(test, "conversations")]).toEqual(before);
    expect(told).toEqual([]);
  });

  it("R12: a delivery with the ID of another visitor's opener gives no access to their conversation", async () => {
    const { id, opener } = await chat();
    const thief = await visitor();
    const receipts = await deliver(thief, { ...opening("Mine"), id: opener }, message(opener, "More"));
    expect(receipts).toMatchObject([{ status: "accepted" }, { status: "accepted" }]);
    expect(await said(id)).toEqual(["Hello"]);
  });

  it("refuses a malformed conversation ID", async () => {
    const { ann } = await chat();
    for (const conversation of ["", "none", 1, null])
      expect(await refused(ann, { ...message("", "x"), conversation })).toBe("invalid_request");
    expect(await refused(ann, { ...read(uuid(), 1), sequence: -1 })).toBe("invalid_request");
    expect(await refused(ann, { ...read(uuid(), 1), sequence: 1.5 })).toBe("invalid_request");
    expect(await refused(ann, { ...rating(uuid(), true), rating: "great" })).toBe("invalid_request");
  });

  it("a message to a closed conversation reopens it, and waits for an answer", async () => {
    const { ann, id, at } = await chat();
    await agent.ok(ConversationSummary, "PATCH", at, { status: "closed", unread: false });
    test.clock.pass(5_000);
    await accepted(ann, message(id, "One more thing"));
    expect(await whole(id)).toMatchObject({
      status: "open",
      unread: true,
      unansweredSince: test.clock.now(),
    });
    expect(await said(id)).toEqual(["Hello", "closed", "reopened", "One more thing"]);
  });

  it("a read mark beyond the last entry counts as the last", async () => {
    const { ann, id, at } = await chat();
    const answer = { id: uuid(), text: "Good day", kind: "message", files: [] };
    const { sequence } = await agent.ok(MessageSchema, "POST", `${at}/messages`, answer);
    told.length = 0;
    await accepted(ann, read(id, Number.MAX_SAFE_INTEGER));
    expect(await whole(id)).toMatchObject({ visitorRead: sequence });
    expect(told).toMatchObject([
      { messages: [], visitor: { conversation: { unread: 0, visitorRead: sequence } } },
    ]);
    await accepted(ann, read(id, 1));
    await accepted(ann, read(id, sequence));
    expect(told).toHaveLength(1);
  });

  it("the last rating counts, with its text; the visitor sees the rating only", async () => {
    const { ann, id } = await chat();
    await accepted(ann, rating(id, true, " Lovely\u0007 "));
    await accepted(ann, rating(id, false, "\n"));
    const conversation = await whole(id);
    expect(conversation).toMatchObject({ rating: "bad", preview: "Hello" });
    expect(conversation.messages.slice(1)).toMatchObject([
      { event: { kind: "rated", rating: "good" }, text: "Lovely" },
      { event: { kind: "rated", rating: "bad" }, text: "" },
    ]);
    expect(told.map((one) => one.visitor?.conversation.rating)).toEqual(["good", "bad"]);
    expect(told.flatMap((one) => one.visitor?.messages ?? [])).toEqual([]);
    expect(await refused(ann, rating(id, true, "x".repeat(5_001)))).toBe("message_too_long");
  });

  it("the visitor ends the chat, once", async () => {
    const { ann, id } = await chat();
    await accepted(ann, end(id));
    await accepted(ann, end(id));
    expect(await said(id)).toEqual(["Hello", "closed"]);
    expect(told).toHaveLength(1);
  });

  it("R12: a message contains the visitor's own uploads, each once; files of others are not found", async () => {
    const { ann, id } = await chat();
    const mine = await addFile(test, property, { visitor: ann.id });
    const others = [
      await addFile(test, property, { visitor: (await visitor()).id }),
      await addFile(test, property, { agent: "agent" }),
      await addFile(test, "other00001", { visitor: ann.id }),
      uuid(),
    ];
    for (const file of others)
      expect(await refused(ann, message(id, "x", { files: [mine, file] }))).toBe("not_found");
    const receipts = await deliver(
      ann,
      message(id, "", { files: [mine, mine] }),
      message(id, "again", { files: [mine] }),
    );
    expect(receipts.map(({ status }) => status)).toEqual(["accepted", "refused"]);
    expect((await whole(id)).messages.at(-1)).toMatchObject({
      text: "",
      files: [{ id: mine, name: "photo.png", picture: { width: 1, height: 2 } }],
    });
    expect(await whole(id)).toMatchObject({ preview: "photo.png" });
    expect(await refused(ann, message(id, "later", { files: [mine] }))).toBe("not_found");
    const files = await rowsOf(test, "files");
    expect(files.filter(({ conversation_id }) => conversation_id !== null)).toMatchObject([{ id: mine }]);
    expect(await refused(ann, message(id, "", { files: Array.from({ length: 11 }, uuid) }))).toBe(
      "invalid_request",
    );
  });
});
