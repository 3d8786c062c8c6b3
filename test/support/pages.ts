import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { openWatched, watch } from "./browser.ts";

/**
 * Opens a page, in a context of its own, for the running test. When the test is over the page is closed, and the test
 * fails if there was an uncaught error or a policy (CSP) report in it.
 */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const { page, faults } = await openWatched(browser, options);
  onTestFinished(async () => {
    await page.context().close();
    expect(faults, "uncaught errors and policy reports of the page").toEqual([]);
  });
  return page;
}

/** One more tab of the same browser profile: same storage, same watch over its faults. */
export async function newTab(beside: Page): Promise<Page> {
  const page = await beside.context().newPage();
  const faults = await watch(page);
  onTestFinished(() => expect(faults, "uncaught errors and policy reports of the tab").toEqual([]));
  return page;
}
