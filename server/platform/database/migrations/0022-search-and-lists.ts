import { type Kysely, type Migration, sql } from "kysely";
import { sortKey } from "../../sort-key.ts";
import { clustered, inByteOrder } from "./tables.ts";

/** Search, lists and erasing: names are sorted as people sort them, and contacts have more terms. */
export const searchAndLists: Migration = {
  async up(db) {
    for (const table of ["visitors", "organizations"] as const) await addSortKeys(db, table);
    await db.schema.dropIndex("visitors_contacts_name").execute();
    await sql`create index visitors_contacts_name on visitors (property_id, sort_name, id)
      where contact_since is not null`.execute(db);
    await sql`create index organizations_name on organizations (property_id, sort_name, id)`.execute(db);
    await queues(db);
    await bulkJobs(db);
    await erasedBytes(db);
  },
};

/** How many names are read and written at a time. */
const CHUNK = 500;

/** Adds the column `sort_name`, and fills it for all rows that have a name. */
async function addSortKeys(db: Kysely<unknown>, table: "visitors" | "organizations"): Promise<void> {
  const typed = db as Kysely<Record<string, { property_id: string; id: string; name: string | null }>>;
  await db.schema
    .alterTable(table)
    .addColumn("sort_name", inByteOrder(db), (c) => c.notNull().defaultTo(""))
    .execute();
  for (let [property, id] = ["", ""]; ; ) {
    const rows = await typed
      .selectFrom(table)
      .select(["property_id", "id", "name"])
      .where(sql<boolean>`(property_id, id) > (${property}, ${id})`)
      .where("name", "is not", null)
      .orderBy("property_id")
      .orderBy("id")
      .limit(CHUNK)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    [property, id] = [last.property_id, last.id];
    const keys = rows.map((row) => sql`(${row.property_id}, ${row.id}, ${sortKey(row.name ?? "")})`);
    await sql`with keys (property_id, id, sort_name) as (values ${sql.join(keys)})
      update ${sql.table(table)} set sort_name = (select keys.sort_name from keys
        where keys.property_id = ${sql.ref(`${table}.property_id`)} and keys.id = ${sql.ref(`${table}.id`)})
      where (property_id, id) in (select property_id, id from keys)`.execute(db);
  }
}

/** The contacts to index have a backlog, for which nobody waits: at first, all contacts. */
async function queues(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("contacts_to_index")
    .addColumn("backlog", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`create index contacts_to_index_order on contacts_to_index (property_id, backlog)`.execute(db);
  await sql`insert into contacts_to_index (property_id, visitor_id, backlog)
    select property_id, id, 1 from visitors where contact_since is not null`.execute(db);
}

/** Changes of all contacts that match a filter, and the contacts that they have changed, for their undo. */
async function bulkJobs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("bulk_jobs")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("tag_id", "text")
    .addColumn("filter", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("total", "bigint", (c) => c.notNull())
    .addColumn("done", "bigint", (c) => c.notNull())
    .addColumn("changed", "bigint", (c) => c.notNull())
    .addColumn("last_id", inByteOrder(db), (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("bulk_jobs_pk", ["property_id", "id"])
    .execute();
  await sql`create index bulk_jobs_active on bulk_jobs (created_at) where state in ('running', 'undoing')`.execute(
    db,
  );
  await db.schema
    .createTable("bulk_job_contacts")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("job_id", "text", (c) => c.notNull())
    .addColumn("contact_id", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("bulk_job_contacts_pk", ["property_id", "job_id", "contact_id"])
    .$call(clustered(db))
    .execute();
  await sql`create index bulk_job_contacts_contact on bulk_job_contacts (property_id, contact_id)`.execute(
    db,
  );
}

async function erasedBytes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("erased_bytes")
    .addColumn("erasures", "bigint", (c) => c.notNull())
    .addColumn("truncated", "bigint", (c) => c.notNull())
    .addColumn("rewritten", "bigint", (c) => c.notNull())
    .addColumn("rewritten_at", "bigint", (c) => c.notNull())
    .execute();
  // 1: what was erased before this migration is still in the file
  await sql`insert into erased_bytes values (1, 0, 0, 0)`.execute(db);
}
