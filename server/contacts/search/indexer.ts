import { isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Database, Tx } from "../../platform/database/open.ts";
import { createTableQueue, type TableQueue } from "../../platform/jobs/table-queue.ts";
import { type LoadedPerson, loadPeople } from "../identity/contact-store.ts";
import { currentValues } from "../identity/current-values.ts";
import { normalizeFilterText, parseFilterNumber } from "./attribute-values.ts";
import { isBulkQueueShort, runBulkIndex, runBulkIndexes } from "./bulk-index.ts";
import { queueForBulkIndex, writeTerms } from "./term-index.ts";
import { contactTerms } from "./tokenize.ts";

const insertToIndex = insertStatement("contacts_to_index");
const insertValueRows = insertStatement("attribute_values");

const insertToCompare = insertStatement("contacts_to_compare", (conflict) => conflict.doNothing());

/** How many contacts are indexed in one transaction: other writers wait for a few milliseconds. */
const BATCH_SIZE = 100;
/** The background loop's pace (`BackgroundOptions`), ms. On a busy server, visitors' requests come first. */
const PACE = { pause: 250, patience: 2_000, rest: 4 } as const;

/** A change of more contacts than this is indexed in the background, and no search waits for it. */
const MAX_WAITED_FOR = 1_000;

/**
 * Queues contacts for indexing, in the transaction that changes them.
 *
 * @param total the number of contacts of the whole change, of which `ids` may be a part
 */
export async function queueForIndex(
  tx: Tx,
  property: string,
  ids: readonly string[],
  total = ids.length,
): Promise<void> {
  const backlog = total > MAX_WAITED_FOR ? 1 : 0;
  const rows = ids.map((visitor_id) => ({ property_id: property, visitor_id, backlog }));
  await insertToIndex(tx, rows);
}

/**
 * Makes the indexer, which updates the indexes that contacts are searched and filtered by. A change only queues its
 * contacts; they are indexed a moment later, or before the next search, whichever is sooner. So a search finds everything
 * that was saved before, and sending a form does not wait for it. Only a change of many contacts (an undone import) is not
 * waited for: those that it removes are not found at once, and those that it restores as soon as they are indexed.
 */
export function createSearchIndexer(database: Database): TableQueue {
  const { catchUp, start } = createTableQueue(database, {
    table: "contacts_to_index",
    hasBacklog: true,
    batchSize: BATCH_SIZE,
    pace: PACE,
    process: async (tx, property, ids) => {
      const people = await loadPeople(tx, property, ids);
      await replaceInIndex(tx, property, [...people.values()], ids);
    },
  });
  return {
    async catchUp(property) {
      await catchUp(property);
      if (property === undefined) await runBulkIndexes(database);
      else if (await isBulkQueueShort(database, property, MAX_WAITED_FOR))
        await runBulkIndex(database, property);
    },
    start,
  };
}

/**
 * Indexes many contacts in the transaction that changes them, for imports, which would fill the queue. The terms of new
 * contacts are queued for the bulk index.
 */
export async function indexContacts(
  tx: Tx,
  property: string,
  people: readonly (LoadedPerson & { readonly isNew: boolean })[],
): Promise<void> {
  const known = people.filter(({ isNew }) => !isNew);
  if (known.length)
    await replaceInIndex(
      tx,
      property,
      known,
      known.map(({ row }) => row.id),
    );
  const created = people.filter(({ isNew }) => isNew);
  await queueForBulkIndex(tx, property, termsOfPeople(created));
  await insertAttributeValues(tx, property, created);
  await queueForDuplicateScan(tx, property, created);
}

/** @param known the visitors that may be in the indexes already */
async function replaceInIndex(
  tx: Tx,
  property: string,
  people: readonly LoadedPerson[],
  known: readonly string[],
): Promise<void> {
  await writeTerms(tx, property, termsOfPeople(people, await aliasesOf(tx, property, known)), known);
  await deleteAttributeValues(tx, property, known);
  await insertAttributeValues(tx, property, people);
  await queueForDuplicateScan(tx, property, people);
}

function termsOfPeople(people: readonly LoadedPerson[], aliases: ReadonlyMap<string, string[]> = new Map()) {
  return people.map((loaded) => ({
    visitor: loaded.row.id,
    terms: termsOfPerson(loaded, aliases.get(loaded.row.id) ?? []),
  }));
}

async function deleteAttributeValues(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
  if (!ids.length) return;
  await tx
    .deleteFrom("attribute_values")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "contact_id", ids))
    .execute();
}

/** A contact that changed may be a duplicate from now on. */
async function queueForDuplicateScan(
  tx: Tx,
  property: string,
  people: readonly LoadedPerson[],
): Promise<void> {
  const rows = people
    .filter(({ row }) => row.contact_since !== null)
    .map(({ row }) => ({ property_id: property, visitor_id: row.id }));
  await insertToCompare(tx, rows);
}

/** Search does not find visitors that are no contacts: they have no terms. */
function termsOfPerson({ row, person }: LoadedPerson, aliases: readonly string[]): string[] {
  if (row.contact_since === null) return [];
  const values = (field: string) => currentValues(person.values, field).map(({ value }) => value);
  return contactTerms({
    id: row.id,
    name: row.name,
    emails: values("email"),
    phones: values("phone"),
    organizations: values("organization"),
    userId: values("user_id")[0] ?? null,
    aliases,
  });
}

async function aliasesOf(tx: Tx, property: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const aliases = new Map<string, string[]>();
  if (!ids.length) return aliases;
  const rows = await tx
    .selectFrom("aliases")
    .select(["id", "contact_id"])
    .where("property_id", "=", property)
    .where(isOneOf(tx, "contact_id", ids))
    .orderBy("id")
    .execute();
  for (const { id, contact_id } of rows) aliases.set(contact_id, [...(aliases.get(contact_id) ?? []), id]);
  return aliases;
}

/** Writes the current values of custom attributes, to filter by. A text that looks like a number also gets a number. */
async function insertAttributeValues(
  tx: Tx,
  property: string,
  people: readonly LoadedPerson[],
): Promise<void> {
  const values = people.flatMap(({ row, person }) =>
    row.contact_since === null
      ? []
      : person.values
          .filter(({ field, status }) => status === "current" && field.startsWith("custom:"))
          .map(({ field, value }) => ({
            property_id: property,
            contact_id: row.id,
            key: field.slice("custom:".length),
            text: normalizeFilterText(value),
            number: parseFilterNumber(value),
          })),
  );
  await insertValueRows(tx, values);
}
