import { describe, expect, it } from "vitest";
import {
  type AttemptEnd,
  type AttemptHistory,
  planAttempt,
} from "../../../../server/mail/outbound/plan-attempt.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const plan = (end: AttemptEnd, history: Partial<AttemptHistory> = {}, random = 0) =>
  planAttempt(end, { attempts: 1, uncertainAttempts: 1, queuedAt: NOW, ...history }, random, NOW);
const pause = (...given: Parameters<typeof plan>) => {
  const planned = plan(...given);
  if (planned.kind !== "retry") throw new Error(`It ends ${planned.state}`);
  return planned.at - NOW;
};

describe("R31: the next attempt", () => {
  it("after a temporary failure comes after half a minute, then after pauses that double up to an hour", () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempts) =>
      pause("temporary", { attempts }, 0.999_999_9),
    );
    expect(pauses.map((ms) => ms / MINUTE)).toEqual([0.5, 1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it("comes at a random moment of the second half of the pause", () => {
    expect(pause("temporary", { attempts: 8 }, 0)).toBe(30 * MINUTE);
    expect(pause("temporary", { attempts: 8 }, 0.5)).toBe(45 * MINUTE);
  });

  it("never comes after a permanent failure", () => {
    expect(plan("permanent")).toEqual({ kind: "stop", state: "failed" });
  });

  it("after an uncertain one waits longer than after any certain failure of the same number", () => {
    for (const attempts of [1, 2])
      expect(pause("uncertain", { uncertainAttempts: attempts }, 0)).toBeGreaterThan(
        pause("temporary", { attempts }, 1),
      );
  });

  it("after three uncertain ones does not come by itself, because each may have been a copy", () => {
    expect(plan("uncertain", { uncertainAttempts: 2 }).kind).toBe("retry");
    expect(plan("uncertain", { uncertainAttempts: 3 })).toEqual({ kind: "stop", state: "uncertain" });
  });

  it("after the process died comes within a second, and always comes, but later each time", () => {
    expect(pause("interrupted", { uncertainAttempts: 1 }, 1)).toBe(1_000);
    const pauses = [1, 2, 3, 10, 100].map((uncertainAttempts) =>
      pause("interrupted", { uncertainAttempts }, 1),
    );
    expect(pauses).toEqual([1_000, 4_000, 16_000, 3_600_000, 3_600_000]);
  });

  it("does not come when four days have passed since the mail was queued", () => {
    expect(plan("temporary", { queuedAt: NOW - 4 * DAY + MINUTE }).kind).toBe("retry");
    expect(plan("temporary", { queuedAt: NOW - 4 * DAY })).toEqual({ kind: "stop", state: "failed" });
    expect(plan("interrupted", { queuedAt: NOW - 4 * DAY })).toEqual({ kind: "stop", state: "uncertain" });
  });
});
