import { createDuplicateScan } from "../../server/contacts/duplicates/duplicate-scan.ts";
import { UpsertBatch } from "../../server/contacts/identity/upsert.ts";
import { createRecord } from "../../server/contacts/identity/upsert-record.ts";
import { createSearchIndexer } from "../../server/contacts/search/indexer.ts";
import { newId } from "../../server/platform/ids.ts";
import type { TestApp } from "./app.ts";
import type { PlantedDuplicates } from "./planted-duplicates.ts";

export interface DuplicateFigures {
  /** The share of the planted pairs that are suggested. */
  readonly recall: number;
  /** The share of the suggested pairs that are planted. */
  readonly precision: number;
  /** The planted pairs that are not suggested: in which way they differ, and their names. */
  readonly missed: readonly string[];
  /** The suggested pairs that are not planted. */
  readonly wrong: readonly string[];
}

/** Creates the contacts, runs the search indexer and the duplicate scan, and compares the suggestions with the planted pairs. */
export async function measureDuplicates(
  { deps }: Pick<TestApp, "deps">,
  property: string,
  { contacts, pairs }: PlantedDuplicates,
): Promise<DuplicateFigures> {
  const idOf = (position: number) => `V${String(position + 1).padStart(16, "0")}`;
  const all = contacts.map((details, position) => ({
    newVisitor: idOf(position),
    details,
    source: "agent" as const,
    now: deps.now() + position,
  }));
  await deps.database.write(async (tx) => {
    const inputs = all.map((one) => ({ visitor: one.newVisitor, details: one.details }));
    const upserts = await UpsertBatch.load(tx, property, inputs, () => newId(deps));
    for (const one of all) createRecord(upserts, one);
    await upserts.save();
  });
  // those that are made while contacts are saved are R9's: measured is what the scan finds
  await deps.database.write((tx) =>
    tx.deleteFrom("suggestions").where("property_id", "=", property).execute(),
  );
  await createSearchIndexer(deps.database).catchUp();
  await createDuplicateScan(deps).catchUp();
  const rows = await deps.database.read
    .selectFrom("suggestions")
    .select(["a", "b", "reason"])
    .where("property_id", "=", property)
    .execute();
  const planted = new Map(pairs.map(({ a, b, way }) => [`${idOf(a)} ${idOf(b)}`, way]));
  const found = new Set(rows.map(({ a, b }) => `${a} ${b}`));
  const nameOf = (id: string) => contacts[Number(id.slice(1)) - 1]?.name ?? "";
  const describe = (pair: string) => pair.split(" ").map(nameOf).join(" / ");
  const wrong = rows.filter(({ a, b }) => !planted.has(`${a} ${b}`));
  const missed = [...planted].filter(([pair]) => !found.has(pair));
  return {
    recall: 1 - missed.length / planted.size,
    precision: rows.length ? 1 - wrong.length / rows.length : 1,
    missed: missed.map(([pair, way]) => `${way}: ${describe(pair)}`),
    wrong: wrong.map(({ a, b, reason }) => `${reason}: ${describe(`${a} ${b}`)}`),
  };
}
