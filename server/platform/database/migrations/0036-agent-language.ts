import type { Migration } from "kysely";

/** The language in which an agent reads the dashboard; null: the browser's. */
export const agentLanguage: Migration = {
  async up(db) {
    await db.schema.alterTable("agents").addColumn("language", "text").execute();
  },
};
