import { performance } from "node:perf_hooks";
import { setImmediate as turn } from "node:timers/promises";
import type { Db } from "../../platform/database/open.ts";
import { beginsWith, listHasTerm } from "../../platform/search/term-lists.ts";
import { MAX_SEQUENCE } from "../core/sequence.ts";

/** How much of the index is read for a page. */
export interface SearchTuning {
  /** A term with more entries than this is looked for in the entries, the newest first, instead of in the index. */
  readonly maxIndexEntries: number;
  /** How many entries are evaluated in one statement at first. */
  readonly sliceSize: number;
  /** When a page ends although it is not full, ms. */
  readonly maxTime: number;
}

/** Measured with 100,000 messages: a page takes less than 50 ms of processor time (R37). */
const TUNING: SearchTuning = { maxIndexEntries: 3_000, sliceSize: 250, maxTime: 20 };
/** A slice that takes longer than this is followed by a smaller one, ms. */
const SLICE_TIME = 5;

export interface FoundEntry {
  readonly conversation: string;
  readonly sequence: number;
}

interface EntrySearch {
  readonly property: string;
  /** Each of them begins a term of every entry that is found. None: nothing is found. */
  readonly terms: readonly string[];
  /** Only entries before this sequence number; null: all. */
  readonly before: number | null;
  readonly limit: number;
}

/**
 * Finds the newest entries that have all the terms. Those of suspicious conversations, which the inbox shows in a view of
 * their own, are left out.
 *
 * @returns `next`: where the next page begins; null if this is the last one
 */
export async function findEntries(
  db: Db,
  search: EntrySearch,
  tuning = TUNING,
): Promise<{ found: FoundEntry[]; next: number | null }> {
  const { property, limit } = search;
  if (!search.terms.length) return { found: [], next: null };
  const startedAt = performance.now();
  const candidates = await rarestEntries(db, search, tuning);
  const found: FoundEntry[] = [];
  let before: number | null = Math.min(search.before ?? MAX_SEQUENCE, MAX_SEQUENCE);
  let size = tuning.sliceSize;
  while (before !== null) {
    const sliceStartedAt = performance.now();
    const slice: Slice = candidates
      ? sliceOf(candidates, before, size)
      : { end: await endOfSlice(db, property, before, size), sequences: null };
    const matches = await matchesIn(db, search, { ...slice, before });
    found.push(...(await withoutSuspicious(db, property, matches)));
    if (found.length > limit) break;
    before = slice.end;
    const now = performance.now();
    if (now - startedAt > tuning.maxTime) break;
    size = now - sliceStartedAt < SLICE_TIME ? 2 * size : Math.max(1, Math.floor(size / 2));
    await turn();
  }
  if (found.length <= limit) return { found, next: before };
  const page = found.slice(0, limit);
  return { found: page, next: page.at(-1)?.sequence ?? null };
}

interface Slice {
  /** The number of its last entry; null: it is the last slice. */
  readonly end: number | null;
  /** The entries to evaluate; null: all up to `end`. */
  readonly sequences: readonly number[] | null;
}

/**
 * The entries with the rarest of the terms, the newest first.
 *
 * @returns null if each of them is common
 */
async function rarestEntries(
  db: Db,
  { property, terms }: EntrySearch,
  { maxIndexEntries }: SearchTuning,
): Promise<readonly number[] | null> {
  let rarest = { term: "", count: maxIndexEntries + 1 };
  for (const term of terms) {
    const { count } = await db
      .selectFrom(
        entriesWith(db, property, term)
          .limit(maxIndexEntries + 1)
          .as("entries"),
      )
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    if (count < rarest.count) rarest = { term, count };
    if (!count) return [];
  }
  if (rarest.count > maxIndexEntries) return null;
  const rows = await entriesWith(db, property, rarest.term).distinct().orderBy("sequence", "desc").execute();
  return rows.map(({ sequence }) => sequence);
}

const entriesWith = (db: Db, property: string, term: string) =>
  db
    .selectFrom("message_terms")
    .select("sequence")
    .where("property_id", "=", property)
    .where(beginsWith("term", term));

function sliceOf(candidates: readonly number[], before: number, size: number): Slice {
  const from = candidates.findIndex((sequence) => sequence < before);
  const sequences = from === -1 ? [] : candidates.slice(from, from + size);
  const isLast = from === -1 || from + size >= candidates.length;
  return { sequences, end: isLast ? null : (sequences.at(-1) ?? null) };
}

async function endOfSlice(db: Db, property: string, before: number, size: number): Promise<number | null> {
  const row = await db
    .selectFrom("message_term_lists")
    .select("sequence")
    .where("property_id", "=", property)
    .where("sequence", "<", before)
    .orderBy("sequence", "desc")
    .limit(1)
    .offset(size - 1)
    .executeTakeFirst();
  return row?.sequence ?? null;
}

async function matchesIn(
  db: Db,
  { property, terms }: EntrySearch,
  { before, end, sequences }: Slice & { readonly before: number },
): Promise<FoundEntry[]> {
  if (sequences?.length === 0) return [];
  let query = db
    .selectFrom("message_term_lists")
    .select(["conversation_id as conversation", "sequence"])
    .where("property_id", "=", property)
    .where("sequence", "<", before);
  if (end !== null) query = query.where("sequence", ">=", end);
  if (sequences) query = query.where("sequence", "in", sequences);
  for (const term of terms) query = query.where((eb) => listHasTerm(eb.ref("terms"), term));
  return query.orderBy("sequence", "desc").execute();
}

async function withoutSuspicious(
  db: Db,
  property: string,
  found: readonly FoundEntry[],
): Promise<FoundEntry[]> {
  if (!found.length) return [];
  const ids = [...new Set(found.map(({ conversation }) => conversation))];
  const rows = await db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "in", ids)
    .where("suspicious", "=", 0)
    .execute();
  const shown = new Set(rows.map(({ id }) => id));
  return found.filter(({ conversation }) => shown.has(conversation));
}
