import { expect } from "vitest";
import type { EnginePage } from "./engines-page.ts";

/** Waits until a page has run for so long by its own clock, ms: to see that something does not happen in it. */
export async function runFor(page: EnginePage, duration: number): Promise<void> {
  const begun = await page.evaluate<number>("performance.now()");
  await expect
    .poll(() => page.evaluate<number>("performance.now()"), { timeout: duration + 15_000, interval: 250 })
    .toBeGreaterThan(begun + duration);
}
