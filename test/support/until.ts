/** The result of one look: the value that was waited for, or the reason why there is none yet. */
export type Look<T> = { readonly value: T } | { readonly reason: string };

/** Between two looks, ms. */
const INTERVAL = 50;

/** Lets a program make progress between two looks at it. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Looks again until there is a value. Every wait for another program goes through here, because one without an end would
 * cost a test its whole time, and leave no reason.
 *
 * @param time ms @throws with the last reason and `what` after the time is up
 */
export async function until<T>(what: string, time: number, look: () => Promise<Look<T>>): Promise<T> {
  const end = performance.now() + time;
  for (;;) {
    const seen = await look();
    if ("value" in seen) return seen.value;
    if (performance.now() > end) throw new Error(`${seen.reason}: ${what}`);
    await pause(INTERVAL);
  }
}
