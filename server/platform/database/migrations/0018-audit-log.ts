import type { Migration } from "kysely";
import { inByteOrder } from "./tables.ts";

/** The audit log, accounts that can be disabled, and invitations whose link went to the mailbox only (R38). */
export const auditLog: Migration = {
  async up(db) {
    await db.schema.alterTable("agents").addColumn("disabled_at", "bigint").execute();
    // who has an account until now keeps it: whether they own the address was never asked
    await db.updateTable("agents").set({ emailVerified: 1 }).execute();
    await db.schema
      .alterTable("invitations")
      .addColumn("is_mailed", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createTable("audit_log")
      .addColumn("id", inByteOrder(db), (c) => c.primaryKey().notNull())
      .addColumn("property_id", "text", (c) => c.notNull().references("properties.id").onDelete("cascade"))
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("action", "text", (c) => c.notNull())
      .addColumn("actor_id", "text")
      .addColumn("actor_name", "text", (c) => c.notNull())
      .addColumn("subject_name", "text")
      .addColumn("person_id", "text")
      .addColumn("details", "text", (c) => c.notNull())
      .addColumn("address", "text", (c) => c.notNull())
      .addColumn("browser", "text", (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex("audit_log_by_property")
      .on("audit_log")
      .columns(["property_id", "at", "id"])
      .execute();
    await db.schema
      .createIndex("audit_log_by_person")
      .on("audit_log")
      .columns(["property_id", "person_id"])
      .execute();
  },
};
