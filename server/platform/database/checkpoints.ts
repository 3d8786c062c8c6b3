import { once } from "node:events";
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** How many pages the log may have before a commit copies them: alone, and beside the thread. */
export const LOG_PAGES = { alone: 4_000, beside: 16_000 } as const;
/** A log of so many bytes says that much is being written. */
const MUCH = 8 * 1024 * 1024;
/** How often is looked at the log, in commits. */
const LOOK_EVERY = 32;

/**
 * The thread: plain JavaScript, so that it runs from the sources and from the built server alike. It looks whether
 * anything was written, copies it, and looks again at once where that was much.
 */
const THREAD = `
const { statSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");
const MANY_PAGES = 500, SOON = 10, PAUSE = 250;
const written = () => statSync(workerData.path + "-wal", { throwIfNoEntry: false })?.mtimeMs ?? 0;
(async () => {
  const { DatabaseSync } = workerData.npm ? await import(workerData.npm) : process.getBuiltinModule("node:sqlite");
  const database = new DatabaseSync(workerData.path, { timeout: 0 });
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

/** @returns what stops it */
function startThread(path: string, onEnd: () => void): () => Promise<void> {
  const hasBuiltIn = !!process.getBuiltinModule?.("node:sqlite" as "node:fs");
  const npm = hasBuiltIn
    ? null
    : pathToFileURL(createRequire(import.meta.url).resolve("@photostructure/sqlite")).href;
  const thread = new Worker(THREAD, {
    eval: true,
    workerData: { path, npm },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  thread.unref();
  // it ends, and commits do its work again: nothing is lost but time
  thread.on("error", () => undefined);
  thread.once("exit", onEnd);
  return async () => {
    thread.off("exit", onEnd);
    const ended = once(thread, "exit");
    // it is asked to end: to end it in the middle of a call would end the process
    thread.ref();
    thread.postMessage("end");
    await ended;
  };
}

/**
 * Copies what is written from the log into the database file, where that is much on a thread of its own: otherwise now
 * and then one commit does it for all before it, and everybody waits.
 *
 * @param setLogPages sets how many pages the log may have before a commit copies them
 * @returns what is to be called after each commit, and what stops it
 */
export function checkpointsOf(path: string, setLogPages: (pages: number) => void) {
  let stop: (() => Promise<void>) | null = null;
  let hasEnded = false;
  let commits = 0;
  const onEnd = () => {
    [stop, hasEnded] = [null, true];
    setLogPages(LOG_PAGES.alone);
  };
  return {
    committed(): void {
      if (stop || hasEnded || ++commits % LOOK_EVERY) return;
      if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) < MUCH) return;
      setLogPages(LOG_PAGES.beside);
      stop = startThread(path, onEnd);
    },
    async stop(): Promise<void> {
      await stop?.();
      stop = null;
    },
  };
}
