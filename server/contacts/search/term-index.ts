import { sql } from "kysely";
import { inChunks, isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import { parseTerms, serializeTerms } from "../../platform/search/term-lists.ts";

const insertTermLists = insertStatement("contact_term_lists", (conflict) =>
  conflict.columns(["property_id", "visitor_id"]).doUpdateSet((eb) => ({ terms: eb.ref("excluded.terms") })),
);

const insertToBulkIndex = insertStatement("contacts_to_bulk_index");

const insertTerms = insertStatement("contact_terms", (conflict) => conflict.doNothing());

/** The terms by which search finds a contact. */
export interface ContactTerms {
  readonly visitor: string;
  /** Lower case and unique; none: the contact is not found. */
  readonly terms: readonly string[];
}

/** One entry of the index: the table `contact_terms`. */
export interface TermEntry {
  readonly term: string;
  readonly visitor: string;
}

/**
 * Replaces the terms of contacts, and writes only the entries that differ.
 *
 * @param contacts their new terms
 * @param known the visitors that may have terms already; those that are not among `contacts` lose them
 */
export async function writeTerms(
  tx: Tx,
  property: string,
  contacts: readonly ContactTerms[],
  known: readonly string[],
): Promise<void> {
  const before = await loadTerms(tx, property, known);
  const partlyIndexed = await removeFromBulkIndex(tx, property, known);
  const after = new Map(contacts.map(({ visitor, terms }) => [visitor, terms]));
  const difference = (visitor: string, terms: readonly string[] = [], others: readonly string[] = []) => {
    const unchanged = new Set(partlyIndexed.has(visitor) ? [] : others);
    return terms.flatMap((term) => (unchanged.has(term) ? [] : { term, visitor }));
  };
  const removed = [...before].flatMap(([visitor, terms]) => difference(visitor, terms, after.get(visitor)));
  const added = [...after].flatMap(([visitor, terms]) => difference(visitor, terms, before.get(visitor)));
  await deleteEntries(tx, property, removed);
  await insertEntries(tx, property, added.sort(compareByTerm));
  const changed = contacts.filter(({ visitor, terms }) => terms.join() !== before.get(visitor)?.join());
  await saveTermLists(
    tx,
    property,
    changed.filter(({ terms }) => terms.length),
  );
  const emptied = [...before.keys()].filter((visitor) => !after.get(visitor)?.length);
  if (emptied.length)
    await tx
      .deleteFrom("contact_term_lists")
      .where("property_id", "=", property)
      .where(isOneOf(tx, "visitor_id", emptied))
      .execute();
}

/** Saves the terms of new contacts and queues them for the bulk index, which writes their entries together. */
export async function queueForBulkIndex(
  tx: Tx,
  property: string,
  contacts: readonly ContactTerms[],
): Promise<void> {
  const findable = contacts.filter(({ terms }) => terms.length);
  await saveTermLists(tx, property, findable);
  const rows = findable.map(({ visitor }) => ({ property_id: property, visitor_id: visitor }));
  await insertToBulkIndex(tx, rows);
}

/** The order of the index. Entries that are written in this order are neighbours, and far fewer pages are written. */
export const compareByTerm = (a: TermEntry, b: TermEntry) => (a.term < b.term ? -1 : a.term > b.term ? 1 : 0);

/** Adds entries to the index, fastest in the order of `compareByTerm`. Existing entries stay. */
export async function insertEntries(tx: Tx, property: string, entries: readonly TermEntry[]): Promise<void> {
  const rows = entries.map(({ term, visitor }) => ({ property_id: property, term, visitor_id: visitor }));
  await insertTerms(tx, rows);
}

async function deleteEntries(tx: Tx, property: string, entries: readonly TermEntry[]): Promise<void> {
  await inChunks(entries, async (some) => {
    const pairs = some.map(({ term, visitor }) => sql`(${term}, ${visitor})`);
    await sql`delete from contact_terms where property_id = ${property}
      and (term, visitor_id) in (values ${sql.join(pairs)})`.execute(tx);
    return [];
  });
}

async function loadTerms(
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<Map<string, string[]>> {
  if (!visitors.length) return new Map();
  const rows = await tx
    .selectFrom("contact_term_lists")
    .select(["visitor_id", "terms"])
    .where("property_id", "=", property)
    .where(isOneOf(tx, "visitor_id", visitors))
    .execute();
  return new Map(rows.map(({ visitor_id, terms }) => [visitor_id, parseTerms(terms)]));
}

/** @returns the visitors that were in the queue; only some of their entries may be in the index */
async function removeFromBulkIndex(
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<Set<string>> {
  if (!visitors.length) return new Set();
  const rows = await tx
    .deleteFrom("contacts_to_bulk_index")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "visitor_id", visitors))
    .returning("visitor_id")
    .execute();
  return new Set(rows.map((row) => row.visitor_id));
}

async function saveTermLists(tx: Tx, property: string, contacts: readonly ContactTerms[]): Promise<void> {
  const rows = contacts.map(({ visitor, terms }) => ({
    property_id: property,
    visitor_id: visitor,
    terms: serializeTerms(terms),
  }));
  await insertTermLists(tx, rows);
}
