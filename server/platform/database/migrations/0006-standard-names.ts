import { type Migration, sql } from "kysely";

/** Renames tables, columns and stored discriminants to the terms that the code uses. No row is rewritten but events. */
export const standardNames: Migration = {
  async up(db) {
    await db.schema.alterTable("places").renameColumn("last_place", "last_sequence").execute();
    await db.schema.alterTable("places").renameTo("sequences").execute();
    await db.schema.alterTable("messages").renameColumn("place", "sequence").execute();
    await db.schema.alterTable("conversations").renameColumn("last_place", "last_sequence").execute();
    await db.schema.alterTable("contact_words").renameColumn("words", "terms").execute();
    await db.schema.alterTable("contact_words").renameTo("contact_term_lists").execute();
    await db.schema.alterTable("contacts_to_enter").renameTo("contacts_to_bulk_index").execute();
    await db.schema.alterTable("contacts_to_check").renameTo("contacts_to_compare").execute();
    await sql`update server_secrets set purpose = 'connect_token' where purpose = 'live_ticket'`.execute(db);
    // ConversationEvent as JSON: its discriminant is the first key
    await sql`update messages set event = '{"kind"' || substr(event, 6) where event like '{"is":%'`.execute(
      db,
    );
  },
};
