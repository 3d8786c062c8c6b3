import {
  type CompiledQuery,
  type Expression,
  type Kysely,
  type RawBuilder,
  type RootOperationNode,
  type SqlBool,
  SqliteAdapter,
  sql,
  type Transaction,
} from "kysely";
import type { Schema } from "./schema.ts";

/** Well below what engines allow as parameters of one statement (SQLite 32,766, PostgreSQL 65,535). */
const MAX_PARAMETERS = 8_000;

/** Asks for many keys, in as many statements as the engines' limits need, and joins the answers. */
export async function inChunks<K, R>(
  keys: readonly K[],
  ask: (some: readonly K[]) => Promise<R[]>,
): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < keys.length; at += MAX_PARAMETERS) {
    for (const row of await ask(keys.slice(at, at + MAX_PARAMETERS))) answers.push(row);
  }
  return answers;
}

/**
 * That a column is one of many texts, as one parameter: the statement stays the same for any number of them, and neither
 * has to be compiled nor prepared anew.
 */
export function isOneOf(
  db: Kysely<Schema>,
  column: string,
  texts: readonly string[],
): Expression<SqlBool> & RawBuilder<SqlBool> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
  return isSqlite
    ? sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(texts)}))`
    : sql<SqlBool>`${sql.ref(column)} = any(${texts})`;
}

/** An insert by all that makes its text: compiling it each time costs more than running it. */
const compiled = new Map<string, CompiledQuery>();
/** Statements have 1, 2, 4 … rows, so that few texts serve every number of rows. */
const MAX_ROWS = 128;

/**
 * Inserts many rows in few statements; none for no rows. Column order is the first row's, and every row must have
 * the same columns.
 *
 * @param build the insert for some rows; it must always be the same one for a table, an order of columns and a variant
 * @param variant tells apart what does the same otherwise
 */
export async function insertMany<T extends keyof Schema, R extends Schema[T]>(
  tx: Transaction<Schema>,
  table: T,
  rows: readonly R[],
  build: (some: readonly R[]) => { compile(): CompiledQuery },
  variant = "",
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first) as (keyof R)[];
  const isSqlite = tx.getExecutor().adapter instanceof SqliteAdapter;
  const kind = `${isSqlite} ${table} ${columns.join()} ${variant}`;
  for (let at = 0; at < rows.length; ) {
    const size = Math.min(MAX_ROWS, 2 ** Math.floor(Math.log2(rows.length - at)));
    const some = rows.slice(at, at + size);
    const shared = isSqlite ? sharedColumns(some, columns) : [];
    const key = `${kind} ${size} ${shared.join()}`;
    let insert = compiled.get(key);
    if (!insert) {
      const { sql: text, query, queryId } = build(some).compile();
      insert = {
        sql: shared.length ? withShared(text, columns, shared, size) : text,
        // all that engines ask of it: whole, it would keep the rows
        query: { kind: query.kind } as RootOperationNode,
        queryId,
        parameters: [],
      };
      compiled.set(key, insert);
    }
    await tx.executeQuery({ ...insert, parameters: parametersOf(some, columns, shared) });
    at += size;
  }
}

/** The columns that have the same value in all of several rows. */
function sharedColumns<R>(rows: readonly R[], columns: readonly (keyof R)[]): (keyof R)[] {
  const [first, ...others] = rows;
  if (!first || !others.length) return [];
  const shared = columns.filter((column) => others.every((row) => row[column] === first[column]));
  return shared.length < columns.length ? shared : [];
}

/**
 * The same insert on SQLite with shared values given once, before all others: most values of an import's rows are the
 * same, and handing a value over costs as much as keeping it.
 */
function withShared<C>(insert: string, columns: readonly C[], shared: readonly C[], size: number): string {
  const list = (width: number) =>
    Array(size)
      .fill(`(${Array(width).fill("?").join(", ")})`)
      .join(", ");
  const [head, tail, ...more] = insert.split(` values ${list(columns.length)}`);
  if (tail === undefined || more.length) throw new Error(`Not the insert of ${size} rows: ${insert}`);
  let own = 0;
  const places = columns.map((column) => (shared.includes(column) ? "?" : `column${++own}`));
  // without a condition, "on conflict" would be taken for a join's "on"
  return `${head} select ${places.join(", ")} from (values ${list(own)}) where true${tail}`;
}

function parametersOf<R>(rows: readonly R[], columns: readonly (keyof R)[], shared: readonly (keyof R)[]) {
  const [first] = rows;
  const parameters: unknown[] = first ? shared.map((column) => first[column]) : [];
  const own = columns.filter((column) => !shared.includes(column));
  for (const row of rows) for (const column of own) parameters.push(row[column]);
  return parameters;
}
