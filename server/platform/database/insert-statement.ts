import {
  type CompiledQuery,
  type InsertQueryBuilder,
  type InsertResult,
  type Kysely,
  type RootOperationNode,
  SqliteAdapter,
} from "kysely";
import type { Schema } from "./schema.ts";

/** Statements have 1, 2, 4 … 128 rows, so that few texts serve every number of rows. */
const MAX_ROWS = 128;

type Insert<T extends keyof Schema> = InsertQueryBuilder<Schema, T, InsertResult>;
/** The action for a row that already exists, as in Kysely's `onConflict`. */
type OnConflict<T extends keyof Schema> = Parameters<Insert<T>["onConflict"]>[0];
/** Inserts rows in few statements; none for no rows. Every row must have the columns of the first. */
export type InsertMany<T extends keyof Schema> = (
  tx: Kysely<Schema>,
  rows: readonly Schema[T][],
) => Promise<void>;

/**
 * Makes a function that inserts many rows into a table. Compiling an insert takes longer than running it, so each text
 * is compiled once: make the function once per call site, at the top of a module, not for each call.
 *
 * @param onConflict must not use values of its own: parameters are the rows' values only
 */
export function insertStatement<T extends keyof Schema>(table: T, onConflict?: OnConflict<T>): InsertMany<T> {
  // the texts by the engine's adapter, then by the columns, the number of rows and the shared columns
  const compiled = new WeakMap<object, Map<string, CompiledQuery>>();

  function compile(db: Kysely<Schema>, rows: readonly Schema[T][], columns: Columns): CompiledQuery {
    // Kysely takes the order of the columns from the rows; the parameters follow the order in `columns`
    const inOrder = rows.map((row) => withKeysInOrder(row, columns.all));
    const values = inOrder as Parameters<Insert<T>["values"]>[0];
    const insert = db.insertInto(table).values(values);
    const { sql, query, queryId, parameters } = (
      onConflict ? insert.onConflict(onConflict) : insert
    ).compile();
    if (parameters.length !== rows.length * columns.all.length)
      throw new Error(`An insert into ${table} has parameters that are not values of its rows`);
    return {
      sql: columns.shared.length ? withShared(sql, columns, rows.length) : sql,
      // the drivers need no more than the kind; the whole query would hold the rows in memory
      query: { kind: query.kind } as RootOperationNode,
      queryId,
      parameters: [],
    };
  }

  return async (tx, rows) => {
    const [first] = rows;
    if (!first) return;
    const { adapter } = tx.getExecutor();
    const texts = compiled.get(adapter) ?? new Map<string, CompiledQuery>();
    compiled.set(adapter, texts);
    const all = Object.keys(first);
    for (let start = 0; start < rows.length; ) {
      const size = Math.min(MAX_ROWS, 2 ** Math.floor(Math.log2(rows.length - start)));
      const some = rows.slice(start, start + size);
      const columns = { all, shared: adapter instanceof SqliteAdapter ? sharedColumns(some, all) : [] };
      const key = `${all.join()} ${size} ${columns.shared.join()}`;
      const insert = texts.get(key) ?? compile(tx, some, columns);
      texts.set(key, insert);
      await tx.executeQuery({ ...insert, parameters: parametersOf(some, columns) });
      start += size;
    }
  };
}

interface Columns {
  readonly all: readonly string[];
  /** Those that have the same value in all rows; their values are given once. */
  readonly shared: readonly string[];
}

type Row = object;
const columnOf = (row: Row, column: string): unknown => (row as Record<string, unknown>)[column];

const withKeysInOrder = <R extends Row>(row: R, columns: readonly string[]): R =>
  Object.fromEntries(columns.map((column) => [column, columnOf(row, column)])) as R;

/** The columns that have the same value in all of several rows; none if that would be all columns. */
function sharedColumns(rows: readonly Row[], columns: readonly string[]): readonly string[] {
  const [first, ...others] = rows;
  if (!first || !others.length) return [];
  const shared = columns.filter((column) =>
    others.every((row) => columnOf(row, column) === columnOf(first, column)),
  );
  return shared.length < columns.length ? shared : [];
}

/**
 * The same insert on SQLite with the shared values first, each given once. Most values of an import's rows are the same,
 * and binding a value takes as long as storing it.
 */
function withShared(insert: string, { all, shared }: Columns, size: number): string {
  const list = (width: number) =>
    Array(size)
      .fill(`(${Array(width).fill("?").join(", ")})`)
      .join(", ");
  const [head, tail, ...more] = insert.split(` values ${list(all.length)}`);
  if (tail === undefined || more.length) throw new Error(`Not the insert of ${size} rows: ${insert}`);
  let own = 0;
  const expressions = all.map((column) => (shared.includes(column) ? "?" : `column${++own}`));
  // without a condition, SQLite would parse "on conflict" as a join's "on"
  return `${head} select ${expressions.join(", ")} from (values ${list(own)}) where true${tail}`;
}

function parametersOf(rows: readonly Row[], { all, shared }: Columns): unknown[] {
  const [first] = rows;
  const parameters: unknown[] = first ? shared.map((column) => columnOf(first, column)) : [];
  const own = all.filter((column) => !shared.includes(column));
  for (const row of rows) for (const column of own) parameters.push(columnOf(row, column));
  return parameters;
}
