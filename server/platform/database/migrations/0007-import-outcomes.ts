import { type Migration, sql } from "kysely";

/** Renames the key `verdict` of the remarks in stored import reports to `outcome`. */
export const importOutcomes: Migration = {
  async up(db) {
    // within a JSON text, quotation marks are escaped: only keys match
    await sql`update imports set report = replace(report, '"verdict":', '"outcome":'),
      check_report = replace(check_report, '"verdict":', '"outcome":')`.execute(db);
  },
};
