import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import { openDiskStore, withMemoryFallback } from "../../widget/delivery/outbox-store.ts";
import { ANA, deliver, fakeTimers, settled } from "./support.ts";

beforeEach(() => vi.stubGlobal("indexedDB", new IDBFactory()));

const entry = () => ({ delivery: deliver(), visitor: ANA, problem: null });
const idsIn = (entries: readonly { delivery: { id: string } }[]) =>
  entries.map(({ delivery }) => delivery.id);

/** Deletes a database as the site or the browser does. */
const deleteDatabase = (name: string) =>
  new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = reject;
  });

test("R21: a database that the site deletes is made again with the entries that the page knows of", async () => {
  const timers = fakeTimers();
  const disk = openDiskStore("deleted", timers.after);
  const [sent, waiting] = [entry(), entry()];
  await disk.write([sent, waiting], []);
  await disk.write([], [sent.delivery.id]);
  await deleteDatabase("deleted"); // it would wait if this page kept the database open
  await timers.advance(500);
  const next = openDiskStore("deleted", timers.after);
  expect(idsIn(await next.all())).toEqual([waiting.delivery.id]);
  expect(idsIn(await disk.all())).toEqual([waiting.delivery.id]);
});

test("R21: the next write after a deletion does not wait for that", async () => {
  const disk = openDiskStore("next", fakeTimers().after);
  const [before, after] = [entry(), entry()];
  await disk.write([before], []);
  await deleteDatabase("next");
  await disk.write([after], []);
  expect(idsIn(await disk.all())).toEqual(idsIn([before, after]));
});

test("R25: a database that is deleted because the visitor is forgotten is not made again", async () => {
  const timers = fakeTimers();
  const disk = openDiskStore("forgotten", timers.after);
  await disk.write([entry()], []);
  await deleteDatabase("forgotten");
  disk.close(); // the session ends
  await timers.advance(10_000);
  expect(await indexedDB.databases()).toEqual([]);
});

/** An IndexedDB whose requests to open get no answer until the returned function is called. */
function hangingIndexedDb() {
  const factory = new IDBFactory();
  const waiting: (() => void)[] = [];
  vi.stubGlobal("indexedDB", {
    open(name: string) {
      const pending: Record<string, unknown> = {};
      waiting.push(() => {
        const request = factory.open(name);
        for (const type of ["onupgradeneeded", "onsuccess", "onerror"] as const)
          request[type] = () => {
            pending.result = request.result;
            (pending[type] as () => void)();
          };
      });
      return pending;
    },
  });
  return () => {
    for (const answer of waiting.splice(0)) answer();
  };
}

test("R21: an IndexedDB that never answers is given up after two seconds, and the delivery is kept in memory", async () => {
  hangingIndexedDb();
  const timers = fakeTimers();
  const store = withMemoryFallback(openDiskStore("never", timers.after));
  const held = entry();
  const stored = store.put(held, []);
  const probed = store.probe();
  await timers.advance(1_999);
  expect(timers.waiting()).toEqual([1, 1]);
  await timers.advance(1);
  expect([await stored, await probed]).toEqual(["blocked", "blocked"]);
  expect(idsIn(await store.all())).toEqual([held.delivery.id]); // without another wait
  expect(timers.waiting()).toEqual([]);
});

test("R21: what was kept in memory is moved to the disk once IndexedDB answers", async () => {
  const answer = hangingIndexedDb();
  const timers = fakeTimers();
  const disk = openDiskStore("late", timers.after);
  const store = withMemoryFallback(disk);
  const held = entry();
  const stored = store.put(held, []);
  await settled();
  await timers.advance(2_000);
  expect(await stored).toBe("blocked");
  answer();
  await settled();
  expect(idsIn(await store.all())).toEqual([held.delivery.id]);
  expect(idsIn(await disk.all())).toEqual([held.delivery.id]);
});

test("R21: what the disk had no room for is moved there once it has", async () => {
  const disk = openDiskStore("full", fakeTimers().after);
  let isFull = true;
  const store = withMemoryFallback({
    ...disk,
    write: (...args) =>
      isFull ? Promise.reject(new DOMException("full", "QuotaExceededError")) : disk.write(...args),
  });
  const [first, second] = [entry(), entry()];
  expect(await store.put(first, [])).toBe("full");
  isFull = false;
  expect(await store.put(second, [])).toBe("disk");
  expect(idsIn(await store.all())).toEqual(idsIn([first, second]));
  expect(idsIn(await disk.all())).toEqual(idsIn([first, second]));
});

test("R21: an entry that cannot be stored removes none", async () => {
  const disk = openDiskStore("whole", fakeTimers().after);
  const before = entry();
  await disk.write([before], []);
  const unstorable = { ...entry(), visitor: (() => ANA) as unknown as string };
  await expect(disk.write([unstorable], [before.delivery.id])).rejects.toThrow();
  expect(idsIn(await disk.all())).toEqual([before.delivery.id]);
});
