import type { Migration } from "kysely";
import { clustered } from "./tables.ts";

/** Adds the table of the codes of hand-overs that were redeemed. */
export const handOver: Migration = {
  async up(db) {
    await clustered(db)(
      db.schema
        .createTable("used_hand_overs")
        .addColumn("id", "text", (column) => column.primaryKey().notNull())
        .addColumn("expires_at", "bigint", (column) => column.notNull()),
    ).execute();
  },
};
