import { setImmediate as turn } from "node:timers/promises";
import type { Db } from "../../platform/database/open.ts";
import { type Cursor, followsCursor } from "../../platform/paging.ts";

/** How many contacts are counted in one statement, some milliseconds, before the event loop continues. */
const SLICE_SIZE = 20_000;
/** Larger counts are cached, and refreshed in the background. */
const CACHED_ABOVE = 100_000;
/** How long a cached count is returned without a refresh, ms. */
const CACHE_LIFETIME = 10_000;

interface CachedCount {
  readonly count: number;
  readonly at: number;
}

const cachedCounts = new WeakMap<Db, Map<string, CachedCount>>();

/** The number of a property's contacts: exact, or some seconds old if it is above `CACHED_ABOVE`. */
export async function countContacts(db: Db, property: string): Promise<number> {
  const counts = cachedCounts.get(db) ?? new Map<string, CachedCount>();
  cachedCounts.set(db, counts);
  const cache = (count: number) => {
    if (count > CACHED_ABOVE) counts.set(property, { count, at: performance.now() });
    else counts.delete(property);
    return count;
  };
  const cached = counts.get(property);
  if (!cached) return cache(await countAll(db, property));
  if (performance.now() - cached.at > CACHE_LIFETIME) {
    cache(cached.count);
    // after an error, the next call counts again and reports it
    countAll(db, property).then(cache, () => counts.delete(property));
  }
  return cached.count;
}

/** Counts along the index by which contacts are listed, which contains contacts only. */
async function countAll(db: Db, property: string): Promise<number> {
  let end = await endOfSlice(db, property, null);
  let counted = 0;
  let last: Cursor | null = null;
  for (; end; end = await endOfSlice(db, property, end)) {
    [last, counted] = [end, counted + SLICE_SIZE];
    await turn();
  }
  const { count } = await contactsAfter(db, property, last)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return counted + Number(count);
}

/** The last contact of the slice that follows; undefined: fewer contacts than a slice follow. */
function endOfSlice(db: Db, property: string, last: Cursor | null): Promise<Cursor | undefined> {
  return contactsAfter(db, property, last)
    .select(["last_seen_at as at", "id"])
    .orderBy("last_seen_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .offset(SLICE_SIZE - 1)
    .executeTakeFirst();
}

function contactsAfter(db: Db, property: string, last: Cursor | null) {
  return db
    .selectFrom("visitors")
    .where("property_id", "=", property)
    .where("contact_since", "is not", null)
    .where(followsCursor(last, ["last_seen_at", "id"], "desc"));
}
