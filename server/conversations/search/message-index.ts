import { sql } from "kysely";
import { inChunks } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import { parseTerms, serializeTerms } from "../../platform/search/term-lists.ts";

const insertTerms = insertStatement("message_terms", (conflict) => conflict.doNothing());
const insertTermLists = insertStatement("message_term_lists", (conflict) =>
  conflict.columns(["property_id", "sequence"]).doUpdateSet((eb) => ({ terms: eb.ref("excluded.terms") })),
);

/** The terms by which search finds an entry. */
export interface EntryTerms {
  readonly conversation: string;
  readonly sequence: number;
  /** Unique; none: the entry is not found. */
  readonly terms: readonly string[];
}

interface TermEntry {
  readonly term: string;
  readonly sequence: number;
}

/** Replaces the terms of entries, and writes only what differs. */
export async function writeMessageTerms(
  tx: Tx,
  property: string,
  entries: readonly EntryTerms[],
): Promise<void> {
  const before = await loadTerms(
    tx,
    property,
    entries.map(({ sequence }) => sequence),
  );
  const changed = entries.filter(
    ({ sequence, terms }) => serializeTerms(terms) !== serializeTerms(before.get(sequence) ?? []),
  );
  const added: TermEntry[] = [];
  const removed: TermEntry[] = [];
  for (const { sequence, terms } of changed) {
    const [old, current] = [new Set(before.get(sequence)), new Set(terms)];
    for (const term of current) if (!old.has(term)) added.push({ term, sequence });
    for (const term of old) if (!current.has(term)) removed.push({ term, sequence });
  }
  await deleteTerms(tx, property, removed);
  // in the order of the index, so that the pages that are written are neighbours
  added.sort((a, b) => (a.term < b.term ? -1 : a.term > b.term ? 1 : a.sequence - b.sequence));
  await insertTerms(
    tx,
    added.map((entry) => ({ property_id: property, ...entry })),
  );
  const filled = changed.filter(({ terms }) => terms.length);
  await insertTermLists(
    tx,
    filled.map(({ conversation, sequence, terms }) => ({
      property_id: property,
      sequence,
      conversation_id: conversation,
      terms: serializeTerms(terms),
    })),
  );
  await deleteTermLists(
    tx,
    property,
    changed.filter(({ terms }) => !terms.length).map(({ sequence }) => sequence),
  );
}

/** Removes everything that the index has of conversations (R26), before their entries are deleted. */
export async function eraseMessageTerms(
  tx: Tx,
  property: string,
  conversations: readonly string[],
): Promise<void> {
  const rows = await inChunks(conversations, (some) =>
    tx
      .selectFrom("messages")
      .select("sequence")
      .where("property_id", "=", property)
      .where("conversation_id", "in", some)
      .execute(),
  );
  const sequences = rows.map(({ sequence }) => sequence);
  const lists = await loadTerms(tx, property, sequences);
  const entries = [...lists].flatMap(([sequence, terms]) => terms.map((term) => ({ term, sequence })));
  await deleteTerms(tx, property, entries);
  await deleteTermLists(tx, property, sequences);
}

async function loadTerms(
  tx: Tx,
  property: string,
  sequences: readonly number[],
): Promise<Map<number, string[]>> {
  const rows = await inChunks(sequences, (some) =>
    tx
      .selectFrom("message_term_lists")
      .select(["sequence", "terms"])
      .where("property_id", "=", property)
      .where("sequence", "in", some)
      .execute(),
  );
  return new Map(rows.map(({ sequence, terms }) => [sequence, parseTerms(terms)]));
}

async function deleteTerms(tx: Tx, property: string, entries: readonly TermEntry[]): Promise<void> {
  await inChunks(entries, async (some) => {
    const pairs = some.map(({ term, sequence }) => sql`(${term}, cast(${sequence} as integer))`);
    await sql`delete from message_terms where property_id = ${property}
      and (term, sequence) in (values ${sql.join(pairs)})`.execute(tx);
    return [];
  });
}

async function deleteTermLists(tx: Tx, property: string, sequences: readonly number[]): Promise<void> {
  await inChunks(sequences, async (some) => {
    await tx
      .deleteFrom("message_term_lists")
      .where("property_id", "=", property)
      .where("sequence", "in", some)
      .execute();
    return [];
  });
}
