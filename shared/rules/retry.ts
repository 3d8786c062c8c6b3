/** Whether the same request may succeed later (R22). Status 0 means that there was no answer. */
export function isRetriable(status: number): boolean {
  return status === 0 || [401, 408, 425, 429].includes(status) || status >= 500;
}

/** The upper bounds of the first and of the longest delay, ms. */
const FIRST_CEILING = 1_000;
const LAST_CEILING = 60_000;

/**
 * The delay before the next attempt, ms: exponential back-off with full jitter (R22), never shorter than the server's
 * `Retry-After`, of which at most an hour counts.
 *
 * @param failures the number of attempts that have failed in a row, at least 1
 * @param random a number from 0 (inclusive) to 1 (exclusive)
 * @param retryAfter the header's value, in seconds or as an HTTP date (RFC 9110, section 10.2.3)
 * @param now milliseconds since 1970
 */
export function retryDelay(failures: number, random: number, retryAfter: string | null, now: number): number {
  const jittered = random * Math.min(FIRST_CEILING * 2 ** (failures - 1), LAST_CEILING);
  // NaN if the header is neither form; the comparison below is then false
  const asked = Number(retryAfter) * 1000 || Date.parse(retryAfter ?? "") - now;
  return asked > 0 ? Math.min(asked, 3_600_000) + jittered : jittered;
}
