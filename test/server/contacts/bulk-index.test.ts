import { expect, it } from "vitest";
import { runBulkIndex } from "../../../server/contacts/search/bulk-index.ts";
import { queueForBulkIndex, writeTerms } from "../../../server/contacts/search/term-index.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const visitorOf = (n: number) => `V${String(n).padStart(16, "0")}`;

async function waiting(test: TestApp, count: number) {
  const property = await addProperty(test.deps);
  const words = Array.from({ length: count }, (_, n) => ({
    visitor: visitorOf(n),
    terms: [`name${n}`, "example.com", visitorOf(n).toLowerCase()],
  }));
  await test.deps.database.write((tx) => queueForBulkIndex(tx, property, words));
  return { property, words };
}

const entriesOf = async (test: TestApp) =>
  (await rowsOf(test, "contact_terms")).map(({ term, visitor_id }) => `${term} ${visitor_id}`).sort();

describeEachDatabase("words that wait to be entered", (open) => {
  it("are all in the index afterwards, each once, and nobody waits any more", async () => {
    const test = await testApp(await open());
    const { words } = await waiting(test, 3_000);
    await Promise.all([runBulkIndex(test.deps.database), runBulkIndex(test.deps.database)]);
    const all = words.flatMap(({ visitor, terms }) => terms.map((term) => `${term} ${visitor}`));
    expect(await entriesOf(test)).toEqual(all.sort());
    expect(await rowsOf(test, "contacts_to_bulk_index")).toEqual([]);
  });

  it("R26: of somebody who is erased while it goes on, nothing is entered afterwards", async () => {
    const test = await testApp(await open());
    const { property, words } = await waiting(test, 3_000);
    const gone = visitorOf(1_234);
    let erased = false;
    await runBulkIndex(test.deps.database, async (tx) => {
      if (erased) return;
      erased = true;
      await writeTerms(tx, property, [], [gone]);
    });
    const all = words
      .filter(({ visitor }) => visitor !== gone)
      .flatMap(({ visitor, terms }) => terms.map((term) => `${term} ${visitor}`));
    expect(await entriesOf(test)).toEqual(all.sort());
    expect(await rowsOf(test, "contacts_to_bulk_index")).toEqual([]);
    expect((await rowsOf(test, "contact_term_lists")).some(({ visitor_id }) => visitor_id === gone)).toBe(
      false,
    );
  });

  it("that were changed while they waited are in the index as they are now", async () => {
    const test = await testApp(await open());
    const { property } = await waiting(test, 2);
    const changed = { visitor: visitorOf(1), terms: ["latter"] };
    await test.deps.database.write((tx) => writeTerms(tx, property, [changed], [changed.visitor]));
    await runBulkIndex(test.deps.database);
    expect(await entriesOf(test)).toEqual(
      [
        `latter ${visitorOf(1)}`,
        ...["name0", "example.com", visitorOf(0).toLowerCase()].map((term) => `${term} ${visitorOf(0)}`),
      ].sort(),
    );
  });
});
