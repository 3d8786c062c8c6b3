import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import {
  Conversation,
  ConversationSummary,
  InboxPage,
  Message,
  MessagePage,
  SavedAnswer,
  SavedAnswers,
} from "../../../shared/conversation.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { Property } from "../../../shared/property.ts";
import { type AgentBrowser, addColleague, setUpFoyer } from "../../support/agent.ts";
import { anyText } from "../../support/any-text.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, message, uuid } from "../../support/deliveries.ts";
import { addFile } from "../../support/file-rows.ts";

describeEachDatabase("agents in conversations", (open) => {
  let test: TestApp;
  let alice: AgentBrowser;
  let bob: AgentBrowser;
  let bobId: string;
  let aliceId: string;
  let property: string;
  let inside: string;
  let told: Extract<FoyerEvent, { kind: "conversation" }>[];
  beforeEach(async () => {
    test = await testApp(await open());
    const owner = await setUpFoyer(test);
    ({ browser: alice, property } = owner);
    aliceId = owner.me.agent.id;
    const colleague = await addColleague(test, owner, "bob@example.com", "agent");
    bob = colleague.browser;
    bobId = colleague.me.agent.id;
    inside = `/api/properties/${property}`;
    told = [];
    test.deps.bus.on((event) => void (event.kind === "conversation" && told.push(event)));
  });

  const visitor = async () => {
    const one = new BrowserVisitor(test.app, property);
    await one.visit();
    return one;
  };
  /** An unanswered chat of a visitor. */
  const chat = async (from?: BrowserVisitor) => {
    const one = from ?? (await visitor());
    const receipt = await one.submit({ name: "Ann", email: `${one.id}@example.com`, message: "Hello" });
    if (receipt.status !== "accepted") throw new Error("The submission was refused");
    told.length = 0;
    return { visitor: one, id: receipt.conversation, at: `${inside}/conversations/${receipt.conversation}` };
  };
  const written = (text: string, more: object = {}) => ({
    id: uuid(),
    text,
    kind: "message",
    files: [],
    ...more,
  });
  const say = (at: string, text: string, more: object = {}, by = alice) =>
    by.ok(Message, "POST", `${at}/messages`, written(text, more));
  const read = (at: string) => alice.ok(Conversation, "GET", at);

  it("an agent's first answer takes the chat, and is published as it is stored", async () => {
    const { at, id, visitor: ann } = await chat();
    const sent = await say(at, " Good day\u0007 \n");
    expect(sent).toMatchObject({
      kind: "message",
      author: "agent",
      agent: { name: "Olga Owner" },
      text: "Good day",
    });
    const whole = await read(at);
    expect(whole).toMatchObject({
      assignee: { id: aliceId },
      unread: false,
      unansweredSince: null,
      preview: "Good day",
      agentRead: sent.sequence,
    });
    expect(whole.messages.map(({ event, text }) => event?.kind ?? text)).toEqual([
      "Hello",
      "taken",
      "Good day",
    ]);
    expect(told).toHaveLength(1);
    const [event] = told;
    expect(event?.summary).toEqual((await alice.ok(InboxPage, "GET", `${inside}/conversations`)).items[0]);
    expect(event?.messages).toEqual(whole.messages.slice(1));
    expect(event?.visitor).toMatchObject({
      id: ann.id,
      conversation: { id, agent: "Olga Owner", unread: 1, waitsUntil: null },
      messages: [{ event: "taken" }, { author: "agent", agent: "Olga Owner", text: "Good day" }],
    });
  });

  it("R21: a message that is sent twice is stored once, even at the same time", async () => {
    const { at } = await chat();
    const body = written("Once");
    const answers = await Promise.all([
      alice.ok(Message, "POST", `${at}/messages`, body),
      alice.ok(Message, "POST", `${at}/messages`, body),
    ]);
    expect(answers[1]).toEqual(answers[0]);
    expect(await alice.ok(Message, "POST", `${at}/messages`, { ...body, text: "Twice" })).toEqual(answers[0]);
    expect((await rowsOf(test, "messages")).filter(({ id }) => id === body.id)).toHaveLength(1);
    expect(await bob.refused("POST", `${at}/messages`, body)).toMatchObject({ code: "message_not_yours" });
  });

  it("a note is visible to agents only, and does not end the wait", async () => {
    const { at } = await chat();
    const note = await say(at, "Careful", { kind: "note" });
    expect(note).toMatchObject({ kind: "note", text: "Careful" });
    expect(await read(at)).toMatchObject({ assignee: null, unread: true, preview: "Hello" });
    expect(told).toMatchObject([{ messages: [{ kind: "note" }], visitor: { messages: [] } }]);
  });

  it.each([
    ["nothing", " \n\u200b\u202e", "message_empty"],
    ["control characters", "\u0001\u0002", "message_empty"],
    ["5,001 characters", "👍".repeat(5_001), "message_too_long"],
    ["what no message can be", "x".repeat(20_001), "invalid_request"],
  ])("refuses a message of %s", async (_, text, code) => {
    const { at } = await chat();
    expect(await alice.refused("POST", `${at}/messages`, written(text))).toMatchObject({ code });
    expect(told).toEqual([]);
  });

  it("sends files that the agent has uploaded, each once, and no others", async () => {
    const { at, id, visitor: ann } = await chat();
    const mine = await addFile(test, property, { agent: aliceId, name: "plan.pdf" });
    const hers = await addFile(test, property, { visitor: ann.id });
    const bobs = await addFile(test, property, { agent: bobId });
    for (const files of [[hers], [bobs], [uuid()], [mine, bobs]])
      expect(await alice.refused("POST", `${at}/messages`, written("", { files }))).toMatchObject({
        code: "not_found",
      });
    expect(await say(at, "", { files: [mine, mine] })).toMatchObject({
      text: "",
      files: [{ id: mine, name: "plan.pdf" }],
    });
    expect(await read(at)).toMatchObject({ preview: "plan.pdf" });
    const rows = await rowsOf(test, "files");
    expect(rows.find((file) => file.id === mine)?.conversation_id).toBe(id);
    expect(await alice.refused("POST", `${at}/messages`, written("", { files: [mine] }))).toMatchObject({
      code: "not_found",
    });
  });

  it("a correction and a retraction are published under the message's own sequence number", async () => {
    const { at } = await chat();
    const file = await addFile(test, property, { agent: aliceId });
    const first = await say(at, "Good dya", { files: [file] });
    told.length = 0;
    const corrected = await alice.ok(Message, "PATCH", `${at}/messages/${first.id}`, { text: "Good day" });
    expect(corrected).toEqual({
      ...first,
      text: "Good day",
      editedAt: test.clock.now(),
      revision: expect.any(Number),
    });
    expect(corrected.revision).toBeGreaterThan(first.revision);
    expect(await read(at)).toMatchObject({ preview: "Good day", revision: corrected.revision });
    expect(told).toMatchObject([
      { messages: [corrected], visitor: { messages: [{ text: "Good day", edited: true }] } },
    ]);
    const gone = await alice.ok(Message, "DELETE", `${at}/messages/${first.id}`);
    expect(gone).toMatchObject({ sequence: first.sequence, text: "", files: [], retracted: true });
    expect(await alice.ok(Message, "DELETE", `${at}/messages/${first.id}`)).toEqual(gone);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatchObject({
      summary: { preview: "Hello" },
      visitor: { conversation: { unread: 0 }, messages: [{ text: "", files: [], retracted: true }] },
    });
    expect(await read(at)).toMatchObject({ preview: "Hello" });
    expect((await rowsOf(test, "files"))[0]?.conversation_id).toBeNull();
    expect(JSON.stringify(await rowsOf(test, "messages"))).not.toContain("Good d");
  });

  it("only the author changes a message, and only for 15 minutes", async () => {
    const { at } = await chat();
    const { id } = await say(at, "Good day");
    for (const [method, body] of [["PATCH", { text: "Mine" }], ["DELETE"]] as const) {
      expect(await bob.refused(method, `${at}/messages/${id}`, body)).toMatchObject({
        code: "message_not_yours",
      });
      expect(await alice.refused(method, `${at}/messages/${uuid()}`, body)).toMatchObject({
        code: "not_found",
      });
    }
    test.clock.pass(15 * 60_000 + 1);
    for (const [method, body] of [["PATCH", { text: "Late" }], ["DELETE"]] as const)
      expect(await alice.refused(method, `${at}/messages/${id}`, body)).toMatchObject({
        code: "message_too_old",
      });
    expect((await read(at)).messages.at(-1)).toMatchObject({ text: "Good day", editedAt: null });
  });

  it("the preview shows the form's answers again when the only message is retracted", async () => {
    const ann = await visitor();
    const said = { id: uuid(), text: "May I help?" };
    const started = await alice.ok(
      ConversationSummary,
      "POST",
      `${inside}/visitors/${ann.id}/conversations`,
      said,
    );
    const at = `${inside}/conversations/${started.id}`;
    await alice.ok(Message, "DELETE", `${at}/messages/${said.id}`);
    expect(await read(at)).toMatchObject({ preview: "" });
  });

  it("of two agents who take a chat at the same time exactly one gets it, and the other learns who", async () => {
    for (let time = 0; time < 5; time++) {
      const { at } = await chat();
      const both = [alice, bob];
      const answers = await Promise.all(both.map((one) => one.send("POST", `${at}/take`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const lost = answers.findIndex(({ status }) => status === 409);
      const holder = lost === 0 ? "bob" : "Olga Owner";
      expect(await answers[lost]?.json()).toMatchObject({
        code: "conversation_taken",
        detail: `${holder} has taken this conversation.`,
      });
      expect(await read(at)).toMatchObject({ assignee: { name: holder } });
      expect(told).toHaveLength(1);
      const winner = both[1 - lost] ?? alice;
      expect(await winner.ok(ConversationSummary, "POST", `${at}/take`)).toMatchObject({
        assignee: { name: holder },
      });
      expect(told).toHaveLength(1);
    }
  });

  it("a chat whose assignee left the team can be taken", async () => {
    const { at } = await chat();
    await bob.ok(ConversationSummary, "POST", `${at}/take`);
    await alice.send("DELETE", `${inside}/team/${bobId}`);
    expect(await alice.ok(ConversationSummary, "POST", `${at}/take`)).toMatchObject({
      assignee: { id: aliceId },
    });
  });

  it("a chat is assigned to members only, and waits again when it is unassigned", async () => {
    const { at } = await chat();
    const set = (update: object) => alice.ok(ConversationSummary, "PATCH", at, update);
    expect(await set({ assignee: bobId })).toMatchObject({ assignee: { id: bobId, name: "bob" } });
    const mine = await bob.ok(InboxPage, "GET", `${inside}/conversations?view=mine`);
    expect(mine).toMatchObject({ items: [{ assignee: { id: bobId } }], counts: { mine: 1 } });
    for (const assignee of ["", "nobody", "%"])
      expect(await alice.refused("PATCH", at, { assignee })).toMatchObject({
        code: "invalid_request",
        faults: [{ path: "assignee" }],
      });
    const before = await read(at);
    expect(await set({ assignee: null })).toMatchObject({
      assignee: null,
      unansweredSince: before.unansweredSince,
    });
    const events = (await read(at)).messages.map(({ event }) => event).filter(Boolean);
    expect(events).toEqual([{ kind: "assigned", to: { id: bobId, name: "bob" } }, { kind: "left" }]);
    expect(told.flatMap((one) => one.visitor?.messages ?? [])).toEqual([]);
    expect(told.map((one) => one.visitor?.conversation.agent)).toEqual(["bob", null]);
    const page = await alice.ok(InboxPage, "GET", `${inside}/conversations?view=unanswered`);
    expect(page.items.map(({ id }) => id)).toEqual([before.id]);
  });

  it("an update with several changes is published once, and includes them in what was read", async () => {
    const { at } = await chat();
    const update = { assignee: aliceId, status: "closed", suspicious: true, unread: false };
    const row = await alice.ok(ConversationSummary, "PATCH", at, update);
    expect(row).toMatchObject({
      status: "closed",
      suspicious: true,
      unread: false,
      assignee: { id: aliceId },
    });
    const { messages } = await read(at);
    expect(messages.map(({ event }) => event?.kind)).toEqual([undefined, "taken", "closed"]);
    expect(row.agentRead).toBe(messages.at(-1)?.sequence);
    expect(told).toHaveLength(1);
    expect(await alice.ok(ConversationSummary, "PATCH", at, { unread: true })).toMatchObject({
      unread: true,
      agentRead: row.agentRead,
    });
  });

  it("pages back through a long conversation without gaps or duplicates", async () => {
    const { at } = await chat();
    for (let n = 0; n < 120; n++) await say(at, `${n}`);
    const seen: number[] = [];
    let before: number | null = null;
    for (let earlier = true; earlier; ) {
      const query: string = before === null ? "" : `?before=${before}`;
      const page: MessagePage = await alice.ok(MessagePage, "GET", `${at}/messages${query}`);
      seen.unshift(...page.messages.map(({ sequence }) => sequence));
      before = page.messages[0]?.sequence ?? 0;
      earlier = page.earlier;
    }
    const stored = (await rowsOf(test, "messages")).map(({ sequence }) => sequence).sort((a, b) => a - b);
    expect(seen).toEqual(stored);
    expect(stored).toHaveLength(122);
    expect(await alice.ok(MessagePage, "GET", `${at}/messages?before=999999999999999`)).toMatchObject({
      earlier: true,
    });
    expect(await alice.ok(MessagePage, "GET", `${at}/messages?before=0`)).toEqual({
      messages: [],
      earlier: false,
    });
    for (const bad of ["-1", "x", "1e3", ""])
      expect(await alice.refused("GET", `${at}/messages?before=${bad}`)).toMatchObject({
        code: "invalid_request",
      });
  });

  it("an agent writes to a visitor in their open conversation, or else in a new one", async () => {
    const ann = await visitor();
    const address = `${inside}/visitors/${ann.id}/conversations`;
    const start = (text: string, id = uuid()) => alice.ok(ConversationSummary, "POST", address, { id, text });
    const id = uuid();
    const first = await start("May I help?", id);
    expect(first).toMatchObject({
      visitor: ann.id,
      form: null,
      ticket: null,
      status: "open",
      unread: false,
      assignee: { id: aliceId },
      unansweredSince: null,
      preview: "May I help?",
      person: { id: ann.id },
    });
    expect(told.at(-1)).toMatchObject({
      visitor: {
        id: ann.id,
        conversation: { id: first.id, opener: null, agent: "Olga Owner", unread: 1 },
        messages: [{ event: "taken" }, { id, text: "May I help?" }],
      },
    });
    expect((await start("May I help?", id)).id).toBe(first.id);
    expect(told).toHaveLength(1);
    expect(await bob.refused("POST", address, { id, text: "x" })).toMatchObject({
      code: "message_not_yours",
    });
    expect((await start("Still there?")).id).toBe(first.id);
    expect(await accepted(ann, message(first.id, "Yes"))).toMatchObject({ conversation: first.id });
    await alice.ok(ConversationSummary, "PATCH", `${inside}/conversations/${first.id}`, { status: "closed" });
    const second = await start("One more thing");
    expect(second.id).not.toBe(first.id);
    expect(await alice.refused("POST", address, { id: uuid(), text: " " })).toMatchObject({
      code: "message_empty",
    });
    const rows = await rowsOf(test, "conversations");
    expect(rows).toHaveLength(2);
  });

  it("R12: a message to a claimed device goes to that device, on the record of the claimed contact", async () => {
    const ann = await chat();
    const claimant = await visitor();
    await claimant.submit({ name: "X", email: `${ann.visitor.id}@example.com`, message: "me too" });
    const last = (await rowsOf(test, "conversations")).find((row) => row.visitor_id === claimant.id);
    await alice.ok(ConversationSummary, "PATCH", `${inside}/conversations/${last?.id}`, { status: "closed" });
    const address = `${inside}/visitors/${claimant.id}/conversations`;
    expect(await alice.ok(ConversationSummary, "POST", address, { id: uuid(), text: "Hi" })).toMatchObject({
      visitor: claimant.id,
      claimed: true,
      person: { id: ann.visitor.id },
    });
  });

  it("refuses to write to an unknown visitor, or to a person without a device", async () => {
    const start = { id: uuid(), text: "Hi" };
    for (const id of ["V0000000000000009", "nobody"])
      expect(await alice.refused("POST", `${inside}/visitors/${id}/conversations`, start)).toMatchObject({
        code: "not_found",
      });
    const ann = await visitor();
    await test.deps.database.write((tx) => tx.updateTable("visitors").set({ proof_hash: null }).execute());
    expect(await alice.refused("POST", `${inside}/visitors/${ann.id}/conversations`, start)).toMatchObject({
      code: "not_found",
      detail: "This person has no device that could show a message.",
    });
  });

  it("saved answers are created, changed and removed for the whole team; a shortcut is unique", async () => {
    const list = async () => (await bob.ok(SavedAnswers, "GET", `${inside}/saved-answers`)).items;
    const [one, two] = [uuid(), uuid()];
    const save = (id: string, shortcut: string, text: string) =>
      alice.ok(SavedAnswer, "PUT", `${inside}/saved-answers/${id}`, { id, shortcut, text });
    await save(one, "thanks", "Thank you, {name}");
    await save(two, "grüße", "Best\r\nwishes\u0001 ");
    expect(await list()).toEqual([
      { id: two, shortcut: "grüße", text: "Best\nwishes" },
      { id: one, shortcut: "thanks", text: "Thank you, {name}" },
    ]);
    await save(one, "thanks", "Thanks!");
    const taken = { id: two, shortcut: "thanks", text: "x" };
    expect(await bob.refused("PUT", `${inside}/saved-answers/${two}`, taken)).toMatchObject({
      code: "shortcut_taken",
    });
    expect((await list()).map(({ text }) => text)).toEqual(["Best\nwishes", "Thanks!"]);
    for (const bad of [
      { id: one, shortcut: "a b", text: "x" },
      { id: one, shortcut: "", text: "x" },
      { id: one, shortcut: "a", text: "" },
      { id: one, shortcut: "a", text: " \n" },
      { id: two, shortcut: "a", text: "x" },
    ])
      expect(await alice.refused("PUT", `${inside}/saved-answers/${one}`, bad)).toMatchObject({
        code: "invalid_request",
      });
    for (const id of [one, one, "none"])
      expect((await alice.send("DELETE", `${inside}/saved-answers/${id}`)).status).toBe(200);
    expect((await list()).map(({ id }) => id)).toEqual([two]);
  });

  it("finds no conversation, message or visitor of another property, and none by a malformed ID", async () => {
    const { at, id, visitor: ann } = await chat();
    const { id: own } = await say(at, "Good day");
    const { id: other } = await alice.ok(Property, "POST", "/api/properties", {
      name: "Other",
      timeZone: "UTC",
    });
    const before = [await rowsOf(test, "messages"), await rowsOf(test, "conversations")];
    const about = (one: string, its: string) =>
      [
        ["PATCH", `${one}/messages/${its}`, { text: "x" }],
        ["DELETE", `${one}/messages/${its}`],
      ] as const;
    const within = (one: string) =>
      [
        ...about(one, own),
        ["GET", `${one}/messages`],
        ["POST", `${one}/messages`, written("x")],
        ["POST", `${one}/take`],
        ["PATCH", one, { status: "closed" }],
      ] as const;
    const odd = ["%00", "..%2F", "%F0%9F%91%8D", "__proto__", "x".repeat(2_000)];
    const requests = [
      ...within(`/api/properties/${other}/conversations/${id}`),
      ...odd.flatMap((name) => [...within(`${inside}/conversations/${name}`), ...about(at, name)]),
    ];
    for (const [method, path, body] of requests)
      expect((await alice.refused(method, path, body)).code, `${method} ${path}`).toBe("not_found");
    for (const path of [`/api/properties/${other}/visitors/${ann.id}`, `${inside}/visitors/%00`])
      expect(await alice.refused("POST", `${path}/conversations`, { id: uuid(), text: "x" })).toMatchObject({
        code: "not_found",
      });
    expect([await rowsOf(test, "messages"), await rowsOf(test, "conversations")]).toEqual(before);
  });

  it("refuses invalid messages, updates and answers with a client error", async () => {
    const { at } = await chat();
    const odd = fc.oneof(fc.jsonValue(), anyText(), fc.constant("\u0000"));
    const body = fc.record(
      {
        id: fc.oneof(odd, fc.constant(uuid())),
        text: odd,
        kind: fc.oneof(odd, fc.constant("note")),
        files: fc.oneof(odd, fc.array(odd)),
        status: odd,
        unread: odd,
        suspicious: odd,
        assignee: odd,
        shortcut: odd,
      },
      { requiredKeys: [] },
    );
    const routes = [
      ["POST", `${at}/messages`],
      ["PATCH", at],
      ["PUT", `${inside}/saved-answers/${uuid()}`],
      ["POST", `${inside}/visitors/V0000000000000001/conversations`],
      ["PATCH", `${inside}/contacts/V0000000000000001`],
    ] as const;
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(...routes), async (sent, [method, path]) => {
        expect((await alice.send(method, path, sent)).status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });
});
