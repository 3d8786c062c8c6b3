import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  classifyFrame,
  trimmed,
  withEarlierPage,
  withMessages,
  withReload,
  withSummary,
} from "../../server/dashboard/inbox/store/merge-messages.ts";
import type { Message } from "../../shared/conversation.ts";
import { conversation, message, summary } from "./fixtures.ts";

const at = (sequence: number, more: Partial<Message> = {}) =>
  message({ id: `m${sequence}`, sequence, revision: sequence, text: `word ${sequence}`, ...more });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => at(from + index));
const sequences = ({ messages }: { messages: readonly Message[] }) =>
  messages.map(({ sequence }) => sequence);

describe("a frame of changes", () => {
  it.each([
    ["with the next changes", 5, { from: 5, sequence: 6, reset: false }, "next"],
    ["that overlaps the known changes", 5, { from: 3, sequence: 6, reset: false }, "next"],
    ["with known changes only", 5, { from: 3, sequence: 5, reset: false }, "old"],
    ["with changes missing before it", 5, { from: 6, sequence: 7, reset: false }, "gap"],
    ["after too many changes", 5, { from: 5, sequence: 900, reset: true }, "reset"],
    ["after the sequence numbers have started again", 500, { from: 500, sequence: 3, reset: true }, "reset"],
  ] as const)("%s", (_, sequence, frame, step) => {
    expect(classifyFrame(sequence, frame)).toBe(step);
  });
});

describe("the entries of an open conversation", () => {
  it("are ordered by sequence number, each once in its newest revision, in whatever order they arrive", () => {
    const history = fc.array(
      fc.record({ sequence: fc.integer({ min: 1, max: 12 }), edits: fc.integer({ min: 0, max: 3 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 5 }), (words, size) => {
        const news = words.map(({ sequence, edits }) =>
          at(sequence, { revision: sequence + 20 * edits, text: `${edits}` }),
        );
        let held = conversation({ messages: [], earlier: false });
        for (let from = 0; from < news.length; from += size)
          held = withMessages(held, news.slice(from, from + size));
        const newest = new Map<number, number>();
        for (const { sequence, edits } of words)
          newest.set(sequence, Math.max(edits, newest.get(sequence) ?? 0));
        expect(sequences(held)).toEqual([...newest.keys()].sort((a, b) => a - b));
        for (const { sequence, text } of held.messages) expect(text).toBe(`${newest.get(sequence)}`);
        expect(withMessages(held, news)).toBe(held);
      }),
    );
  });

  it("do not include a changed entry before the loaded ones, which would leave a gap", () => {
    const held = conversation({ messages: range(50, 60), earlier: true });
    expect(sequences(withMessages(held, [at(3, { revision: 70 }), at(61)]))).toEqual([
      ...sequences(held),
      61,
    ]);
    const whole = { ...held, earlier: false };
    expect(sequences(withMessages(whole, [at(3)]))[0]).toBe(3);
  });

  it("include earlier pages of the history without a gap or a repetition", () => {
    const held = conversation({ messages: range(50, 60), earlier: true });
    const grown = withEarlierPage(held, { messages: range(20, 50), earlier: false });
    expect(sequences(grown)).toEqual(sequences({ messages: range(20, 60) }));
    expect(grown.earlier).toBe(false);
  });

  it("stay after a reload that overlaps them, and are replaced by one that does not", () => {
    const held = conversation({ messages: range(10, 60), earlier: true });
    const meets = withReload(held, conversation({ messages: range(40, 90), earlier: true }));
    expect(sequences(meets)).toEqual(sequences({ messages: range(10, 90) }));
    expect(meets.earlier).toBe(true);
    const apart = withReload(held, conversation({ messages: range(70, 120), earlier: true }));
    expect(sequences(apart)).toEqual(sequences({ messages: range(70, 120) }));
    expect(apart.earlier).toBe(true);
  });

  it("are not replaced by a reload that was read before them", () => {
    const held = conversation({ messages: range(1, 9), revision: 9, status: "closed" });
    const late = withReload(held, conversation({ messages: range(1, 8), revision: 7, status: "open" }));
    expect(late).toMatchObject({ status: "closed", revision: 9 });
    expect(sequences(late)).toEqual(sequences(held));
  });

  it("take only newer summaries of the conversation", () => {
    const held = conversation({ revision: 5, unread: true });
    expect(withSummary(held, summary({ revision: 4, unread: false }))).toBe(held);
    expect(withSummary(held, summary({ revision: 6, unread: false })).unread).toBe(false);
  });

  it("are trimmed after a long history was read, and can be loaded again", () => {
    const long = trimmed(conversation({ messages: range(1, 1000), earlier: false }));
    expect(long.messages.length).toBeLessThanOrEqual(100);
    expect(long.messages.at(-1)?.sequence).toBe(999);
    expect(long.earlier).toBe(true);
    const short = conversation({ messages: range(1, 200) });
    expect(trimmed(short)).toBe(short);
  });
});
