import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CsvFileError } from "../../../server/imports/csv/csv-error.ts";
import { type Database, openDatabase } from "../../../server/platform/database/open.ts";
import { type Place, sqlitePlace } from "../../support/databases.ts";
import { openBytes } from "./open-bytes.ts";
import { ImportHarness } from "./support.ts";

const HEAD = "Name,E-mail,Phone,User ID";
const some = <T>(...values: T[]) => fc.constantFrom(...values);

/** Few people with few identifiers, so that rows are often about the same contacts. */
const row = fc
  .tuple(
    some("Ann", "Ben", "Cid", "Dan Lee", ""),
    fc.uniqueArray(some("a@x.de", "b@x.de", "c@x.de", "D@x.de", "d@X.DE"), { maxLength: 2 }),
    fc.uniqueArray(some("+4911", "+4922", "+4933"), { maxLength: 2 }),
    some("", "", "", "1", "2"),
    some("", "", "Acme", "ACME; Beta"),
    some("", "", "vip", "VIP; new", "new ; other"),
    some("", "", "likes tea", "came"),
    some("", "", "5", "05", "7", "many"),
    some("", "", "gold", "Silver", "tin"),
  )
  .map(([name, emails, phones, ...rest]) => [name, emails.join(";"), phones.join(" ; "), ...rest].join(","));
const file = fc
  .array(row, { minLength: 1, maxLength: 8 })
  .map((rows) => [`${HEAD},Company,Tags,Notes,Seats,Plan`, ...rows, "Zoe,zoe@x.de,,,,,,,"].join("\n"));

describe("imports of random files", () => {
  let place: Place;
  let database: Database;
  let runs = 0;
  beforeAll(async () => {
    place = await sqlitePlace();
    database = await openDatabase(place.location);
  });
  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  it("R17, R18: the dry run predicts the report, the same file again changes nothing, and an undo restores the state before", async () => {
    await fc.assert(
      fc.asyncProperty(file, file, async (first, second) => {
        const harness = await ImportHarness.make(database, `shop${String(++runs).padStart(6, "0")}`);
        try {
          await harness.define("Seats", "number");
          await harness.define("Plan", "choice", ["Gold", "Silver"]);
          const one = await harness.import(first);
          expect(one.report).toEqual(one.check);
          const before = await harness.contacts();
          const two = await harness.import(second);
          expect(two.report.counts).toEqual(two.check?.counts);
          const after = await harness.contacts();
          const again = await harness.import(second);
          expect(again.report.counts).toMatchObject({ new: 0, updated: 0, conflict: 0 });
          expect(await harness.contacts()).toEqual(after);
          await harness.undo(again.id);
          expect(await harness.contacts()).toEqual(after);
          await harness.undo(two.id);
          expect(await harness.contacts()).toEqual(before);
          await harness.undo(one.id);
          expect(await harness.contacts()).toEqual([]);
          expect(await harness.names()).toEqual([]);
        } finally {
          harness.remove();
        }
      }),
      { numRuns: 10 },
    );
  }, 120_000);

  it("R16: any bytes are read as a table or rejected with a line and a message", async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      some("Name,E-mail\n", '"', "\r\n", "\n", ",", ";", "\t", "\0", "\ufeff", "ä", "Ann,a@x.de\n").map(
        (text) => Buffer.from(text),
      ),
      some("Näme,x\n", "\ud800\n").map((text) => Buffer.from(text, "utf16le")),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.boolean(), async (pieces, whole) => {
        let last = 0;
        try {
          const { table } = await openBytes(Buffer.concat(pieces), whole ? 64 * 1024 : 7);
          for await (const rows of table.rows)
            for (const { line, cells } of rows) {
              expect(line).toBeGreaterThan(last);
              expect(cells.length).toBeGreaterThan(0);
              last = line;
            }
        } catch (error) {
          if (!(error instanceof CsvFileError)) throw error;
          expect(error.line).toBeGreaterThan(0);
          expect(error.message).not.toContain("{what}");
        }
      }),
      { numRuns: 300 },
    );
  });
});
