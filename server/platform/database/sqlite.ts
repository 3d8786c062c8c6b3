import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { LOG_PAGES } from "./checkpoints.ts";
import { withoutNul } from "./without-nul.ts";

/** The part of the `node:sqlite` API that Foyer uses; `@photostructure/sqlite` has the same. */
interface Statement {
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
}
interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}
type SqliteModule = {
  DatabaseSync: new (path: string, options?: { readOnly?: boolean; timeout?: number }) => SqliteDatabase;
};

/** The SQLite that comes with Node where there is one (22.13 and later), otherwise the same API from npm. */
async function loadSqlite(): Promise<SqliteModule> {
  const builtIn = process.getBuiltinModule?.("node:sqlite" as "node:fs") as unknown as
    | SqliteModule
    | undefined;
  return builtIn ?? ((await import("@photostructure/sqlite")) as unknown as SqliteModule);
}

/**
 * Opens a database file. `synchronous=FULL` is set on every open: a database reopened in WAL mode would otherwise run
 * with NORMAL, and a power failure could lose an acknowledged commit. `secure_delete` overwrites deleted rows (R26).
 */
export async function openSqlite(
  path: string,
  access: "write" | "read" | "scratch",
): Promise<SqliteDatabase> {
  const { DatabaseSync } = await loadSqlite();
  const database = new DatabaseSync(path, { readOnly: access === "read", timeout: 5_000 });
  if (access === "write")
    database.exec(
      `pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = ${LOG_PAGES.withoutThread};
       pragma secure_delete = on;`,
    );
  if (access === "scratch") database.exec("pragma journal_mode = memory; pragma synchronous = off;");
  // a small cache for a scratch database: its other pages are in the system's cache
  const kilobytes = access === "scratch" ? 4_000 : 16_000;
  database.exec(`pragma foreign_keys = on; pragma cache_size = -${kilobytes}; pragma temp_store = memory;`);
  return database;
}

/** A SQLite dialect for Kysely with a cache of prepared statements (Kysely's own prepares each query). */
export function sqliteDialect(database: SqliteDatabase): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** A driver with one connection, which one user has at a time. */
class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection;
  readonly #database: SqliteDatabase;
  #free: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#connection = new SqliteConnection(database);
  }

  async init(): Promise<void> {
    // the database is open already
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#free;
    let release: () => void = () => undefined;
    this.#free = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    this.#release = release;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  /** IMMEDIATE: the transaction takes the write lock at once, instead of failing at its first write. */
  async beginTransaction(): Promise<void> {
    this.#database.exec("begin immediate");
  }
  async commitTransaction(): Promise<void> {
    this.#database.exec("commit");
  }
  async rollbackTransaction(): Promise<void> {
    this.#database.exec("rollback");
  }
  async destroy(): Promise<void> {
    this.#database.close();
  }
}

/** The size of the statement cache. */
const MAX_STATEMENTS = 500;

class SqliteConnection implements DatabaseConnection {
  readonly #database: SqliteDatabase;
  readonly #statements = new Map<string, Statement>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(sql);
    const values = parameters.every(isPlain) ? parameters : parameters.map(toSqlite);
    const returnsRows =
      query.kind === "SelectQueryNode" ||
      query.kind === "RawNode" ||
      ("returning" in query && !!query.returning);
    if (returnsRows) return { rows: statement.all(...values) as R[] };
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  // biome-ignore lint/correctness/useYield: nothing streams from SQLite yet; Kysely's interface asks for the method
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("Streaming from SQLite is not supported");
  }

  /** The statement for a text, from a least-recently-used cache. */
  #prepare(sql: string): Statement {
    const cached = this.#statements.get(sql);
    if (cached) this.#statements.delete(sql);
    const statement = cached ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > MAX_STATEMENTS) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    return statement;
  }
}

/** Whether the driver takes a value as it is. Nearly all are so, and an import binds millions. */
const isPlain = (value: unknown): boolean =>
  typeof value === "string" ? !value.includes("\0") : typeof value === "number" || value === null;

/** SQLite has neither booleans nor dates, and would take a Date in the first place for named parameters. */
function toSqlite(value: unknown): unknown {
  if (typeof value === "string") return withoutNul(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString();
  return value === undefined ? null : value;
}
