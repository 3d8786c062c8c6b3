import { describe, expect, it } from "vitest";
import { createTyping } from "../../server/dashboard/data/typing.ts";
import type { ToAgent } from "../../shared/live.ts";

const GRACE = { id: "a2", name: "Grace" };
const typing = (agent: typeof GRACE | null, on = true): ToAgent => ({
  kind: "typing",
  property: "abcde12345",
  conversation: "c1",
  agent,
  on,
});

/** Typing agents and visitors, with controlled timers. */
function told() {
  const timers = new Set<() => void>();
  const who = createTyping((_, act) => {
    timers.add(act);
    return () => timers.delete(act);
  });
  return { who, timers };
}

describe("who is writing", () => {
  it("does not change on the page when it is only told again, and is believed for longer", () => {
    const { who, timers } = told();
    who.handleFrame(typing(GRACE));
    const before = who.typists.value;
    const [first] = timers;
    who.handleFrame(typing({ ...GRACE }));
    expect(who.typists.value).toBe(before);
    expect(timers.size).toBe(1);
    expect(timers.has(first as () => void)).toBe(false);
  });

  it("is nobody any more when they stop, when the word of it was lost, and when the line is cut", () => {
    const { who, timers } = told();
    who.handleFrame(typing(GRACE));
    who.handleFrame(typing(null));
    who.handleFrame(typing(GRACE, false));
    expect(who.typists.value).toEqual([{ conversation: "c1", agent: null }]);
    for (const end of [...timers]) end();
    expect(who.typists.value).toEqual([]);
    who.handleFrame(typing(GRACE));
    who.clear();
    expect(who.typists.value).toEqual([]);
  });
});
