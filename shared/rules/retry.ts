/** The statuses after which the same request may succeed later (R22); 0 stands for "no answer at all". */
export function isRetriable(status: number): boolean {
  return status === 0 || [401, 408, 425, 429].includes(status) || status >= 500;
}

const FIRST_CEILING = 1_000;
const LAST_CEILING = 60_000;

/**
 * How long to wait before the next try, in milliseconds: exponential back-off with full jitter (R22), never sooner
 * than the server's `Retry-After`.
 *
 * @param failures how many tries have failed in a row, at least 1
 * @param random 0 up to 1
 * @param retryAfter the header as it came, in seconds or as an HTTP date (RFC 9110, section 10.2.3)
 */
export function retryDelay(failures: number, random: number, retryAfter: string | null, now: number): number {
  const jittered = random * Math.min(FIRST_CEILING * 2 ** (failures - 1), LAST_CEILING);
  // of what is neither, nothing is more than 0
  const asked = Number(retryAfter) * 1000 || Date.parse(retryAfter ?? "") - now;
  return asked > 0 ? Math.min(asked, 3_600_000) + jittered : jittered;
}
