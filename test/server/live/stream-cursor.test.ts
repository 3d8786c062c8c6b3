import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caughtUp, happened, type Line, lineFrom } from "../../../server/live/stream-cursor.ts";

describe("what a connection is brought", () => {
  it("joins: each frame follows on the one before, whatever others' places lie between", () => {
    const first = happened(caughtUp(lineFrom(3), 10).line, { place: 12 });
    expect(first.send).toEqual([{ from: 10, batch: { place: 12 } }]);
    const second = happened(first.line, { place: 40 });
    expect(second.send).toEqual([{ from: 12, batch: { place: 40 } }]);
  });

  it("waits while the catch-up is read, and leaves out what the catch-up had", () => {
    let line: Line<{ place: number }> = lineFrom(3);
    for (const place of [8, 11, 15]) {
      const met = happened(line, { place });
      expect(met.send).toEqual([]);
      line = met.line;
    }
    const { send, line: after } = caughtUp(line, 11);
    expect(send).toEqual([{ from: 11, batch: { place: 15 } }]);
    expect(after).toEqual({ place: 15, waiting: null });
  });

  it("leaves out what is known already", () => {
    expect(happened({ place: 7, waiting: null }, { place: 7 }).send).toEqual([]);
  });
});

/** One commit: so many places, and whether the connection's visitor has a part in it. */
const commits = fc.array(
  fc.record({
    places: fc.integer({ min: 1, max: 5 }),
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
        const disk: { place: number; mine: boolean }[] = [];
        const untold: { place: number; mine: boolean }[] = [];
        let last = 0;
        const client = { place: 0, got: [] as number[] };
        let line: Line<{ place: number }> | null = null;
        /** A catch-up that was read and not yet sent. */
        let read: { place: number; has: number[] } | null = null;

        const receive = (from: number, place: number, has: readonly number[]) => {
          expect(from).toBe(client.place);
          client.got.push(...has);
          client.place = place;
        };
        const commit = () => {
          const next = queue.shift();
          if (!next) return;
          last += next.places;
          disk.push({ place: last, mine: next.mine });
          untold.push({ place: last, mine: next.mine });
        };
        const tell = () => {
          const told = untold.shift();
          if (!told?.mine || !line) return;
          const met = happened(line, told);
          line = met.line;
          for (const { from, batch } of met.send) receive(from, batch.place, [batch.place]);
        };
        const readChanges = () => {
          if (!line?.waiting || read) return;
          const since = line.place;
          read = {
            place: last,
            has: disk.filter((one) => one.mine && one.place > since).map((one) => one.place),
          };
        };
        const answer = () => {
          if (!line || !read) return;
          receive(line.place, read.place, read.has);
          const met = caughtUp(line, read.place);
          line = met.line;
          read = null;
          for (const { from, batch } of met.send) receive(from, batch.place, [batch.place]);
        };
        const connect = () => {
          line = lineFrom(client.place);
          read = null;
        };
        const does = {
          commit,
          tell,
          connect,
          read: readChanges,
          answer,
          cut: () => {
            line = null;
            read = null;
          },
        };
        for (const event of course) does[event]();

        while (queue.length) commit();
        while (untold.length) tell();
        connect();
        readChanges();
        answer();
        expect(client.got).toEqual(disk.filter(({ mine }) => mine).map(({ place }) => place));
      }),
    );
  });
});
