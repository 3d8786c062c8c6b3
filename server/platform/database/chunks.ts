import { type Expression, type Kysely, type RawBuilder, type SqlBool, SqliteAdapter, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Well below the engines' limits for parameters of one statement (SQLite 32,766, PostgreSQL 65,535). */
const MAX_PARAMETERS = 8_000;

/**
 * Runs a query for many keys, in as many statements as the engines' limits require.
 *
 * @param ask queries for some of the keys
 * @returns all rows, in the order of the statements
 */
export async function inChunks<K, R>(
  keys: readonly K[],
  ask: (some: readonly K[]) => Promise<R[]>,
): Promise<R[]> {
  const answers: R[] = [];
  for (let start = 0; start < keys.length; start += MAX_PARAMETERS) {
    for (const row of await ask(keys.slice(start, start + MAX_PARAMETERS))) answers.push(row);
  }
  return answers;
}

/**
 * The condition that a column has one of many texts, with all of them in one parameter. The text of the statement is
 * the same for any number of them, so it is compiled and prepared once.
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
