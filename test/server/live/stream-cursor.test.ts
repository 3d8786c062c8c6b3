import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advanceCursor,
  finishCatchUp,
  openCursor,
  type StreamCursor,
} from "../../../server/live/stream-cursor.ts";

describe("a stream cursor", () => {
  it("makes contiguous frames, whatever sequence numbers of others lie between them", () => {
    const first = advanceCursor(finishCatchUp(openCursor(3), 10).cursor, { sequence: 12 });
    expect(first.send).toEqual([{ from: 10, batch: { sequence: 12 } }]);
    const second = advanceCursor(first.cursor, { sequence: 40 });
    expect(second.send).toEqual([{ from: 12, batch: { sequence: 40 } }]);
  });

  it("waits while the catch-up is read, and skips what that contained", () => {
    let cursor: StreamCursor<{ sequence: number }> = openCursor(3);
    for (const sequence of [8, 11, 15]) {
      const step = advanceCursor(cursor, { sequence });
      expect(step.send).toEqual([]);
      cursor = step.cursor;
    }
    const { send, cursor: after } = finishCatchUp(cursor, 11);
    expect(send).toEqual([{ from: 11, batch: { sequence: 15 } }]);
    expect(after).toEqual({ sequence: 15, pending: null });
  });

  it("skips what the client has", () => {
    expect(advanceCursor({ sequence: 7, pending: null }, { sequence: 7 }).send).toEqual([]);
  });
});

/** A commit: how many sequence numbers it takes, and whether it concerns the client. */
const commits = fc.array(
  fc.record({
    sequences: fc.integer({ min: 1, max: 5 }),
    mine: fc.boolean(),
    wait: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 30 },
);
/** The order of events: commits, their publication, and the steps of a connection. */
const events = fc.array(fc.constantFrom("commit", "publish", "connect", "read", "answer", "cut"), {
  maxLength: 200,
});

describe("a client that continues from the sequence number of its last frame", () => {
  it("gets each change exactly once, whenever it is disconnected and reconnects", () => {
    fc.assert(
      fc.property(commits, events, (planned, course) => {
        const queue = [...planned];
        /** The commits, and those that are not published yet. */
        const disk: { sequence: number; mine: boolean }[] = [];
        const unpublished: { sequence: number; mine: boolean }[] = [];
        let last = 0;
        const client = { sequence: 0, got: [] as number[] };
        let cursor: StreamCursor<{ sequence: number }> | null = null;
        /** A catch-up that was read and not yet sent. */
        let read: { sequence: number; has: number[] } | null = null;

        const receive = (from: number, sequence: number, has: readonly number[]) => {
          expect(from).toBe(client.sequence);
          client.got.push(...has);
          client.sequence = sequence;
        };
        const commit = () => {
          const next = queue.shift();
          if (!next) return;
          last += next.sequences;
          disk.push({ sequence: last, mine: next.mine });
          unpublished.push({ sequence: last, mine: next.mine });
        };
        const publish = () => {
          const published = unpublished.shift();
          if (!published?.mine || !cursor) return;
          const step = advanceCursor(cursor, published);
          cursor = step.cursor;
          for (const { from, batch } of step.send) receive(from, batch.sequence, [batch.sequence]);
        };
        const readChanges = () => {
          if (!cursor?.pending || read) return;
          const since = cursor.sequence;
          read = {
            sequence: last,
            has: disk.filter((one) => one.mine && one.sequence > since).map((one) => one.sequence),
          };
        };
        const answer = () => {
          if (!cursor || !read) return;
          receive(cursor.sequence, read.sequence, read.has);
          const step = finishCatchUp(cursor, read.sequence);
          cursor = step.cursor;
          read = null;
          for (const { from, batch } of step.send) receive(from, batch.sequence, [batch.sequence]);
        };
        const connect = () => {
          cursor = openCursor(client.sequence);
          read = null;
        };
        const does = {
          commit,
          publish,
          connect,
          read: readChanges,
          answer,
          cut: () => {
            cursor = null;
            read = null;
          },
        };
        for (const event of course) does[event]();

        while (queue.length) commit();
        while (unpublished.length) publish();
        connect();
        readChanges();
        answer();
        expect(client.got).toEqual(disk.filter(({ mine }) => mine).map(({ sequence }) => sequence));
      }),
    );
  });
});
