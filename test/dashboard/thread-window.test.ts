import { describe, expect, it } from "vitest";
import {
  moveWindow,
  visiblePart,
  visibleRange,
} from "../../server/dashboard/inbox/thread/use-thread-window.ts";
import { conversation, message, NOON } from "./fixtures.ts";

const entries = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    message({ id: `m${at}`, sequence: at + 1, receivedAt: NOON + at * 1_000 }),
  );

describe("the drawn part of a long conversation", () => {
  it("is the whole of a short conversation, and ends with the newest entry of a long one", () => {
    expect(visibleRange(entries(0), null)).toEqual({ from: 0, to: 0 });
    expect(visibleRange(entries(50), null)).toEqual({ from: 0, to: 50 });
    expect(visibleRange(entries(1_000), null)).toEqual({ from: 700, to: 1_000 });
  });

  it("moves to the first entry and back to the newest, at a constant size, without a gap", () => {
    const all = entries(1_050);
    const seen = new Set<number>();
    let last: string | null = null;
    const look = () => {
      const { from, to } = visibleRange(all, last);
      expect(to - from).toBe(300);
      for (let at = from; at < to; at++) seen.add(at);
      return from;
    };
    while (look() > 0) last = moveWindow(all, last, -100);
    expect(seen.size).toBe(1_050);
    expect(moveWindow(all, last, -100)).toBe(last);
    for (let steps = 0; last !== null; steps++) {
      expect(steps).toBeLessThan(10);
      last = moveWindow(all, last, 100);
    }
    expect(look()).toBe(750);
  });

  it("stays the same when entries are added before or after it", () => {
    const all = entries(600);
    const last = moveWindow(all, null, -100);
    expect(visibleRange(all, last)).toEqual({ from: 200, to: 500 });
    expect(visibleRange(all.slice(50), last)).toEqual({ from: 150, to: 450 });
    expect(visibleRange([...all, message({ id: "new" })], last)).toEqual({ from: 200, to: 500 });
  });

  it("ends with the newest entry if its last entry is no longer loaded", () => {
    expect(visibleRange(entries(400), "gone")).toEqual({ from: 100, to: 400 });
  });

  it("contains the forms of its time, and says whether there are earlier entries", () => {
    const { submissions } = conversation({});
    const [form] = submissions;
    if (!form) throw new Error("there is a form");
    const late = { ...form, id: "late", receivedAt: NOON + 590_000 };
    const whole = { messages: entries(600), submissions: [form, late], earlier: false };
    expect(visiblePart(whole, null)).toMatchObject({ earlier: true, submissions: [form, late] });
    const first = visiblePart(whole, moveWindow(whole.messages, null, -1_000));
    expect(first.messages).toHaveLength(300);
    expect(first).toMatchObject({ earlier: false, submissions: [form] });
  });
});
