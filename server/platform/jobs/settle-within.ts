import { setTimeout as pause } from "node:timers/promises";

/**
 * Waits until work has ended, or for some time.
 *
 * @param work what it rejects with is thrown
 * @param limit ms
 */
export async function settleWithin(work: Promise<unknown>, limit: number): Promise<void> {
  const ended = new AbortController();
  try {
    await Promise.race([work, pause(limit, null, { signal: ended.signal })]);
  } finally {
    ended.abort();
  }
}
