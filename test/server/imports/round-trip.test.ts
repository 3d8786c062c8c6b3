import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTag, setTags } from "../../../server/contacts/crm/tags.ts";
import { normalizeName } from "../../../server/contacts/identity/field-rules.ts";
import { UpsertBatch } from "../../../server/contacts/identity/upsert.ts";
import { createRecord } from "../../../server/contacts/identity/upsert-record.ts";
import { type Database, openDatabase } from "../../../server/platform/database/open.ts";
import { newId } from "../../../server/platform/ids.ts";
import { type Place, sqlitePlace } from "../../support/databases.ts";
import { ImportHarness } from "./support.ts";

/** Characters that separate, quote, start a formula, change the direction or are invisible. */
const PIECES = [
  ..."=+-@\t\r\n;,\"'|: a0",
  ":::",
  "* ",
  '"; "',
  "\u0001",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\u202e",
  "ä",
  "a\u0308",
  "👩‍👩‍👧",
  "ب",
  "＝",
  "Straße",
];
const hostile = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 7 })
  .map((parts) => parts.join("").trim())
  .filter((text) => text !== "" && normalizeName(text) !== "");
const unlike = (most: number) => fc.uniqueArray(hostile, { maxLength: most, selector: normalizeName });

const person = fc.record({
  organizations: unlike(3),
  tags: unlike(3),
  notes: fc.uniqueArray(hostile, { maxLength: 3 }),
  custom: fc.dictionary(fc.constantFrom("one", "two", "name", "three"), hostile),
});
type Person = typeof person extends fc.Arbitrary<infer P> ? P : never;
const label = fc.oneof(
  fc.constantFrom("Name", "Tags", "Size", "=cmd|' /C calc'!A0", "a@b.de", "+49 30 123456", "Visitor ID"),
  hostile,
);

describe("contacts with random texts of agents", () => {
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

  /** Writes a contact as an agent, without validation. */
  const write = async (harness: ImportHarness, at: number, one: Person) => {
    const { deps, property } = harness;
    const id = () => newId(deps);
    const visitor = `V${String(at + 1).padStart(16, "0")}`;
    const { organizations, custom } = one;
    const details = { name: "Ann", emails: [`p${at}@example.com`], organizations, custom };
    await deps.database.write(async (tx) => {
      const upserts = await UpsertBatch.load(tx, property, [{ visitor, details }], id);
      createRecord(upserts, { newVisitor: visitor, details, source: "agent", now: deps.now() });
      await upserts.save();
      const tags = [];
      for (const name of one.tags) {
        const key = normalizeName(name);
        const known = await tx
          .selectFrom("tags")
          .select("id")
          .where("property_id", "=", property)
          .where("key", "=", key)
          .executeTakeFirst();
        tags.push(known?.id ?? id());
        if (!known) await createTag(tx, property, { id: tags.at(-1) ?? "", name, now: deps.now() });
      }
      await setTags(tx, property, visitor, tags);
      for (const text of one.notes)
        await tx
          .insertInto("contact_notes")
          .values({
            property_id: property,
            contact_id: visitor,
            id: id(),
            agent_id: "a",
            text,
            mentions: "[]",
            created_at: deps.now(),
            edited_at: null,
          })
          .execute();
    });
  };

  it("R19: importing their export changes nothing, and no cell is a formula for spreadsheets", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 4 }),
        fc.tuple(label, label, label),
        async (people, [one, two, name]) => {
          const harness = await ImportHarness.make(database, `trip${String(++runs).padStart(6, "0")}`);
          try {
            await harness.define(one, "text", [], "one");
            await harness.define(two, "text", [], "two");
            await harness.define(name, "text", [], "name");
            for (const [at, each] of people.entries()) await write(harness, at, each);
            const before = await harness.contacts();
            const exported = await harness.export();
            const { report, check } = await harness.import(exported);
            expect(report).toMatchObject({
              counts: { unchanged: people.length },
              notImported: [],
              remarks: [],
            });
            expect(check).toEqual(report);
            expect(await harness.contacts()).toEqual(before);
            expect(await harness.export()).toBe(exported);
            for (const cell of (parse(exported, { bom: true }) as string[][]).flat())
              if (!/^\+\d+$/.test(cell)) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
          } finally {
            harness.remove();
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});
