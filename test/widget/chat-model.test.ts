import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { VisitorConversation, VisitorMessage } from "../../shared/conversation.ts";
import type { VisitorChanges } from "../../shared/live.ts";
import {
  type Chat,
  classifyChanges,
  EMPTY_CHAT,
  hasChat,
  unreadMessages,
  withChanges as withChangesAt,
  withHistory,
  withOwnMessage,
} from "../../widget/chat/chat-model.ts";

const NOON = Date.UTC(2026, 10, 24, 12);
const conversation = (more: Partial<VisitorConversation> = {}): VisitorConversation => ({
  id: "c",
  opener: "opener",
  status: "open",
  ticket: null,
  agent: null,
  picture: null,
  agentRead: 0,
  visitorRead: 0,
  unread: 0,
  waitsUntil: null,
  rating: null,
  ...more,
});
const entry = (sequence: number, more: Partial<VisitorMessage> = {}): VisitorMessage => ({
  id: `m${sequence}`,
  conversation: "c",
  sequence,
  revision: sequence,
  author: "agent",
  agent: null,
  picture: null,
  event: null,
  edited: false,
  retracted: false,
  files: [],
  text: `${sequence}`,
  at: sequence,
  ...more,
});
const changes = (from: number, sequence: number, more: Partial<VisitorChanges> = {}): VisitorChanges => ({
  kind: "changes",
  from,
  sequence,
  reset: false,
  conversation: null,
  messages: [],
  earlier: false,
  now: NOON,
  ...more,
});
const withChanges = (chat: Chat, frame: VisitorChanges) => withChangesAt(chat, frame, NOON);
const own = (id: string) =>
  ({
    author: "visitor",
    agent: null,
    files: [],
    id,
    text: id,
    at: 1,
    opensChat: false,
    status: { kind: "sending" },
  }) as const;
const sequences = ({ messages }: Chat) => messages.map(({ sequence }) => sequence);

describe("classifying changes", () => {
  test.each<
    [title: string, sequence: number, frame: VisitorChanges, verdict: ReturnType<typeof classifyChanges>]
  >([
    ["that follow the last ones", 5, changes(5, 9), "apply"],
    ["that overlap with the last ones", 7, changes(5, 9), "apply"],
    ["that were applied already", 9, changes(5, 9), "ignore"],
    ["after a gap", 4, changes(5, 9), "fetch"],
    ["that replace everything, on request", 500, changes(500, 9, { reset: true }), "apply"],
    ["that replace everything, for another tab that had less", 5, changes(0, 9, { reset: true }), "apply"],
    ["that replace everything by less than there is", 12, changes(0, 9, { reset: true }), "fetch"],
  ])("%s", (_, sequence, frame, verdict) => expect(classifyChanges({ sequence }, frame)).toBe(verdict));

  test("frames in any order, once or repeatedly: no gap, no repeat, and all messages in the end", () => {
    const all = Array.from({ length: 12 }, (_, at) => at + 1);
    const frame = (from: number, sequence: number) =>
      changes(from, sequence, {
        messages: all.filter((one) => one > from && one <= sequence).map((one) => entry(one)),
      });
    const frames = fc.array(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 4 })), { maxLength: 40 });
    fc.assert(
      fc.property(frames, (drawn) => {
        let chat: Chat = EMPTY_CHAT;
        const receive = (one: VisitorChanges) => {
          const verdict = classifyChanges(chat, one);
          if (verdict === "apply") chat = withChanges(chat, one);
          if (verdict === "fetch") receive(frame(chat.sequence, one.sequence));
          expect(sequences(chat)).toEqual(all.slice(0, chat.sequence));
        };
        for (const [from, length] of drawn) receive(frame(from, Math.min(from + length, 12)));
        receive(frame(chat.sequence, 12));
        expect(sequences(chat)).toEqual(all);
      }),
    );
  });
});

describe("the conversation", () => {
  test("takes the later version of a message, and no message before a gap", () => {
    const start = withChanges(
      EMPTY_CHAT,
      changes(0, 60, { reset: true, earlier: true, messages: [entry(50), entry(60)] }),
    );
    const edited = entry(50, { text: "corrected", revision: 70, edited: true });
    const next = withChanges(start, changes(60, 71, { messages: [edited, entry(5, { revision: 71 })] }));
    expect(sequences(next)).toEqual([50, 60]);
    expect(next.messages[0]?.text).toBe("corrected");
    const stale = withChanges(next, changes(60, 72, { messages: [entry(50)] }));
    expect(stale.messages[0]?.text).toBe("corrected");
    const whole = withHistory(next, { messages: [entry(5), entry(50)], earlier: false });
    expect([sequences(whole), whole.hasEarlier]).toEqual([[5, 50, 60], false]);
  });

  test("R21: an own message is shown once: from the outbox until the server sends it, matched by its delivery", () => {
    let chat = withOwnMessage(withOwnMessage(EMPTY_CHAT, own("m2")), { ...own("opener"), opensChat: true });
    expect(chat.own).toHaveLength(2);
    chat = withChanges(
      chat,
      changes(0, 2, {
        conversation: conversation(),
        messages: [entry(1, { id: "x", author: "visitor" }), entry(2)],
      }),
    );
    expect(chat.own).toEqual([]);
    expect(withOwnMessage(chat, { ...own("m2"), status: { kind: "accepted" } }).own).toEqual([]);
    expect(withOwnMessage(chat, own("opener")).own).toEqual([]);
  });

  test("unread are messages of agents after the last read one, here or elsewhere, that were not retracted", () => {
    const messages = [
      entry(1),
      entry(2),
      entry(3, { author: "visitor" }),
      entry(4, { retracted: true }),
      entry(5),
    ];
    const chat = withChanges(
      EMPTY_CHAT,
      changes(0, 5, { conversation: conversation({ visitorRead: 1 }), messages }),
    );
    expect(unreadMessages(chat).map(({ sequence }) => sequence)).toEqual([2, 5]);
    expect(unreadMessages({ ...chat, readUpTo: 2 }).map(({ sequence }) => sequence)).toEqual([5]);
  });

  test("R20: an offline message is a chat once an agent answers it", () => {
    const left = withChanges(EMPTY_CHAT, changes(0, 1, { conversation: conversation({ ticket: 7 }) }));
    expect(hasChat(left)).toBe(false);
    expect(hasChat(withChanges(left, changes(1, 2, { messages: [entry(2)] })))).toBe(true);
    expect(hasChat({ ...EMPTY_CHAT, conversation: conversation() })).toBe(true);
    expect(hasChat(EMPTY_CHAT)).toBe(false);
  });

  test.each([0, 3_600_000, -86_400_000])(
    "a wait ends at the same moment if the browser's clock is off by %d ms",
    (off) => {
      const waits = changes(0, 1, { conversation: conversation({ waitsUntil: NOON + 60_000 }) });
      const chat = withChangesAt(EMPTY_CHAT, waits, NOON + off);
      expect(chat.conversation?.waitsUntil).toBe(NOON + off + 60_000);
      // later changes that do not speak of the conversation leave it as it is
      const later = changes(1, 2, { messages: [entry(2)], now: NOON + 30_000 });
      expect(withChangesAt(chat, later, NOON + off + 30_000).conversation).toBe(chat.conversation);
      const answered = changes(2, 3, { conversation: conversation() });
      expect(withChangesAt(chat, answered, NOON + off).conversation?.waitsUntil).toBeNull();
    },
  );

  test("an agent is not typing any more once their message arrives", () => {
    const chat = { ...EMPTY_CHAT, typing: "Ana" };
    expect(withChanges(chat, changes(0, 1, { messages: [entry(1)] })).typing).toBe("");
    expect(withChanges(chat, changes(0, 1)).typing).toBe("Ana");
  });
});
