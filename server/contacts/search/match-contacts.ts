import { setImmediate as turn } from "node:timers/promises";
import type { ContactFilter } from "../../../shared/crm.ts";
import type { Db } from "../../platform/database/open.ts";
import { countContacts } from "./count-contacts.ts";
import { conditionsOn, countEntries, isUnfiltered } from "./list-contacts.ts";
import { type ParsedFilter, parseFilter } from "./parse-filter.ts";

export interface MatchQuery {
  readonly property: string;
  readonly filter: ContactFilter;
  /** Only contacts with a larger ID; empty: all. */
  readonly after?: string;
  /** Only contacts that were contacts at this time, ms since 1970. */
  readonly until?: number;
}

/** How many contacts are evaluated in one statement, some milliseconds, before the event loop continues. */
const SLICE_SIZE = 1_500;
/** A criterion with more index entries is evaluated contact by contact. */
const MAX_INDEX_ENTRIES = 5_000;

/**
 * The IDs of all contacts that match a filter, in the order of the IDs, which no change of a contact alters: a slice at a
 * time, which may be empty.
 *
 * @throws ApiError `not_found` if the filter's organization does not exist
 */
export async function* matchContacts(db: Db, query: MatchQuery): AsyncGenerator<Slice, void, undefined> {
  const parsed = await parseFilter(db, query.property, query.filter);
  if (parsed.matchesNothing) return;
  let { after = "" } = query;
  const fromIndex = await matchByIndex(db, parsed, { ...query, after });
  if (fromIndex) {
    yield { ids: fromIndex, end: null };
    return;
  }
  for (;;) {
    const end = await endOfSlice(db, query.property, after);
    const rows = await contactsOf(db, { ...query, after })
      .select("visitors.id")
      .$if(end !== null, (some) => some.where("visitors.id", "<=", end ?? ""))
      .where((eb) => eb.and(conditionsOn(eb, parsed.criteria, parsed)))
      .orderBy("visitors.id")
      .execute();
    yield { ids: rows.map(({ id }) => id), end };
    if (end === null) return;
    after = end;
    await turn();
  }
}

interface Slice {
  readonly ids: readonly string[];
  /** Every contact with an ID up to this one is evaluated; null: all are. */
  readonly end: string | null;
}

/** @returns null if no criterion is rare */
async function matchByIndex(
  db: Db,
  { criteria, ...parsed }: ParsedFilter,
  query: MatchQuery & { after: string },
): Promise<string[] | null> {
  for (const criterion of criteria) {
    if ((await countEntries(db, criterion, MAX_INDEX_ENTRIES)) > MAX_INDEX_ENTRIES) continue;
    const entries = criterion.entries(db).distinct().as("matches");
    const others = criteria.filter((one) => one !== criterion);
    const rows = await contactsOf(db, query)
      .select("visitors.id")
      .where("visitors.id", "in", (eb) => eb.selectFrom(entries).select("matches.visitor_id"))
      .where((eb) => eb.and(conditionsOn(eb, others, parsed)))
      .orderBy("visitors.id")
      .execute();
    return rows.map(({ id }) => id);
  }
  return null;
}

function contactsOf(db: Db, { property, after, until }: MatchQuery & { after: string }) {
  return db
    .selectFrom("visitors")
    .where("visitors.property_id", "=", property)
    .where("visitors.contact_since", "is not", null)
    .where("visitors.id", ">", after)
    .$if(until !== undefined, (some) => some.where("visitors.contact_since", "<=", until ?? 0));
}

async function endOfSlice(db: Db, property: string, after: string): Promise<string | null> {
  const row = await db
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("id", ">", after)
    .orderBy("id")
    .limit(1)
    .offset(SLICE_SIZE - 1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * The number of contacts that match a filter.
 *
 * @throws ApiError `not_found` if the filter's organization does not exist
 */
export async function countMatches(db: Db, property: string, filter: ContactFilter): Promise<number> {
  if (isUnfiltered(await parseFilter(db, property, filter))) return countContacts(db, property);
  let count = 0;
  for await (const { ids } of matchContacts(db, { property, filter })) count += ids.length;
  return count;
}
