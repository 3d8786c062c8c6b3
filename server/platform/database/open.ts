import { Kysely, sql, type Transaction } from "kysely";
import { StartupError } from "../startup-error.ts";
import { checkpointsOf } from "./checkpoints.ts";
import { groupCommit } from "./group-commit.ts";
import { migrate } from "./migrate.ts";
import { postgresDialect } from "./postgres.ts";
import type { Schema } from "./schema.ts";
import { openSqlite, sqliteDialect } from "./sqlite.ts";

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

export interface Database {
  readonly engine: "sqlite" | "postgres";
  /** For reading: sees only what is committed. */
  readonly read: Db;
  /** Writes in a transaction shared with its neighbours; resolves when the data is on disk. */
  write<T>(run: (transaction: Tx) => Promise<T>): Promise<T>;
  /** The writing connection, for a library that brings its own statements. Foyer's own code uses `write`. */
  readonly writer: Db;
  close(): Promise<void>;
}

/** One number, the same in every Foyer process, that orders their writes on one PostgreSQL. */
const WRITE_LOCK = 7_470_001;

/**
 * Opens and migrates the database.
 *
 * @param location a file path (SQLite) or a `postgres://` address
 * @throws StartupError `database_unreachable`, `database_newer`
 */
export async function openDatabase(location: string): Promise<Database> {
  const isPostgres = /^postgres(ql)?:\/\//.test(location);
  try {
    return isPostgres ? await openOnPostgres(location) : await openOnSqlite(location);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const where = isPostgres
      ? "the PostgreSQL database of FOYER_DATABASE_URL"
      : `the database file ${location}`;
    const reason = error instanceof Error && error.message ? error.message : String(error);
    throw new StartupError("database_unreachable", `Cannot open ${where}: ${reason}`, { cause: error });
  }
}

async function openOnSqlite(path: string): Promise<Database> {
  const file = await openSqlite(path, "write");
  const writer = new Kysely<Schema>({ dialect: sqliteDialect(file) });
  await migrate(writer as unknown as Kysely<never>);
  const read = new Kysely<Schema>({ dialect: sqliteDialect(await openSqlite(path, "read")) });
  const checkpoints = checkpointsOf(path, (pages) => file.exec(`pragma wal_autocheckpoint = ${pages}`));
  const { write, settled } = groupCommit(writer, { committed: checkpoints.committed });
  const close = async () => {
    await settled();
    await checkpoints.stop();
    await read.destroy();
    await writer.destroy();
  };
  return { engine: "sqlite", read, write, writer, close };
}

/**
 * Opens a database of its own for what is only tried out: nothing of it outlives a crash, so nothing waits for a disk.
 *
 * @param path a file that is not there yet; the caller removes it
 */
export async function openScratch(path: string): Promise<Pick<Database, "read" | "write" | "close">> {
  const db = new Kysely<Schema>({ dialect: sqliteDialect(await openSqlite(path, "scratch")) });
  await migrate(db as unknown as Kysely<never>);
  const { write, settled } = groupCommit(db);
  const close = async () => {
    await settled();
    await db.destroy();
  };
  return { read: db, write, close };
}

/** Decisions read before they write (who holds this e-mail?), so processes that share a database take turns. */
async function openOnPostgres(url: string): Promise<Database> {
  const db = new Kysely<Schema>({ dialect: await postgresDialect(url) });
  await migrate(db as unknown as Kysely<never>);
  const { write, settled } = groupCommit(db, {
    begin: (transaction) => sql`select pg_advisory_xact_lock(${WRITE_LOCK})`.execute(transaction),
  });
  const close = async () => {
    await settled();
    await db.destroy();
  };
  return { engine: "postgres", read: db, write, writer: db, close };
}
