import { setImmediate as turn } from "node:timers/promises";
import { sql } from "kysely";
import type { Db } from "../../platform/database/open.ts";

/** So many are counted in one go, some milliseconds' work, before others get their turn. */
const SLICE_SIZE = 20_000;
/** A number above this is told for a while as it was, and counted anew behind it. */
const CACHED_ABOVE = 100_000;
/** For how long, ms. */
const CACHE_LIFETIME = 10_000;

interface CachedCount {
  readonly count: number;
  readonly at: number;
}

const cachedCounts = new WeakMap<Db, Map<string, CachedCount>>();

/** How many contacts a property has: exactly, or, where they are very many, as they were some seconds ago. */
export async function countContacts(db: Db, property: string): Promise<number> {
  const counts = cachedCounts.get(db) ?? new Map<string, CachedCount>();
  cachedCounts.set(db, counts);
  const keep = (count: number) => {
    if (count > CACHED_ABOVE) counts.set(property, { count, at: performance.now() });
    else counts.delete(property);
    return count;
  };
  const known = counts.get(property);
  if (!known) return keep(await countAll(db, property));
  if (performance.now() - known.at > CACHE_LIFETIME) {
    keep(known.count);
    // if it fails, whoever asks later hears of it
    countAll(db, property).then(keep, () => counts.delete(property));
  }
  return known.count;
}

/** Where a slice ends. */
interface Position {
  readonly seen: number;
  readonly id: string;
}

/** Walks the order in which contacts are listed: an index that has all of them, and no one else. */
async function countAll(db: Db, property: string): Promise<number> {
  let end = await endOfSlice(db, property, null);
  let counted = 0;
  let last: Position | null = null;
  for (; end; end = await endOfSlice(db, property, end)) {
    [last, counted] = [end, counted + SLICE_SIZE];
    await turn();
  }
  const { count } = await contactsAfter(db, property, last)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return counted + Number(count);
}

function endOfSlice(db: Db, property: string, last: Position | null): Promise<Position | undefined> {
  return contactsAfter(db, property, last)
    .select(["last_seen_at as seen", "id"])
    .orderBy("last_seen_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .offset(SLICE_SIZE - 1)
    .executeTakeFirst();
}

function contactsAfter(db: Db, property: string, last: Position | null) {
  return db
    .selectFrom("visitors")
    .where("property_id", "=", property)
    .where("contact_since", "is not", null)
    .$if(last !== null, (some) =>
      some.where(sql<boolean>`(last_seen_at, id) < (${last?.seen ?? 0}, ${last?.id ?? ""})`),
    );
}
