import { type Migration, sql } from "kysely";

/** Makes room for the reason `same_mailbox`, the fourth of the reasons of suggestions by their strength. */
export const mailboxSuggestions: Migration = {
  async up(db) {
    await sql`update suggestions set rank = rank + 1 where rank >= 3`.execute(db);
  },
};
