import type { Delivery } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { VisitorRecord } from "../embed/visitor-record.ts";
import type { CancelTimer } from "./cancel-timer.ts";
import { openDatabase } from "./database.ts";

/** A delivery in the outbox. */
export interface OutboxEntry<D extends Delivery = Delivery> {
  readonly delivery: D;
  /** The visitor who wrote it. After "Not you?" it is still sent in their name. */
  readonly visitor: VisitorRecord;
  /** Why the server refused it; null while it waits. */
  readonly problem: Problem | null;
}

/** Where entries are stored, by the ID of their delivery. */
export interface OutboxStore {
  /** All entries, oldest first. */
  all(): Promise<OutboxEntry[]>;
  /** Puts and removes entries in one transaction. */
  write(put: readonly OutboxEntry[], remove: readonly string[]): Promise<void>;
  close(): void;
}

/** Where an entry was stored: on disk, or in memory because the browser blocks storage or has no room. */
export type StorageKind = "disk" | "blocked" | "full";

/**
 * Stores entries in IndexedDB. A write resolves when it is on disk, not merely handed to the operating system. If the
 * site deletes the database, the entries that this page knows of are written again.
 *
 * @param name of the database
 * @param after calls a job after so many ms
 */
export function openDiskStore(
  name: string,
  after: (ms: number, job: () => void) => CancelTimer,
): OutboxStore {
  let known = new Map<string, OutboxEntry>();

  const apply = (store: IDBObjectStore, put: Iterable<OutboxEntry>, remove: readonly string[]) => {
    for (const id of remove) store.delete(id);
    for (const entry of put) store.put(entry, entry.delivery.id);
    return undefined;
  };

  const database = openDatabase({
    name,
    after,
    fill: (store) => apply(store, known.values(), []),
    hasContent: () => known.size > 0,
  });

  return {
    async all() {
      const entries = (await database.run<OutboxEntry[]>("readonly", (store) => store.getAll())) ?? [];
      known = new Map(entries.map((entry) => [entry.delivery.id, entry]));
      return entries;
    },
    async write(put, remove) {
      await database.run("readwrite", (store) => apply(store, put, remove));
      for (const id of remove) known.delete(id);
      for (const entry of put) known.set(entry.delivery.id, entry);
    },
    close() {
      known.clear();
      database.close();
    },
  };
}

export const idsOf = (entries: readonly OutboxEntry[]) => entries.map(({ delivery }) => delivery.id);

/** Stores entries in this page's memory. */
export function openMemoryStore(): OutboxStore {
  const entries = new Map<string, OutboxEntry>();
  return {
    all: async () => [...entries.values()],
    async write(put, remove) {
      for (const id of remove) entries.delete(id);
      for (const entry of put) entries.set(entry.delivery.id, entry);
    },
    close() {
      entries.clear();
    },
  };
}

/** A store with a second one in memory, for what the disk does not take. */
export function withMemoryFallback(disk: OutboxStore) {
  const memory = openMemoryStore();
  return {
    /** The entries of both stores, oldest first. What the disk takes by now is moved there. */
    async all(): Promise<OutboxEntry[]> {
      const held = await memory.all();
      if (held.length)
        await disk.write(held, []).then(
          () => memory.write([], idsOf(held)),
          () => undefined, // it stays in memory
        );
      const stored = await disk.all().catch(() => []); // blocked storage holds nothing
      return [...stored, ...(await memory.all())].sort((a, b) => (a.delivery.id < b.delivery.id ? -1 : 1));
    },
    /** Stores an entry, and removes others in the same transaction. */
    put: (entry: OutboxEntry, remove: readonly string[]): Promise<StorageKind> =>
      disk.write([entry], remove).then(
        () => "disk",
        async (error) => {
          await memory.write([entry], remove);
          return error?.name === "QuotaExceededError" ? "full" : "blocked";
        },
      ),
    async remove(id: string): Promise<void> {
      await memory.write([], [id]);
      await disk.write([], [id]).catch(() => undefined); // sent again, the delivery gets the same receipt
    },
    /** Whether the disk takes anything at all. */
    probe: (): Promise<StorageKind> =>
      disk.write([], []).then(
        () => "disk",
        () => "blocked",
      ),
    close: disk.close,
  };
}
