import { createStore, promisifyRequest } from "idb-keyval";
import type { Delivery } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { VisitorRecord } from "../embed/visitor-record.ts";

/** One delivery on its way. */
export interface Entry<D extends Delivery = Delivery> {
  readonly delivery: D;
  /** Who wrote it: after "Not you?" it still goes out in their name. */
  readonly visitor: VisitorRecord;
  /** Why the server refused it; null while it waits. */
  readonly problem: Problem | null;
}

/** Where entries are kept, by the ID of their delivery. */
export interface Store {
  /** All entries, oldest first. */
  all(): Promise<Entry[]>;
  /** Puts and removes in one step: all of it happens, or nothing. */
  write(put: readonly Entry[], remove: readonly string[]): Promise<void>;
  close(): void;
}

/**
 * Entries in IndexedDB. A write is answered when it is on disk, not merely handed to the operating system.
 *
 * @param name of the database
 */
export function diskStore(name: string): Store {
  const entries = createStore(name, "deliveries");

  // async: in a sandboxed page IndexedDB throws at once, which counts as any other refusal
  const write = async (put: readonly Entry[], remove: readonly string[]) =>
    entries(
      "readonly",
      ({ name, transaction }) =>
        // not promisifyRequest: of a full disk it would hear before the transaction knows why
        new Promise<void>((resolve, reject) => {
          const strict = transaction.db.transaction(name, "readwrite", { durability: "strict" });
          strict.oncomplete = () => resolve();
          strict.onabort = () => reject(strict.error);
          const store = strict.objectStore(name);
          for (const id of remove) store.delete(id);
          for (const entry of put) store.put(entry, entry.delivery.id);
        }),
    );

  const all = async () => entries("readonly", (store) => promisifyRequest<Entry[]>(store.getAll()));

  const close = () => {
    Promise.resolve()
      .then(() => entries("readonly", (store) => store.transaction.db.close()))
      .catch(() => {
        // it was never opened
      });
  };

  return { all, write, close };
}

/** Entries in this page's memory, for as long as it lives. */
export function memoryStore(): Store {
  const entries = new Map<string, Entry>();
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
