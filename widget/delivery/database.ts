import { promisifyRequest } from "idb-keyval";
import type { CancelTimer } from "./cancel-timer.ts";

const STORE = "deliveries";
/** How long the browser may take to open a database, ms. Some never answer (a fault of Safari; a blocked upgrade). */
const OPEN_TIMEOUT = 2_000;
const TRANSACTION_TIMEOUT = 10_000;
/** The wait before a database that was deleted is made again, ms: the session may be about to end (R25). */
const RESTORE_DELAY = 500;

export interface DatabaseOptions {
  readonly name: string;
  /** Fills an empty database with what this page knows of one that the site has deleted (R21). */
  fill(store: IDBObjectStore): void;
  /** Whether there is anything to fill it with. */
  hasContent(): boolean;
  /** Calls a job after so many ms. */
  after(ms: number, job: () => void): CancelTimer;
}

/** An IndexedDB database of one object store, which opens itself again whatever closes or deletes it. */
export interface Database {
  /**
   * Runs a transaction. Resolves to the result of the request that `use` returns once it is on disk, not merely handed
   * to the operating system.
   *
   * @throws when storage is blocked or full, or does not answer in time
   */
  run<T>(
    mode: IDBTransactionMode,
    use: (store: IDBObjectStore) => IDBRequest<T> | undefined,
  ): Promise<T | undefined>;
  close(): void;
}

export function openDatabase({ name, fill, hasContent, after }: DatabaseOptions): Database {
  let connection: Promise<IDBDatabase> | null = null;
  /** The browser has not answered in time, and may answer later. */
  let isLate = false;
  let isLost = false;
  let isClosed = false;
  let cancel: CancelTimer = () => undefined;

  /** Rejects if a promise takes longer. */
  function within<T>(ms: number, promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancelTimeout = after(ms, () => reject(new Error("IndexedDB does not answer")));
      promise.finally(cancelTimeout).then(resolve, reject);
    });
  }

  /** The site has deleted the database, or the browser has closed it. */
  function onLost(): void {
    connection = null;
    isLost = true;
    cancel();
    cancel = after(RESTORE_DELAY, () => {
      if (!isClosed && hasContent()) connect().catch(() => undefined); // the next transaction tries again
    });
  }

  async function open(): Promise<IDBDatabase> {
    const isRestored = isLost && hasContent();
    isLost = false;
    const request = indexedDB.open(name); // in a sandboxed frame it throws
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    const database = await promisifyRequest(request);
    database.onclose = onLost;
    // otherwise the deletion would wait for as long as this page is open
    database.onversionchange = () => {
      database.close();
      onLost();
    };
    if (isRestored) {
      const store = database.transaction(STORE, "readwrite").objectStore(STORE);
      const count = store.count();
      count.onsuccess = () => {
        if (!count.result) fill(store);
      };
    }
    return database;
  }

  async function connect(): Promise<IDBDatabase> {
    if (!connection) {
      const opened = open();
      connection = opened;
      isLate = false;
      opened.then(
        () => {
          isLate = false;
        },
        () => {
          connection = null;
        },
      );
    }
    if (isLate) throw new Error("IndexedDB does not answer");
    return within(OPEN_TIMEOUT, connection).catch((error) => {
      isLate = true;
      throw error;
    });
  }

  const transact: Database["run"] = async <T>(
    mode: IDBTransactionMode,
    use: (store: IDBObjectStore) => IDBRequest<T> | undefined,
  ) => {
    const database = await connect();
    return within(
      TRANSACTION_TIMEOUT,
      new Promise<T | undefined>((resolve, reject) => {
        const transaction = database.transaction(STORE, mode, { durability: "strict" });
        let request: IDBRequest<T> | undefined;
        // a request rejects before the transaction knows that the disk is full
        transaction.oncomplete = () => resolve(request?.result);
        transaction.onabort = () => reject(transaction.error);
        try {
          request = use(transaction.objectStore(STORE));
        } catch (error) {
          transaction.abort(); // or a part of the changes would be made
          reject(error);
        }
      }),
    );
  };

  return {
    run: (mode, use) =>
      transact(mode, use).catch((error) => {
        // the connection was closed without an event
        if (error?.name !== "InvalidStateError") throw error;
        connection = null;
        return transact(mode, use);
      }),
    close() {
      isClosed = true;
      cancel();
      connection?.then(
        (database) => database.close(),
        () => undefined, // it was never opened
      );
    },
  };
}
