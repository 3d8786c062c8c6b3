import { type CreateTableBuilder, type Kysely, SqliteAdapter, sql } from "kysely";

function isSqlite(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}

/** Text that is ordered by its bytes, so that all values with one prefix are one range of an index. SQLite's order. */
export function inByteOrder(db: Kysely<unknown>) {
  return isSqlite(db) ? sql`text` : sql`text collate "C"`;
}

/**
 * Stores a table's rows in the B-tree of its primary key. SQLite would otherwise write two trees, with twice the pages
 * for each row. PostgreSQL has no such option.
 */
export function clustered(db: Kysely<unknown>) {
  return <T extends string, C extends string>(table: CreateTableBuilder<T, C>): CreateTableBuilder<T, C> =>
    isSqlite(db) ? table.modifyEnd(sql`without rowid`) : table;
}
