import { setTimeout as pause } from "node:timers/promises";

/** How often a result is written if the database cannot be written to, and the pause in between, ms. */
const ATTEMPTS = { most: 5, pause: 1_000 } as const;

/**
 * Writes the result of something that was sent, again if the database cannot be written to: without the result, it would be
 * sent once more.
 *
 * @throws the error of the last attempt
 */
export async function writeResult(write: () => Promise<void>): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      await write();
      return;
    } catch (err) {
      if (attempts >= ATTEMPTS.most) throw err;
      await pause(ATTEMPTS.pause);
    }
  }
}
