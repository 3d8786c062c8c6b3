import type { Migration } from "kysely";
import { clustered } from "./tables.ts";

/** The counters of what becomes of forms that are shown (R29). */
export const formMeasure: Migration = {
  async up(db) {
    await db.schema
      .createTable("form_counts")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("form", "text", (c) => c.notNull())
      .addColumn("version", "text", (c) => c.notNull())
      .addColumn("day", "text", (c) => c.notNull())
      .addColumn("device", "text", (c) => c.notNull())
      .addColumn("measure", "text", (c) => c.notNull())
      .addColumn("detail", "text", (c) => c.notNull())
      .addColumn("count", "integer", (c) => c.notNull())
      .addPrimaryKeyConstraint("form_counts_pk", [
        "property_id",
        "form",
        "day",
        "version",
        "device",
        "measure",
        "detail",
      ])
      .$call(clustered(db))
      .execute();
  },
};
