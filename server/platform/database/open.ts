import { readFile, writeFile } from "node:fs/promises";
import { Kysely, sql } from "kysely";
import type { FoyerEvent } from "../../../shared/event.ts";
import { StartupError } from "../startup-error.ts";
import { createCheckpointer } from "./checkpoints.ts";
import { hasErasedBytes, removeErasedBytes } from "./erased-bytes.ts";
import { groupCommit, type PublishingTransaction, type Recorder } from "./group-commit.ts";
import { migrate } from "./migrate.ts";
import { postgresDialect } from "./postgres.ts";
import type { Schema } from "./schema.ts";
import type { StatementLog } from "./slow-statements.ts";
import { openSqlite, sqliteDialect } from "./sqlite.ts";

export type Db = Kysely<Schema>;
export type Tx = PublishingTransaction<Schema, FoyerEvent>;

export interface Database {
  readonly engine: "sqlite" | "postgres";
  /** For reading: it sees committed data only. */
  readonly read: Db;
  /** Writes in a transaction that other writes may share; resolves when the data is on disk. */
  write<T>(run: (transaction: Tx) => Promise<T>): Promise<T>;
  /** The same database, with `publish` taking the events of all that is written through it. `publish` must not throw. */
  publishingTo(publish: Publish): Database;
  /** The same database, with `record` writing what follows from the events of all that is written through it, with them. */
  recordingTo(record: EventRecorder): Database;
  /** The writing connection, for a library with statements of its own. Foyer's own code uses `write`. */
  readonly writer: Db;
  /**
   * Removes what is left of erased rows from a SQLite file (`erased-bytes.ts`). PostgreSQL does that by itself, later.
   *
   * @param now ms since 1970
   * @returns whether there was anything to do
   */
  removeErasedBytes(now: number): Promise<boolean>;
  /** Whether erased rows may still be in a SQLite file. */
  hasErasedBytes(): Promise<boolean>;
  close(): Promise<void>;
}

type Publish = (event: FoyerEvent) => void;
export type EventRecorder = Recorder<Schema, FoyerEvent>;
type Commit = <T>(
  run: (transaction: Tx) => Promise<T>,
  publish?: Publish,
  record?: EventRecorder,
) => Promise<T>;

/** The advisory lock by which Foyer processes that share a PostgreSQL database take turns in writing. */
const WRITE_LOCK = 7_470_001;

/**
 * Opens and migrates the database. Events are dropped until `publishingTo` says where they go.
 *
 * @param location a file path (SQLite) or a `postgres://` address
 * @param log receives each statement after it has run; without it, statements are not measured
 * @throws StartupError `database_unreachable`, `database_newer`
 */
export async function openDatabase(location: string, log?: StatementLog): Promise<Database> {
  const isPostgres = /^postgres(ql)?:\/\//.test(location);
  try {
    return isPostgres ? await openOnPostgres(location, log) : await openOnSqlite(location, log);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const where = isPostgres
      ? "the PostgreSQL database of FOYER_DATABASE_URL"
      : `the database file ${location}`;
    const reason = error instanceof Error && error.message ? error.message : String(error);
    throw new StartupError("database_unreachable", `Cannot open ${where}: ${reason}`, { cause: error });
  }
}

async function openOnSqlite(path: string, log?: StatementLog): Promise<Database> {
  const file = await openSqlite(path, "write");
  const writer = new Kysely<Schema>({ dialect: sqliteDialect(file), ...(log && { log }) });
  await migrate(writer as unknown as Kysely<never>);
  const read = new Kysely<Schema>({
    dialect: sqliteDialect(await openSqlite(path, "read")),
    ...(log && { log }),
  });
  const checkpoints = createCheckpointer(path, (pages) => file.exec(`pragma wal_autocheckpoint = ${pages}`));
  const commits = groupCommit<Schema, FoyerEvent>(writer, { committed: checkpoints.committed });
  const close = async () => {
    await commits.settled();
    await checkpoints.stop();
    await read.destroy();
    await writer.destroy();
  };
  return {
    engine: "sqlite",
    read,
    ...writing(commits.write),
    writer,
    removeErasedBytes: (now) => removeErasedBytes({ writer, path }, now),
    hasErasedBytes: () => hasErasedBytes(read),
    close,
  };
}

/** The methods of a `Database` that write. */
function writing(
  commit: Commit,
  publish?: Publish,
  record?: EventRecorder,
): Pick<Database, "write" | "publishingTo" | "recordingTo"> {
  return {
    write: (run) => commit(run, publish, record),
    publishingTo(this: Database, next) {
      return { ...this, ...writing(commit, next, record) };
    },
    recordingTo(this: Database, next) {
      return { ...this, ...writing(commit, publish, next) };
    },
  };
}

/** The file of the process's first scratch database before its first write: all migrations take longer than a small dry run. */
let migratedScratch: Buffer | undefined;

/**
 * Opens a temporary database, for a dry run. It does not survive a crash, so no write waits for the disk.
 *
 * @param path a file that does not exist yet; the caller removes it
 */
export async function openScratch(path: string): Promise<Pick<Database, "read" | "write" | "close">> {
  if (migratedScratch) await writeFile(path, migratedScratch, { flag: "wx" });
  else migratedScratch = await migrateScratch(path);
  const db = await connectScratch(path);
  const { write, settled } = groupCommit<Schema, FoyerEvent>(db);
  const close = async () => {
    await settled();
    await db.destroy();
  };
  return { read: db, write, close };
}

const connectScratch = async (path: string) =>
  new Kysely<Schema>({ dialect: sqliteDialect(await openSqlite(path, "scratch")) });

/** The indexes by which a list is sorted or filtered. A dry run reads none of them, and writing them takes a quarter of its time. */
const LIST_INDEXES = [
  "visitors_contacts",
  "visitors_contacts_name",
  "visitors_contacts_since",
  "visitors_contacts_source",
  "details_organizations",
] as const;

async function migrateScratch(path: string): Promise<Buffer> {
  const db = await connectScratch(path);
  await migrate(db as unknown as Kysely<never>);
  for (const index of LIST_INDEXES) await db.schema.dropIndex(index).execute();
  await db.destroy();
  return readFile(path);
}

/** A write reads before it decides (who has this e-mail address?), so processes that share a database take turns. */
async function openOnPostgres(url: string, log?: StatementLog): Promise<Database> {
  const db = new Kysely<Schema>({ dialect: await postgresDialect(url), ...(log && { log }) });
  await migrate(db as unknown as Kysely<never>);
  const commits = groupCommit<Schema, FoyerEvent>(db, {
    begin: (transaction) => sql`select pg_advisory_xact_lock(${WRITE_LOCK})`.execute(transaction),
  });
  const close = async () => {
    await commits.settled();
    await db.destroy();
  };
  return {
    engine: "postgres",
    read: db,
    ...writing(commits.write),
    writer: db,
    removeErasedBytes: async () => false,
    hasErasedBytes: async () => false,
    close,
  };
}
