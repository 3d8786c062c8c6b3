import { sql } from "kysely";
import { inChunks, isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";

const insertTermLists = insertStatement("contact_term_lists", (conflict) =>
  conflict.columns(["property_id", "visitor_id"]).doUpdateSet((eb) => ({ terms: eb.ref("excluded.terms") })),
);

const insertToBulkIndex = insertStatement("contacts_to_bulk_index");

const insertTerms = insertStatement("contact_terms", (conflict) => conflict.doNothing());

/** What a contact is found by. */
export interface ContactTerms {
  readonly visitor: string;
  /** Lower case, each once; none: it is not found. */
  readonly terms: readonly string[];
}

/** One entry of the search index. */
export interface TermEntry {
  readonly term: string;
  readonly visitor: string;
}

/**
 * Writes the words of contacts, and of those who had others before what has changed.
 *
 * @param known who may have words already; of them, those who are not given have none from now on
 */
export async function writeTerms(
  tx: Tx,
  property: string,
  given: readonly ContactTerms[],
  known: readonly string[],
): Promise<void> {
  const before = await loadTerms(tx, property, known);
  const halfEntered = await removeFromBulkIndex(tx, property, known);
  const after = new Map(given.map(({ visitor, terms }) => [visitor, terms]));
  const without = (terms: readonly string[] = [], others: readonly string[] = [], visitor: string) => {
    const left = new Set(halfEntered.has(visitor) ? [] : others);
    return terms.flatMap((term) => (left.has(term) ? [] : { term, visitor }));
  };
  const removed = [...before].flatMap(([visitor, terms]) => without(terms, after.get(visitor), visitor));
  const added = [...after].flatMap(([visitor, terms]) => without(terms, before.get(visitor), visitor));
  await deleteEntries(tx, property, removed);
  await insertEntries(tx, property, added.sort(compareByTerm));
  const changed = given.filter(({ visitor, terms }) => terms.join() !== before.get(visitor)?.join());
  await saveTermLists(
    tx,
    property,
    changed.filter(({ terms }) => terms.length),
  );
  const gone = [...before.keys()].filter((visitor) => !after.get(visitor)?.length);
  if (gone.length)
    await tx
      .deleteFrom("contact_term_lists")
      .where("property_id", "=", property)
      .where(isOneOf(tx, "visitor_id", gone))
      .execute();
}

/** Keeps the words of contacts who have none yet, to be entered into the index with many others. */
export async function queueForBulkIndex(
  tx: Tx,
  property: string,
  given: readonly ContactTerms[],
): Promise<void> {
  const findable = given.filter(({ terms }) => terms.length);
  await saveTermLists(tx, property, findable);
  const rows = findable.map(({ visitor }) => ({ property_id: property, visitor_id: visitor }));
  await insertToBulkIndex(tx, rows);
}

/** The order of the index: what stands together in it is written together, which costs a fraction of the pages. */
export const compareByTerm = (a: TermEntry, b: TermEntry) => (a.term < b.term ? -1 : a.term > b.term ? 1 : 0);

/** Adds entries to the index, best in its order. Those that are there already stay. */
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

/** Each word stands after a line break, so that the beginning of one can be asked for. */
const serializeTerms = (terms: readonly string[]) => terms.map((term) => `\n${term}`).join("");
export const parseTerms = (words: string) => words.split("\n").filter(Boolean);

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

/** @returns who was to be entered: of them nobody knows how many words are in the index */
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

async function saveTermLists(tx: Tx, property: string, given: readonly ContactTerms[]): Promise<void> {
  const rows = given.map(({ visitor, terms }) => ({
    property_id: property,
    visitor_id: visitor,
    terms: serializeTerms(terms),
  }));
  await insertTermLists(tx, rows);
}
