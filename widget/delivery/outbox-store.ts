import { createStore, promisifyRequest } from "idb-keyval";
import type { Delivery } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { VisitorRecord } from "../embed/visitor-record.ts";

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
 * Stores entries in IndexedDB. A write resolves when it is on disk, not merely handed to the operating system.
 *
 * @param name of the database
 */
export function openDiskStore(name: string): OutboxStore {
  const entries = createStore(name, "deliveries");

  // async: in a sandboxed page IndexedDB throws synchronously, which must count as any other failure
  const write = async (put: readonly OutboxEntry[], remove: readonly string[]) =>
    entries(
      "readonly",
      ({ name, transaction }) =>
        // not promisifyRequest, which rejects before the transaction knows that the disk is full
        new Promise<void>((resolve, reject) => {
          const strict = transaction.db.transaction(name, "readwrite", { durability: "strict" });
          strict.oncomplete = () => resolve();
          strict.onabort = () => reject(strict.error);
          const store = strict.objectStore(name);
          for (const id of remove) store.delete(id);
          for (const entry of put) store.put(entry, entry.delivery.id);
        }),
    );

  const all = async () => entries("readonly", (store) => promisifyRequest<OutboxEntry[]>(store.getAll()));

  const close = () => {
    Promise.resolve()
      .then(() => entries("readonly", (store) => store.transaction.db.close()))
      .catch(() => {
        // the database was never opened
      });
  };

  return { all, write, close };
}

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
    /** The entries of both stores, oldest first. */
    async all(): Promise<OutboxEntry[]> {
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
