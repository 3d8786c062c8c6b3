import { statSync } from "node:fs";
import { type Kysely, SqliteAdapter } from "kysely";
import type { Schema } from "./schema.ts";
import { runOnThread } from "./sqlite-thread.ts";

/** A file up to this size is rewritten after each erasure, in less than a second; bytes. */
const SMALL_FILE = 64 * 1024 * 1024;
/** A larger file is rewritten once in this time, ms. */
const DAY = 24 * 3_600_000;

type ErasedBytesState = Readonly<Schema["erased_bytes"]>;

export type ErasedBytesStep = "nothing" | "truncate" | "rewrite";

/**
 * Decides how the bytes of erased rows leave the file of a SQLite database (R26). `secure_delete` overwrites deleted rows
 * with zeros, but copies of them may stay in pages from which the engine has moved rows to other pages, and in the
 * write-ahead log. Pure.
 *
 * @param size of the file, bytes
 */
export function planErasedBytes(state: ErasedBytesState, size: number, now: number): ErasedBytesStep {
  const isRewritten = state.rewritten === state.erasures;
  if (!isRewritten && (size <= SMALL_FILE || now - state.rewritten_at >= DAY)) return "rewrite";
  return state.truncated === state.erasures ? "nothing" : "truncate";
}

/** Records that rows of a person are deleted in this transaction. Only a SQLite file is rewritten. */
export async function recordErasure(tx: Kysely<Schema>): Promise<void> {
  if (!(tx.getExecutor().adapter instanceof SqliteAdapter)) return;
  await tx
    .updateTable("erased_bytes")
    .set((eb) => ({ erasures: eb("erasures", "+", 1) }))
    .execute();
}

const TRUNCATE = "pragma wal_checkpoint(truncate)";
const STATEMENTS = { truncate: [TRUNCATE], rewrite: ["vacuum", TRUNCATE] } as const;

/**
 * Removes the bytes of erased rows from a SQLite file. Writers wait meanwhile, without blocking the event loop; readers
 * do not.
 *
 * @param writer the writing connection, of which there is one
 * @returns whether there was anything to do
 * @throws the database's error: the disk is full, or another process holds the file; the next call tries again
 */
export async function removeErasedBytes(
  { writer, path }: { writer: Kysely<Schema>; path: string },
  now: number,
): Promise<boolean> {
  return writer.connection().execute(async (held) => {
    const state = await readState(held);
    const step = planErasedBytes(state, statSync(path).size, now);
    if (step === "nothing") return false;
    await runOnThread(path, STATEMENTS[step]);
    const { erasures } = state;
    await held
      .updateTable("erased_bytes")
      .set({ truncated: erasures, ...(step === "rewrite" && { rewritten: erasures, rewritten_at: now }) })
      .execute();
    return true;
  });
}

/** Whether erasures wait for `removeErasedBytes`. */
export async function hasErasedBytes(db: Kysely<Schema>): Promise<boolean> {
  const { erasures, rewritten } = await readState(db);
  return erasures > rewritten;
}

function readState(db: Kysely<Schema>): Promise<ErasedBytesState> {
  return db.selectFrom("erased_bytes").selectAll().executeTakeFirstOrThrow();
}
