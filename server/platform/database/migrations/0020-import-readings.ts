import { type Migration, sql } from "kysely";

/** How the file of an import is read: its format, encoding, delimiter, header line and sheet, as JSON. */
export const importReadings: Migration = {
  async up(db) {
    await db.schema
      .alterTable("imports")
      .addColumn("reading", "text", (c) => c.notNull().defaultTo("{}"))
      .execute();
    const { rows } = await sql<Before>`select distinct encoding, delimiter from imports`.execute(db);
    for (const before of rows)
      await sql`update imports set reading = ${JSON.stringify(readingOf(before))}
        where encoding = ${before.encoding} and delimiter = ${before.delimiter}`.execute(db);
    for (const column of ["encoding", "delimiter"])
      await db.schema.alterTable("imports").dropColumn(column).execute();
  },
};

interface Before {
  readonly encoding: string;
  readonly delimiter: string;
}

/** Earlier files were all CSV, with the header in the first row. */
function readingOf({ encoding, delimiter }: Before) {
  return {
    format: "csv",
    options: { encoding, delimiter, headerLine: 1, sheet: null },
    encodings: [encoding],
    isEncodingSure: true,
    sheets: [],
    firstRows: [],
  };
}
