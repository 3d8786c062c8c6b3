import { once } from "node:events";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** The first lines of a thread's program, in plain JavaScript, which define `openDatabase`: as `loadSqlite` for the main thread. */
const OPEN = `
const { parentPort, workerData } = require("node:worker_threads");
const openDatabase = async (timeout) => {
  const { DatabaseSync } = workerData.npm ? await import(workerData.npm) : process.getBuiltinModule("node:sqlite");
  return new DatabaseSync(workerData.path, { timeout });
};
`;

/**
 * Starts a thread that has a connection of its own to a SQLite file.
 *
 * @param program plain JavaScript, so that it runs from the sources and from the built server alike; it may use
 *   `parentPort`, `workerData` and `openDatabase(timeout)`, whose timeout is in ms
 * @param data further properties of `workerData`
 */
export function startSqliteThread(program: string, path: string, data: object = {}): Worker {
  const hasBuiltIn = !!process.getBuiltinModule?.("node:sqlite" as "node:fs");
  const npm = hasBuiltIn
    ? null
    : pathToFileURL(createRequire(import.meta.url).resolve("@photostructure/sqlite")).href;
  return new Worker(OPEN + program, {
    eval: true,
    workerData: { ...data, path, npm },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
}

/** How long a statement waits for another connection, ms. */
const LOCK_TIMEOUT = 10_000;

const RUN = `
(async () => {
  const database = await openDatabase(${LOCK_TIMEOUT});
  for (const statement of workerData.statements) database.prepare(statement).all();
  database.close();
})();
`;

/**
 * Runs statements on a thread, so that the event loop continues.
 *
 * @throws the database's error
 */
export async function runOnThread(path: string, statements: readonly string[]): Promise<void> {
  const thread = startSqliteThread(RUN, path, { statements });
  // rejects on the event "error", which an exception in the thread causes
  await once(thread, "exit");
}
