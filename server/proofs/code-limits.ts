import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";

const HOUR = 3_600_000;
/** How long codes are counted, and so stored, ms. */
export const COUNTED_FOR = 24 * HOUR;

/** How many codes an address gets, in all properties together. Not more than mails of the kind (`MAIL_KINDS`). */
const ADDRESS_PER_HOUR = 5;
const ADDRESS_PER_DAY = 10;
/**
 * How many codes a browser, and a property, can ask for in an hour. A browser's ID is free to make, so it is never the only
 * limit (R37); that of a property protects the name of its mail server.
 */
const VISITOR_PER_HOUR = 5;
const PROPERTY_PER_HOUR = 1_000;
/**
 * How often the codes of an address can be tried in a day, by however many browsers: of a million codes, somebody who asks
 * for as many as they get guesses one in a hundred years.
 */
const TRIES_PER_DAY = 20;

/** The holder of the codes that are counted. */
export interface Counted {
  readonly property: string;
  readonly visitor: string;
  /** Its keyed hashes. */
  readonly address: readonly string[];
}

/**
 * Refuses what is above a limit. The limits count what was asked for, whoever the address belongs to, so a refusal says
 * nothing about that.
 *
 * @throws ApiError `codes_exhausted` with `Retry-After`
 */
export async function assertMayAskForCode(db: Db, counted: Counted, now: number): Promise<void> {
  const { property, visitor, address } = counted;
  const times = await addressTimes(db, address, now - COUNTED_FOR);
  refuseAbove(ADDRESS_PER_DAY, COUNTED_FOR, times, now);
  refuseAbove(
    ADDRESS_PER_HOUR,
    HOUR,
    times.filter((at) => at > now - HOUR),
    now,
  );
  const own = db
    .selectFrom("email_codes")
    .select("created_at")
    .where("property_id", "=", property)
    .where("created_at", ">", now - HOUR)
    .orderBy("created_at");
  for (const [limit, rows] of [
    [VISITOR_PER_HOUR, own.where("visitor_id", "=", visitor)],
    [PROPERTY_PER_HOUR, own],
  ] as const)
    refuseAbove(
      limit,
      HOUR,
      (await rows.limit(limit).execute()).map(({ created_at }) => created_at),
      now,
    );
}

/** @throws ApiError `codes_exhausted` if the codes of the address were tried too often */
export async function assertMayTryCode(db: Db, { address }: Counted, now: number): Promise<void> {
  const rows = await db
    .selectFrom("email_codes")
    .select(["created_at", "tries"])
    .where("address_hash", "in", address)
    .where("created_at", ">", now - COUNTED_FOR)
    .orderBy("created_at")
    .execute();
  const tries = rows.flatMap(({ created_at, tries }) => Array.from({ length: tries }, () => created_at));
  refuseAbove(TRIES_PER_DAY, COUNTED_FOR, tries, now);
}

async function addressTimes(db: Db, address: readonly string[], since: number): Promise<number[]> {
  const rows = await db
    .selectFrom("email_codes")
    .select("created_at")
    .where("address_hash", "in", address)
    .where("created_at", ">", since)
    .orderBy("created_at")
    .execute();
  return rows.map(({ created_at }) => created_at);
}

/** @param times oldest first, of the last `window` ms */
function refuseAbove(limit: number, window: number, times: readonly number[], now: number): void {
  const [oldest = now] = times.slice(-limit);
  if (times.length < limit) return;
  const seconds = Math.max(1, Math.ceil((oldest + window - now) / 1_000));
  throw new ApiError("codes_exhausted", { headers: { "Retry-After": String(seconds) } });
}
