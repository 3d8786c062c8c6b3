import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advanceCursor,
  finishCatchUp,
  openCursor,
  type StreamCursor,
} from "../../../server/live/stream-cursor.ts";

describe("what a connection is brought", () => {
  it("joins: each frame follows on the one before, whatever others' places lie between", () => {
    const first = advanceCursor(finishCatchUp(openCursor(3), 10).cursor, { sequence: 12 });
    expect(first.send).toEqual([{ from: 10, batch: { sequence: 12 } }]);
    const second = advanceCursor(first.cursor, { sequence: 40 });
    expect(second.send).toEqual([{ from: 12, batch: { sequence: 40 } }]);
  });

  it("waits while the catch-up is read, and leaves out what the catch-up had", () => {
    let cursor: StreamCursor<{ sequence: number }> = openCursor(3);
    for (const sequence of [8, 11, 15]) {
      const met = advanceCursor(cursor, { sequence });
      expect(met.send).toEqual([]);
      cursor = met.cursor;
    }
    const { send, cursor: after } = finishCatchUp(cursor, 11);
    expect(send).toEqual([{ from: 11, batch: { sequence: 15 } }]);
    expect(after).toEqual({ sequence: 15, pending: null });
  });

  it("leaves out what is known already", () => {
    expect(advanceCursor({ sequence: 7, pending: null }, { sequence: 7 }).send).toEqual([]);
  });
});

/** One commit: so many places, and whether the connection's visitor has a part in it. */
const commits = fc.array(
  fc.record({
    sequences: fc.integer({ min: 1, max: 5 }),
    mine: fc.boolean(),
    wait: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 30 },
);
/** When the connection is cut, and when a catch-up that was begun is read and sent. */
const events = fc.array(fc.constantFrom("commit", "tell", "connect", "read", "answer", "cut"), {
  maxLength: 200,
});

describe("a client that keeps the place of the last frame it got", () => {
  it("has each change once, whenever it is cut off and comes back, and lacks none in the end", () => {
    fc.assert(
      fc.property(commits, events, (planned, course) => {
        const queue = [...planned];
        /** What is on disk, and what of it the bus has not told yet. */
        const disk: { sequence: number; mine: boolean }[] = [];
        const untold: { sequence: number; mine: boolean }[] = [];
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
          untold.push({ sequence: last, mine: next.mine });
        };
        const tell = () => {
          const told = untold.shift();
          if (!told?.mine || !cursor) return;
          const met = advanceCursor(cursor, told);
          cursor = met.cursor;
          for (const { from, batch } of met.send) receive(from, batch.sequence, [batch.sequence]);
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
          const met = finishCatchUp(cursor, read.sequence);
          cursor = met.cursor;
          read = null;
          for (const { from, batch } of met.send) receive(from, batch.sequence, [batch.sequence]);
        };
        const connect = () => {
          cursor = openCursor(client.sequence);
          read = null;
        };
        const does = {
          commit,
          tell,
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
        while (untold.length) tell();
        connect();
        readChanges();
        answer();
        expect(client.got).toEqual(disk.filter(({ mine }) => mine).map(({ sequence }) => sequence));
      }),
    );
  });
});
