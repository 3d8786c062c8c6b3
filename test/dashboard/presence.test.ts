import { describe, expect, it } from "vitest";
import { ApiError } from "../../server/dashboard/data/api-error.ts";
import { createPresence, HEARTBEAT_INTERVAL } from "../../server/dashboard/data/presence.ts";
import type { Presence } from "../../shared/account.ts";

/** A presence with a clock that the test controls, and a server that records heartbeats. */
function open(saved: string | null = null) {
  const received: Presence[] = [];
  const waiting: { ms: number; act: () => void }[] = [];
  const stored = new Map<string, string>();
  let broken = false;
  const presence = createPresence({
    api: {
      async presence(status) {
        if (broken) throw new ApiError("unreachable");
        received.push(status);
        return { properties: [{ id: "abcde12345", available: true, open: 3, unread: 2, latestAt: 1 }] };
      },
    },
    preferences: { getItem: () => saved, setItem: (key, value) => void stored.set(key, value) },
    after(ms, act) {
      const timer = { ms, act };
      waiting.push(timer);
      return () => void (waiting.includes(timer) && waiting.splice(waiting.indexOf(timer), 1));
    },
  });
  return {
    presence,
    received,
    waiting,
    stored,
    disconnect: () => {
      broken = true;
    },
    settle: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
}

describe("presence", () => {
  it("R20: is sent at once and every 15 seconds, while the dashboard is open", async () => {
    const { presence, received, waiting, settle } = open();
    const stop = presence.start();
    await settle();
    expect(received).toEqual(["available"]);
    expect(waiting.map(({ ms }) => ms)).toEqual([HEARTBEAT_INTERVAL]);
    waiting[0]?.act();
    await settle();
    expect(received).toHaveLength(2);
    stop();
    expect(waiting.filter(({ ms }) => ms === HEARTBEAT_INTERVAL).length).toBeLessThanOrEqual(1);
  });

  it("R20: is sent at once when the agent changes it, and stored for the next visit", async () => {
    const { presence, received, stored } = open();
    await presence.choose("away");
    expect(received).toEqual(["away"]);
    expect([...stored.values()]).toEqual(["away"]);
    expect(open("away").presence.status.value).toBe("away");
  });

  it("loads the counts of each property", async () => {
    const { presence } = open();
    await presence.sendHeartbeat();
    expect(presence.counts.value.get("abcde12345")).toMatchObject({ open: 3, unread: 2 });
  });

  it("is sent again sooner if it did not reach the server", async () => {
    const { presence, waiting, disconnect, settle } = open();
    disconnect();
    presence.start();
    await settle();
    expect(waiting.at(-1)?.ms).toBeLessThan(HEARTBEAT_INTERVAL);
  });
});
