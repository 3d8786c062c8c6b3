import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { Delivery } from "../../shared/delivery.ts";
import { problem } from "../../shared/error.ts";
import { nextBatch, openOutbox } from "../../widget/delivery/outbox.ts";
import type { OutboxEvent } from "../../widget/delivery/outbox-event.ts";
import { type OutboxStore, openDiskStore, openMemoryStore } from "../../widget/delivery/outbox-store.ts";
import {
  ANA,
  BEN,
  deliver,
  failingStore,
  fakeLock,
  fakeServer,
  fakeTimers,
  outboxOptions,
  REFUSED,
  settled,
  UNAVAILABLE,
} from "./support.ts";

const entry = (visitor = ANA, text = "Hello") => ({
  delivery: deliver({ message: text }),
  visitor,
  problem: null,
});

test("R21: a delivery is on disk before it is sent, and is removed once the server has it", async () => {
  const disk = openDiskStore("leaves", fakeTimers().after);
  const seen: number[] = [];
  const server = fakeServer();
  const outbox = openOutbox(
    outboxOptions({
      disk,
      async send(batch) {
        seen.push((await disk.all()).length);
        return server.send(batch);
      },
    }),
  );
  const delivery = deliver();
  expect(await outbox.put(delivery, ANA, null)).toBe("disk");
  await settled();
  expect(seen).toEqual([1]);
  expect(server.stored).toEqual([delivery.id]);
  expect(await disk.all()).toEqual([]);
  outbox.stop();
});

test("R21: deliveries of a closed page are sent by the next page, in order and exactly once", async () => {
  const server = fakeServer();
  const first = openOutbox(
    outboxOptions({ disk: openDiskStore("reload", fakeTimers().after), send: async () => UNAVAILABLE }),
  );
  const deliveries = [deliver(), deliver(), deliver()];
  for (const delivery of deliveries) await first.put(delivery, ANA, null);
  await settled();
  first.stop();
  const second = openOutbox(
    outboxOptions({ disk: openDiskStore("reload", fakeTimers().after), send: server.send }),
  );
  second.flush();
  await settled();
  expect(server.stored).toEqual(deliveries.map(({ id }) => id));
  expect(await second.all()).toEqual([]);
  second.stop();
});

test("R21: after a lost answer the delivery is sent again under the same ID", async () => {
  const server = fakeServer();
  const timers = fakeTimers();
  let lost = true;
  const outbox = openOutbox(
    outboxOptions({
      now: timers.now,
      monotonicNow: timers.monotonicNow,
      after: timers.after,
      async send(batch) {
        const outcome = await server.send(batch);
        if (!lost) return outcome;
        lost = false;
        return UNAVAILABLE;
      },
    }),
  );
  const delivery = deliver();
  await outbox.put(delivery, ANA, null);
  await settled();
  expect(await outbox.all()).toHaveLength(1);
  await timers.advance(60_000);
  expect(server.batches).toEqual([[delivery.id], [delivery.id]]);
  expect(server.stored).toEqual([delivery.id]);
  expect(await outbox.all()).toEqual([]);
});

test("R21: two tabs with one store and one lock send each delivery once", async () => {
  const server = fakeServer();
  const exclusively = fakeLock();
  const disk = openMemoryStore();
  const parts = { disk, exclusively, send: server.send };
  const [one, two] = [openOutbox(outboxOptions(parts)), openOutbox(outboxOptions(parts))];
  const deliveries = Array.from({ length: 20 }, () => deliver());
  await Promise.all(deliveries.map((delivery, at) => (at % 2 ? one : two).put(delivery, ANA, null)));
  await settled();
  expect(server.batches.flat().sort()).toEqual(deliveries.map(({ id }) => id));
});

test("R21: if the browser blocks storage, the delivery is kept in memory, and the caller is told", async () => {
  const server = fakeServer();
  const outbox = openOutbox(outboxOptions({ disk: failingStore("SecurityError"), send: server.send }));
  expect(await outbox.probe()).toBe("blocked");
  expect(await outbox.put(deliver(), ANA, null)).toBe("blocked");
  await settled();
  expect(server.stored).toHaveLength(1);
  expect(await outbox.all()).toEqual([]);
});

test("R21: a full disk is reported as full, and the delivery is still sent", async () => {
  const server = fakeServer();
  const full: OutboxStore = { ...openMemoryStore(), write: failingStore("QuotaExceededError").write };
  const outbox = openOutbox(outboxOptions({ disk: full, send: server.send }));
  expect(await outbox.put(deliver(), ANA, null)).toBe("full");
  await settled();
  expect(server.stored).toHaveLength(1);
});

test("R22: it backs off, never for less than Retry-After, and publishes until when", async () => {
  const server = fakeServer();
  const timers = fakeTimers();
  const events: OutboxEvent[] = [];
  server.answerNext({ retryAfter: "7" });
  const outbox = openOutbox(
    outboxOptions({
      send: server.send,
      now: timers.now,
      monotonicNow: timers.monotonicNow,
      after: timers.after,
      events,
    }),
  );
  await outbox.put(deliver(), ANA, null);
  await settled();
  expect(timers.waiting()).toEqual([7_500]);
  expect(events.find(({ kind }) => kind === "waiting")).toMatchObject({
    failures: 1,
    wait: 7_500,
  });
  await timers.advance(7_499);
  expect(server.batches).toHaveLength(1);
  await timers.advance(1);
  expect(server.stored).toHaveLength(1);
});

test("R22: the ceiling doubles with every failure in a row", async () => {
  const server = fakeServer();
  const timers = fakeTimers();
  server.answerNext(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE);
  const outbox = openOutbox(
    outboxOptions({
      send: server.send,
      now: timers.now,
      monotonicNow: timers.monotonicNow,
      after: timers.after,
    }),
  );
  await outbox.put(deliver(), ANA, null);
  await settled();
  const waits: number[] = [];
  for (let tries = 0; tries < 3; tries++) {
    const [wait = 0] = timers.waiting();
    waits.push(wait);
    await timers.advance(wait);
  }
  expect(waits).toEqual([500, 1000, 2000]);
  expect(server.stored).toHaveLength(1);
});

test("R22: coming online sends at once, whatever the wait was", async () => {
  const server = fakeServer();
  server.answerNext({ retryAfter: "3600" });
  const outbox = openOutbox(outboxOptions({ send: server.send }));
  await outbox.put(deliver(), ANA, null);
  await settled();
  expect(server.stored).toEqual([]);
  outbox.flush();
  await settled();
  expect(server.stored).toHaveLength(1);
});

test("R22: after another tab's failure this tab waits, too", async () => {
  const timers = fakeTimers();
  const server = fakeServer();
  const disk = openMemoryStore();
  await disk.write([entry()], []);
  const outbox = openOutbox(
    outboxOptions({
      disk,
      send: server.send,
      now: timers.now,
      monotonicNow: timers.monotonicNow,
      after: timers.after,
    }),
  );
  outbox.onRemoteEvent({ kind: "waiting", ids: [], failures: 3, wait: 4000 });
  await timers.advance(4000);
  expect(server.batches).toEqual([]);
  await timers.advance(1000);
  expect(server.stored).toHaveLength(1);
});

test("R21: deliveries that a tab was sending when it was closed are sent by another tab", async () => {
  const timers = fakeTimers();
  const server = fakeServer();
  const disk = openMemoryStore();
  const left = entry();
  await disk.write([left], []);
  const outbox = openOutbox(
    outboxOptions({
      disk,
      send: server.send,
      now: timers.now,
      monotonicNow: timers.monotonicNow,
      after: timers.after,
    }),
  );
  outbox.onRemoteEvent({ kind: "sending", ids: [left.delivery.id] });
  await timers.advance(9_999);
  expect(server.batches).toEqual([]);
  await timers.advance(1);
  expect(server.stored).toEqual([left.delivery.id]);
});

test.each([
  ["back by a year", -365 * 86_400_000],
  ["back by a minute", -60_000],
  ["forward by a year", 365 * 86_400_000],
])("R22: a clock that is set %s changes no wait, in this tab or in another", async (_, step) => {
  const server = fakeServer();
  const timers = fakeTimers();
  const events: OutboxEvent[] = [];
  const disk = { ...openMemoryStore(), close: () => undefined }; // two tabs share it
  server.answerNext({ retryAfter: "7" });
  const options = {
    disk,
    send: server.send,
    now: timers.now,
    monotonicNow: timers.monotonicNow,
    after: timers.after,
  };
  const outbox = openOutbox(outboxOptions({ ...options, events }));
  const other = openOutbox(
    outboxOptions({ ...options, monotonicNow: () => timers.monotonicNow() + 5_000_000 }),
  );
  await outbox.put(deliver(), ANA, null);
  await settled();
  const failure = events.find(({ kind }) => kind === "waiting");
  if (failure) other.onRemoteEvent(failure);
  timers.setClock(step);
  outbox.stop(); // the tab that failed is closed
  await timers.advance(8_499);
  expect(server.batches).toHaveLength(1);
  await timers.advance(1);
  expect(server.stored).toHaveLength(1);
});

test("R22: a refused delivery is stored with the reason, and later ones are sent", async () => {
  const events: OutboxEvent[] = [];
  const bad = deliver();
  const good = deliver();
  const disk = openMemoryStore();
  await disk.write(
    [
      { ...entry(), delivery: bad },
      { ...entry(), delivery: good },
    ],
    [],
  );
  const outbox = openOutbox(
    outboxOptions({
      disk,
      events,
      send: async (batch) => ({
        retryAfter: null,
        receipts: batch.map(({ delivery: { id } }) =>
          id === bad.id
            ? { status: "refused", id, problem: problem("answers_invalid") }
            : { status: "accepted", id, conversation: "c" },
        ),
      }),
    }),
  );
  outbox.flush();
  await settled();
  expect(await outbox.all()).toMatchObject([{ delivery: bad, problem: { code: "answers_invalid" } }]);
  expect(
    events.filter(({ kind }) => kind === "accepted" || kind === "refused").map(({ kind }) => kind),
  ).toEqual(["refused", "accepted"]);
  await outbox.discard(bad.id);
  expect(await outbox.all()).toEqual([]);
});

test("R22: the entries of a refused batch are sent one by one, so that a bad one is refused alone", async () => {
  const server = fakeServer();
  const disk = openMemoryStore();
  const entries = [entry(), entry(), entry()];
  await disk.write(entries, []);
  server.answerNext(REFUSED, REFUSED);
  const outbox = openOutbox(outboxOptions({ disk, send: server.send }));
  outbox.flush();
  await settled();
  expect(server.batches.map((batch) => batch.length)).toEqual([3, 1, 1, 1]);
  expect(server.stored).toEqual(entries.slice(1).map(({ delivery }) => delivery.id));
  expect(await outbox.all()).toMatchObject([{ problem: { code: "origin_not_allowed" } }]);
});

test("R22: what is refused on the way is published with the reason, and the next deliveries are sent", async () => {
  const events: OutboxEvent[] = [];
  const server = fakeServer();
  const blocked = deliver({ message: "Robert'); DROP TABLE visitors" });
  const next = deliver();
  const answer = { status: 403, contentType: "text/html", excerpt: "<h1>" };
  const outbox = openOutbox(
    outboxOptions({
      events,
      send: async (batch) =>
        batch.some(({ delivery }) => delivery.id === blocked.id)
          ? { problem: problem("refused_on_the_way"), answer, retryAfter: null }
          : server.send(batch),
    }),
  );
  await Promise.all([outbox.put(blocked, ANA, null), outbox.put(next, ANA, null)]);
  await settled();
  expect(server.stored).toEqual([next.id]);
  expect(events.find(({ kind }) => kind === "refused")).toMatchObject({
    entry: { delivery: blocked },
    answer,
  });
  expect(await outbox.all()).toMatchObject([{ delivery: blocked, problem: { code: "refused_on_the_way" } }]);
});

test("R22: a refused delivery without a text is removed, and the refusal published; a text is kept", async () => {
  const events: OutboxEvent[] = [];
  const about = { at: 0, conversation: deliver().id };
  const chat: Delivery[] = [
    { ...about, id: deliver().id, kind: "read", sequence: 7 },
    { ...about, id: deliver().id, kind: "message", text: "Hello", files: [] },
    { ...about, id: deliver().id, kind: "rating", rating: "good", text: "Kind" },
    { ...about, id: deliver().id, kind: "end" },
  ];
  const written = chat.slice(1, 2);
  for (const disk of [openMemoryStore(), failingStore("SecurityError")]) {
    const server = fakeServer();
    const outbox = openOutbox(outboxOptions({ disk, events, send: async () => REFUSED }));
    for (const delivery of chat) await outbox.put(delivery, ANA, null);
    await settled();
    expect((await outbox.all()).map(({ delivery }) => delivery)).toEqual(written);
    outbox.stop();
    const next = openOutbox(outboxOptions({ disk, send: server.send }));
    next.flush();
    await settled();
    expect(server.batches).toEqual([]);
  }
  const refused = events.flatMap((one) => (one.kind === "refused" ? [one.entry.delivery.kind] : []));
  expect(refused).toEqual([...chat, ...chat].map(({ kind }) => kind));
});

test("R22: a corrected delivery replaces the refused one in one transaction", async () => {
  const server = fakeServer();
  const disk = openMemoryStore();
  const refused = { ...entry(), problem: problem("answers_invalid") };
  await disk.write([refused], []);
  const outbox = openOutbox(outboxOptions({ disk, send: server.send }));
  const better = deliver();
  await outbox.put(better, ANA, refused.delivery.id);
  await settled();
  expect(server.stored).toEqual([better.id]);
  expect(await outbox.all()).toEqual([]);
});

test("an answer without a receipt for any delivery counts as a failure", async () => {
  const server = fakeServer();
  server.answerNext({ receipts: [], retryAfter: null });
  const timers = fakeTimers();
  const outbox = openOutbox(
    outboxOptions({
      send: server.send,
      now: timers.now,
      monotonicNow: timers.monotonicNow,
      after: timers.after,
    }),
  );
  await outbox.put(deliver(), ANA, null);
  await settled();
  expect(server.batches).toHaveLength(1);
  expect(timers.waiting()).toEqual([500]);
});

test("the next page is told whether deliveries wait", async () => {
  const pending: boolean[] = [];
  const server = fakeServer();
  const outbox = openOutbox(outboxOptions({ send: server.send, pending }));
  server.answerNext(UNAVAILABLE);
  await outbox.put(deliver(), ANA, null);
  await settled();
  expect(pending.at(-1)).toBe(true);
  outbox.flush();
  await settled();
  expect(pending.at(-1)).toBe(false);
});

test("after stop nothing is sent and no timer is left", async () => {
  const timers = fakeTimers();
  const server = fakeServer();
  server.answerNext(UNAVAILABLE);
  const outbox = openOutbox(
    outboxOptions({
      send: server.send,
      now: timers.now,
      monotonicNow: timers.monotonicNow,
      after: timers.after,
    }),
  );
  await outbox.put(deliver(), ANA, null);
  await settled();
  outbox.stop();
  expect(timers.waiting()).toEqual([]);
  outbox.flush();
  await settled();
  expect(server.batches).toHaveLength(1);
});

test("a batch is the oldest waiting deliveries of one visitor, at most 50, and at most 60,000 characters", () => {
  const many = Array.from({ length: 60 }, () => entry());
  expect(nextBatch(many, 50)).toEqual(many.slice(0, 50));
  const [a, b, c] = [entry(ANA), entry(BEN), entry(ANA)];
  expect(nextBatch([a, b, c], 50)).toEqual([a]);
  const long = Array.from({ length: 9 }, () => entry(ANA, "x".repeat(10_000)));
  expect(nextBatch(long, 50)).toHaveLength(5);
  expect(nextBatch([entry(ANA, "x".repeat(100_000))], 50)).toHaveLength(1);
  expect(nextBatch([{ ...a, problem: problem("answers_invalid") }, c], 50)).toEqual([c]);
});
