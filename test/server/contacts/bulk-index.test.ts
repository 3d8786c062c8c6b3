import { expect, it } from "vitest";
import { runBulkIndex } from "../../../server/contacts/search/bulk-index.ts";
import { queueForBulkIndex, writeTerms } from "../../../server/contacts/search/term-index.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const visitorOf = (n: number) => `V${String(n).padStart(16, "0")}`;

async function queueContacts(test: TestApp, count: number) {
  const property = await addProperty(test.deps);
  const contacts = Array.from({ length: count }, (_, n) => ({
    visitor: visitorOf(n),
    terms: [`name${n}`, "example.com", visitorOf(n).toLowerCase()],
  }));
  await test.deps.database.write((tx) => queueForBulkIndex(tx, property, contacts));
  return { property, contacts };
}

const entriesOf = async (test: TestApp) =>
  (await rowsOf(test, "contact_terms")).map(({ term, visitor_id }) => `${term} ${visitor_id}`).sort();

describeEachDatabase("the bulk index", (open) => {
  it("writes every queued entry once and empties the queue", async () => {
    const test = await testApp(await open());
    const { property, contacts } = await queueContacts(test, 3_000);
    await Promise.all([
      runBulkIndex(test.deps.database, property),
      runBulkIndex(test.deps.database, property),
    ]);
    const all = contacts.flatMap(({ visitor, terms }) => terms.map((term) => `${term} ${visitor}`));
    expect(await entriesOf(test)).toEqual(all.sort());
    expect(await rowsOf(test, "contacts_to_bulk_index")).toEqual([]);
  });

  it("R26: writes no entry of a contact that is erased while it runs", async () => {
    const test = await testApp(await open());
    const { property, contacts } = await queueContacts(test, 3_000);
    const erased = visitorOf(1_234);
    let isErased = false;
    await runBulkIndex(test.deps.database, property, async (tx) => {
      if (isErased) return;
      isErased = true;
      await writeTerms(tx, property, [], [erased]);
    });
    const all = contacts
      .filter(({ visitor }) => visitor !== erased)
      .flatMap(({ visitor, terms }) => terms.map((term) => `${term} ${visitor}`));
    expect(await entriesOf(test)).toEqual(all.sort());
    expect(await rowsOf(test, "contacts_to_bulk_index")).toEqual([]);
    expect((await rowsOf(test, "contact_term_lists")).some(({ visitor_id }) => visitor_id === erased)).toBe(
      false,
    );
  });

  it("writes the present terms of a contact that changed in the queue", async () => {
    const test = await testApp(await open());
    const { property } = await queueContacts(test, 2);
    const changed = { visitor: visitorOf(1), terms: ["latter"] };
    await test.deps.database.write((tx) => writeTerms(tx, property, [changed], [changed.visitor]));
    await runBulkIndex(test.deps.database, property);
    expect(await entriesOf(test)).toEqual(
      [
        `latter ${visitorOf(1)}`,
        ...["name0", "example.com", visitorOf(0).toLowerCase()].map((term) => `${term} ${visitorOf(0)}`),
      ].sort(),
    );
  });
});
