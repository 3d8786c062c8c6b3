import { describe, expect, it } from "vitest";
import { ApiError } from "../../server/dashboard/data/api-error.ts";
import { createOutbox, type Outgoing } from "../../server/dashboard/data/outbox.ts";
import { type ErrorCode, problem } from "../../shared/error.ts";
import { message, NOON } from "./fixtures.ts";
import { memoryLocalStore } from "./memory-storage.ts";

type Written = Omit<Outgoing, "refused">;
const written = (id: string, more: Partial<Written> = {}): Written => ({
  id,
  property: "abcde12345",
  conversation: "c1",
  kind: "message",
  text: `text of ${id}`,
  files: [],
  at: NOON,
  ...more,
});

/** An outbox with a storage that survives it, and a server that the test controls. */
function outboxOn(disk: Map<string, string>) {
  const sent: string[] = [];
  const timers: (() => void)[] = [];
  let fails: ErrorCode | "unreachable" | null = null;
  const outbox = createOutbox({
    localStore: memoryLocalStore(disk),
    async send({ id }) {
      if (fails === "unreachable") throw new ApiError("unreachable");
      if (fails) throw new ApiError(problem(fails));
      sent.push(id);
      return message({ id });
    },
    exclusively: (task) => task(),
    after(_, act) {
      timers.push(act);
      return () => void (timers.includes(act) && timers.splice(timers.indexOf(act), 1));
    },
    now: () => NOON,
    random: () => 0.5,
  });
  return {
    outbox,
    sent,
    timers,
    fail: (how: typeof fails) => {
      fails = how;
    },
    settle: () => new Promise<void>((resolve) => setImmediate(resolve)),
    left: () => outbox.entries.value.map(({ id }) => id),
  };
}

describe("a message of an agent", () => {
  it("R21: is stored before it is sent, and removed once the server has stored it", async () => {
    const disk = new Map<string, string>();
    const { outbox, sent, settle, left } = outboxOn(disk);
    outbox.start("a1");
    const told: string[] = [];
    outbox.onSent(({ id }) => told.push(id));
    outbox.add(written("1"));
    expect([...disk.values()].join()).toContain("text of 1");
    expect(left()).toEqual(["1"]);
    await settle();
    expect(sent).toEqual(["1"]);
    expect(told).toEqual(["1"]);
    expect(disk.size).toBe(0);
    expect(left()).toEqual([]);
  });

  it.each(["unreachable", "storage_unavailable", "too_many_requests", "internal"] as const)(
    "R21: waits, in order, while the answer is %s, and goes out with the next try",
    async (how) => {
      const { outbox, sent, timers, fail, settle, left } = outboxOn(new Map());
      outbox.start("a1");
      fail(how);
      outbox.add(written("1"));
      outbox.add(written("2"));
      await settle();
      expect(sent).toEqual([]);
      expect(left()).toEqual(["1", "2"]);
      fail(null);
      timers[0]?.();
      await settle();
      expect(sent).toEqual(["1", "2"]);
    },
  );

  it("R21: is sent after a reload, and never by another agent", async () => {
    const disk = new Map<string, string>();
    const before = outboxOn(disk);
    before.outbox.start("a1");
    before.fail("unreachable");
    before.outbox.add(written("1"));
    await before.settle();
    const other = outboxOn(disk);
    other.outbox.start("a2");
    await other.settle();
    expect(other.sent).toEqual([]);
    const after = outboxOn(disk);
    after.outbox.start("a1");
    await after.settle();
    expect(after.sent).toEqual(["1"]);
  });

  it("R22: that the server refuses shows the reason, does not block the next one, and can be retried or discarded", async () => {
    const { outbox, sent, fail, settle } = outboxOn(new Map());
    outbox.start("a1");
    fail("message_too_long");
    outbox.add(written("1"));
    await settle();
    expect(outbox.entries.value[0]?.refused).toBe("This message is too long.");
    fail(null);
    outbox.add(written("2"));
    await settle();
    expect(sent).toEqual(["2"]);
    outbox.retry("1");
    await settle();
    expect(sent).toEqual(["2", "1"]);
    fail("not_found");
    outbox.add(written("3"));
    await settle();
    outbox.drop("3");
    expect(outbox.entries.value).toEqual([]);
  });

  it("waits until its author signs in again", async () => {
    const { outbox, sent, timers, fail, settle, left } = outboxOn(new Map());
    outbox.start("a1");
    fail("sign_in_required");
    outbox.add(written("1"));
    await settle();
    expect(timers).toEqual([]);
    expect(left()).toEqual(["1"]);
    fail(null);
    outbox.flush();
    await settle();
    expect(sent).toEqual(["1"]);
  });

  it.each(["{", "null", '{"id":1}'])("ignores %s in the storage", async (text) => {
    const { outbox, settle } = outboxOn(new Map([["foyer.outbox a1 x", text]]));
    outbox.start("a1");
    await settle();
    expect(outbox.entries.value).toEqual([]);
  });
});
