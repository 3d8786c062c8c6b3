import { type CreateTableBuilder, type Kysely, SqliteAdapter, sql } from "kysely";

function isSqlite(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}

/** Text whose order is that of its bytes, so that what begins with a word is one stretch of an index. SQLite has no other. */
export function inByteOrder(db: Kysely<unknown>) {
  return isSqlite(db) ? sql`text` : sql`text collate "C"`;
}

/**
 * Keeps a table's rows in the tree of its primary key, where SQLite would otherwise keep two trees for it: half the
 * pages to write for each row. PostgreSQL has no such choice.
 */
export function clustered(db: Kysely<unknown>) {
  return <T extends string, C extends string>(table: CreateTableBuilder<T, C>): CreateTableBuilder<T, C> =>
    isSqlite(db) ? table.modifyEnd(sql`without rowid`) : table;
}
