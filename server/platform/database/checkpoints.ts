import { once } from "node:events";
import { statSync } from "node:fs";
import { startSqliteThread } from "./sqlite-thread.ts";

/** The number of pages in the write-ahead log that makes a commit run a checkpoint: without and with the thread. */
export const LOG_PAGES = { withoutThread: 4_000, withThread: 16_000 } as const;
/** The size of the log, in bytes, from which the thread is started. */
const LARGE_LOG = 8 * 1024 * 1024;
/** The size is checked once in so many commits. */
const CHECK_EVERY = 32;

/**
 * The program of the thread. It checks whether the log was written to, runs a checkpoint, and checks again at once if
 * many pages were copied.
 */
const THREAD = `
const { statSync } = require("node:fs");
const MANY_PAGES = 500, SOON = 10, PAUSE = 250;
const written = () => statSync(workerData.path + "-wal", { throwIfNoEntry: false })?.mtimeMs ?? 0;
(async () => {
  const database = await openDatabase(0);
  database.exec("pragma synchronous = full; pragma cache_size = -500");
  const checkpoint = database.prepare("pragma wal_checkpoint(passive)");
  let [seen, copied, timer] = [0, 0];
  const look = () => {
    const now = written();
    let pages = 0;
    if (now !== seen) {
      const { checkpointed } = checkpoint.all()[0];
      pages = Math.abs(checkpointed - copied);
      [seen, copied] = [now, checkpointed];
    }
    timer = setTimeout(look, pages > MANY_PAGES ? SOON : PAUSE);
  };
  look();
  parentPort.once("message", () => {
    clearTimeout(timer);
    database.close();
  });
})();
`;

/** @returns stops the thread */
function startThread(path: string, onEnd: () => void): () => Promise<void> {
  const thread = startSqliteThread(THREAD, path);
  thread.unref();
  // the thread ends, and commits run the checkpoints again
  thread.on("error", () => undefined);
  thread.once("exit", onEnd);
  return async () => {
    thread.off("exit", onEnd);
    const ended = once(thread, "exit");
    // a message, not `terminate`: terminating it within a native call would end the process
    thread.ref();
    thread.postMessage("end");
    await ended;
  };
}

/**
 * Runs checkpoints, which copy the write-ahead log into the database file, on a thread of its own once the log is large.
 * Otherwise single commits run them, and all writers wait.
 *
 * @param setLogPages sets the number of pages from which a commit runs a checkpoint
 * @returns `committed`, to be called after each commit, and `stop`
 */
export function createCheckpointer(path: string, setLogPages: (pages: number) => void) {
  let stop: (() => Promise<void>) | null = null;
  let hasEnded = false;
  let commits = 0;
  const onEnd = () => {
    [stop, hasEnded] = [null, true];
    setLogPages(LOG_PAGES.withoutThread);
  };
  return {
    committed(): void {
      if (stop || hasEnded || ++commits % CHECK_EVERY) return;
      if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) < LARGE_LOG) return;
      setLogPages(LOG_PAGES.withThread);
      stop = startThread(path, onEnd);
    },
    async stop(): Promise<void> {
      await stop?.();
      stop = null;
    },
  };
}
