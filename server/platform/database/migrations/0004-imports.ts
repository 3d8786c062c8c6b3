import type { Kysely, Migration } from "kysely";
import { clustered } from "./tables.ts";

/** Imports of contacts: each with how far it is, and whom it was about. */
export const imports: Migration = {
  async up(db) {
    await importTable(db);
    await importContacts(db);
  },
};

async function importTable(db: Kysely<unknown>): Promise<void> {
  let table = db.schema
    .createTable("imports")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("agent_id", "text");
  for (const column of ["file_name", "encoding", "delimiter", "columns", "mapping", "state"] as const)
    table = table.addColumn(column, "text", (c) => c.notNull());
  for (const column of ["preset", "check_report", "report", "fault", "runner"] as const)
    table = table.addColumn(column, "text");
  for (const column of ["size", "bytes_done", "line_done", "lease_until", "created_at"] as const)
    table = table.addColumn(column, "bigint", (c) => c.notNull());
  await table
    .addColumn("started_at", "bigint")
    .addColumn("finished_at", "bigint")
    .addPrimaryKeyConstraint("imports_pk", ["property_id", "id"])
    .execute();
}

async function importContacts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("import_contacts")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("import_id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addColumn("line", "bigint", (c) => c.notNull())
    .addColumn("effect", "text", (c) => c.notNull())
    .addColumn("retired", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("import_contacts_pk", ["property_id", "import_id", "visitor_id"])
    .$call(clustered(db))
    .execute();
}
