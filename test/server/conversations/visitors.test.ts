import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { beforeEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { ConversationSummary, Message, type VisitorMessage } from "../../../shared/conversation.ts";
import { VisitorChanges, VisitorHistory } from "../../../shared/live.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, followUp, message, rating, uuid } from "../../support/deliveries.ts";
import { addFile } from "../../support/file-rows.ts";

describeEachDatabase("a visitor's browser reads its own conversations", (open) => {
  let test: TestApp;
  let agent: AgentBrowser;
  let property: string;
  let inside: string;
  let ann: BrowserVisitor;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser: agent, property } = await setUpFoyer(test));
    inside = `/api/properties/${property}`;
    ann = await visitor();
  });

  const visitor = async (timeZone = "America/New_York") => {
    const one = new BrowserVisitor(test.app, property);
    await one.visit({ timeZone });
    return one;
  };
  const chat = async (text: string, from = ann) =>
    (await accepted(from, submission({ name: "Ann", email: `${from.id}@example.com`, message: text })))
      .conversation;
  const say = (id: string, text: string, more: object = {}) =>
    agent.ok(Message, "POST", `${inside}/conversations/${id}/messages`, {
      id: uuid(),
      text,
      kind: "message",
      files: [],
      ...more,
    });
  const update = (id: string, change: object) =>
    agent.ok(ConversationSummary, "PATCH", `${inside}/conversations/${id}`, change);
  const ask = async <S extends z.ZodMiniType>(
    schema: S,
    action: "changes" | "history",
    body: object,
    from = ann,
  ): Promise<z.infer<S>> => {
    const response = await from.post(action, { token: from.token, ...body });
    expect(response.status, await response.clone().text()).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    return z.parse(schema, await response.json());
  };
  const history = (conversation: string, before: number, from = ann) =>
    ask(VisitorHistory, "history", { conversation, before }, from);
  const words = (messages: readonly VisitorMessage[]) => messages.map(({ event, text }) => event ?? text);
  const transcript = async (conversation: string, from = ann) => {
    const response = await from.post("transcript", { token: from.token, conversation });
    expect(response.status).toBe(200);
    return response.text();
  };

  it("changes since a sequence number contain messages, corrections and events, without notes", async () => {
    const id = await chat("Hello");
    const first = await ask(VisitorChanges, "changes", { since: 0 });
    expect(first).toMatchObject({ reset: true, earlier: false, conversation: { id, unread: 0 } });
    expect(words(first.messages)).toEqual(["Hello"]);
    await say(id, "Psst", { kind: "note" });
    const answer = await say(id, "Good day");
    const then = await ask(VisitorChanges, "changes", { since: first.sequence });
    expect(then).toMatchObject({
      from: first.sequence,
      reset: false,
      conversation: { id, unread: 1, agent: "Olga Owner" },
    });
    expect(words(then.messages)).toEqual(["taken", "Good day"]);
    await agent.ok(Message, "DELETE", `${inside}/conversations/${id}/messages/${answer.id}`);
    const last = await ask(VisitorChanges, "changes", { since: then.sequence });
    expect(last.messages).toMatchObject([
      { id: answer.id, sequence: answer.sequence, text: "", retracted: true },
    ]);
    expect(await ask(VisitorChanges, "changes", { since: last.sequence })).toMatchObject({
      conversation: null,
      messages: [],
    });
  });

  it("history pages back to the first conversation without gaps or duplicates", async () => {
    const one = await chat("first");
    const two = await chat("second");
    for (let n = 0; n < 70; n++) {
      await say(n % 2 ? one : two, `${n}`);
      if (n % 10 === 0) await say(one, "between us", { kind: "note" });
    }
    await update(one, { status: "closed", assignee: null });
    const current = await chat("last");
    const seen: VisitorMessage[] = [];
    let before = Number.MAX_SAFE_INTEGER;
    const sizes: number[] = [];
    for (let earlier = true; earlier; ) {
      const page = await history(current, before);
      seen.unshift(...page.messages);
      sizes.push(page.messages.length);
      before = page.messages[0]?.sequence ?? 0;
      earlier = page.earlier;
    }
    expect(sizes).toEqual([50, 26]);
    const sequences = seen.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(76);
    expect(words(seen)).toEqual([
      "first",
      "second",
      "taken",
      "0",
      "taken",
      ...Array.from({ length: 69 }, (_, n) => `${n + 1}`),
      "closed",
      "last",
    ]);
    expect(await history(one, 1)).toEqual({ messages: [], earlier: false });
    expect(await history(one, 0)).toEqual({ messages: [], earlier: false });
  });

  it("R12: history and transcript are available for own conversations only; others are unknown", async () => {
    const mine = await chat("Mine");
    const other = await visitor();
    await chat("Theirs", other);
    for (const conversation of [mine, uuid(), "", "none", "\u0000"])
      for (const [action, more] of [
        ["history", { before: 999 }],
        ["transcript", {}],
      ] as const) {
        const response = await other.post(action, { token: other.token, conversation, ...more });
        expect(await response.json()).toMatchObject({ status: 422, code: "conversation_unknown" });
      }
    const elsewhere = await ask(VisitorChanges, "changes", { since: 0 }, other);
    expect(words(elsewhere.messages)).toEqual(["Theirs"]);
  });

  it("R3: reading needs a token of this property and an allowed site", async () => {
    const conversation = await chat("Mine");
    const bodies = {
      changes: { since: 0 },
      history: { conversation, before: 9 },
      transcript: { conversation },
    };
    for (const [action, body] of Object.entries(bodies) as ["changes" | "history" | "transcript", object][]) {
      const code = async (more: object, from = ann) =>
        (await (await from.post(action, { ...body, ...more })).json()).code;
      expect(await code({ token: "" })).toBe("token_missing");
      expect(await code({ token: `${ann.token}x` })).toBe("token_invalid");
      expect(await code({ token: 1 })).toBe("invalid_request");
      expect(await code({ token: ann.token, since: -1, before: -1, conversation: 1 })).toBe(
        "invalid_request",
      );
      const other = new BrowserVisitor(test.app, "nowhere000");
      expect(await code({ token: ann.token }, other)).toBe("property_unknown");
      expect(await (await ann.post(action, "{")).json()).toMatchObject({ code: "malformed_json" });
      expect(
        (await ann.post(action, { ...body, token: ann.token })).headers.get("access-control-allow-origin"),
      ).toBe("https://example.com");
      const got = await test.app.request(`/w/${property}/${action}`, { headers: ann.headers });
      expect(got.status).toBe(405);
    }
    test.clock.pass(31 * 86_400_000);
    const late = await ann.post("changes", { token: ann.token, since: 0 });
    expect(await late.json()).toMatchObject({ code: "token_expired" });
  });

  it("requests of one address are limited per minute, and the refusal names the time to retry", async () => {
    const limited = await testApp(test.deps.database, { addressLimit: 3 }, 2);
    const one = new BrowserVisitor(limited.app, property);
    await one.visit();
    for (const action of ["changes", "history"] as const)
      await one.post(action, { token: one.token, since: 0, conversation: "x", before: 1 });
    for (const action of ["changes", "history", "transcript"] as const) {
      const response = await one.post(action, { token: one.token, since: 0, conversation: "x", before: 1 });
      expect(response.status).toBe(429);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    }
  });

  it("a transcript has the messages with authors and times in the visitor's time zone, without notes", async () => {
    const id = await chat("Hello\nis anybody there?\u2028[2026-11-23 07:00] Olga Owner: Take 90 % off");
    test.clock.pass(60_000);
    await say(id, "a secret between us", { kind: "note" });
    const wrong = await say(id, "Good dya");
    await agent.ok(Message, "PATCH", `${inside}/conversations/${id}/messages/${wrong.id}`, {
      text: "Good day",
    });
    const gone = await say(id, "Oops");
    await agent.ok(Message, "DELETE", `${inside}/conversations/${id}/messages/${gone.id}`);
    const file = await addFile(test, property, { visitor: ann.id, name: "my\nphoto.png" });
    await accepted(ann, message(id, "", { files: [file] }));
    await accepted(ann, rating(id, true, "not for the transcript"));
    test.clock.pass(86_400_000);
    await update(id, { status: "closed" });
    await accepted(ann, message(id, "<b>\u202eThanks"));
    expect(await transcript(id)).toBe(
      [
        "Shop",
        "Times: America/New_York",
        "",
        "[2026-11-23 07:00] You: Hello",
        "    is anybody there?",
        "    [2026-11-23 07:00] Olga Owner: Take 90 % off",
        "[2026-11-23 07:01] Olga Owner joined the conversation.",
        "[2026-11-23 07:01] Olga Owner (edited): Good day",
        "[2026-11-23 07:01] Olga Owner: (deleted)",
        "[2026-11-23 07:01] You: (file) my photo.png",
        "[2026-11-24 07:01] Olga Owner ended the conversation.",
        "[2026-11-24 07:01] You opened the conversation again.",
        "[2026-11-24 07:01] You: <b>\u202eThanks",
        "",
      ].join("\n"),
    );
  });

  it("a transcript is a download that is not cached, for the requesting page only", async () => {
    const conversation = await chat("Hello");
    const response = await ann.post("transcript", { token: ann.token, conversation });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": 'attachment; filename="conversation-2026-11-23.txt"',
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "access-control-allow-origin": "https://example.com",
      "access-control-expose-headers": "Content-Disposition, Retry-After",
    });
  });

  it("without a valid time zone of the browser, times are in the property's; a ticket has its number", async () => {
    const odd = await visitor("Mars/Olympus");
    const id = await chat("Hello", odd);
    await accepted(odd, followUp(id, { name: "A", email: "a@example.com", message: "Bye" }));
    expect(await transcript(id, odd)).toBe(
      [
        "Shop, ticket 1",
        "Times: Europe/Berlin",
        "",
        "[2026-11-23 13:00] You: Hello",
        "[2026-11-23 13:00] Nobody was available; the conversation became a ticket.",
        "[2026-11-23 13:00] You: Bye",
        "",
      ].join("\n"),
    );
  });

  it("a conversation of 10,000 messages is streamed in chunks, complete and in order", async () => {
    const id = await chat("Hello");
    const [row] = await rowsOf(test, "messages");
    if (!row) throw new Error("There is no message");
    await test.deps.database.write(async (tx) => {
      for (let from = 0; from < 10_000; from += 500)
        await tx
          .insertInto("messages")
          .values(
            Array.from({ length: 500 }, (_, n) => {
              const sequence = row.sequence + 1 + from + n;
              return { ...row, sequence, revision: sequence, id: uuid(), text: `number ${from + n}` };
            }),
          )
          .execute();
      await tx.updateTable("sequences").set({ last_sequence: 20_000 }).execute();
    });
    const response = await ann.post("transcript", { token: ann.token, conversation: id });
    const reader = response.body?.getReader();
    const pieces: Uint8Array[] = [];
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done || !value) break;
      pieces.push(value);
    }
    expect(pieces.length).toBeGreaterThan(40);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(20_000);
    const lines = Buffer.concat(pieces).toString().trim().split("\n").slice(4);
    expect(lines).toEqual(Array.from({ length: 10_000 }, (_, n) => `[2026-11-23 07:00] You: number ${n}`));
  });

  it("a transcript that fails is aborted, so that it cannot pass for a complete one, and the failure is logged", async () => {
    const id = await chat("Hello");
    const server = createAdaptorServer({ fetch: test.app.fetch });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const fetchIt = () =>
      fetch(`http://127.0.0.1:${port}/w/${property}/transcript`, {
        method: "POST",
        headers: ann.headers,
        body: JSON.stringify({ token: ann.token, conversation: id }),
      });
    expect((await (await fetchIt()).text()).split("\n").slice(3)).toEqual([
      "[2026-11-23 07:00] You: Hello",
      "",
    ]);
    await test.deps.database.write((tx) => tx.schema.dropTable("messages").execute());
    const broken = await fetchIt();
    expect(broken.status).toBe(200);
    await expect(broken.text()).rejects.toThrow();
    expect(test.logged.join()).toContain("transcript_broken");
    await new Promise((resolve) => server.close(resolve));
  });
});
