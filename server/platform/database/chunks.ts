import {
  type CompiledQuery,
  type Expression,
  type Kysely,
  type RawBuilder,
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

/** An insert by table, engine, number of rows and order of columns: compiling it each time costs more than running it. */
const compiled = new Map<string, CompiledQuery>();
/** Statements have 1, 2, 4 … 64 rows, so that few texts serve every number of rows. */
const MAX_ROWS = 64;

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
  const engine = tx.getExecutor().adapter.constructor.name;
  for (let at = 0; at < rows.length; ) {
    const size = Math.min(MAX_ROWS, 2 ** Math.floor(Math.log2(rows.length - at)));
    const some = rows.slice(at, at + size);
    const key = `${engine} ${table} ${size} ${columns.join()} ${variant}`;
    const insert = compiled.get(key) ?? { ...build(some).compile(), parameters: [] };
    compiled.set(key, insert);
    const parameters = some.flatMap((row) => columns.map((column) => row[column]));
    await tx.executeQuery({ ...insert, parameters });
    at += size;
  }
}
