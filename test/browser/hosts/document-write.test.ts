import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { eventually, launcherOf, openPanel } from "../../support/use-product.ts";

const product = useServedProduct();

/** The functions by which the page writes its document. */
const WRITINGS = ["writeAfterLoad", "writeAnotherPage", "writeThePageAgain"];

/** `document.open` also ends the page's connections, which Firefox reports as errors. */
const isConnection = (fault: string) => fault.includes("ws://");

const visits = (page: EnginePage) =>
  page.evaluate(
    () => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/visits")).length,
  );

describeEachEngine("a page that is written by a script, with the tag in it", (engine) => {
  it.each(WRITINGS)("has one launcher, which opens the chat, and one visit: %s", async (writing) => {
    const page = await engine.open(product.site.hostPage("document-write"), { isExpected: isConnection });
    await launcherOf(page).waitFor();
    await eventually(
      () => visits(page),
      (count) => count === 1,
    );
    await page.evaluate(`${writing}()`);
    await launcherOf(page).waitFor();
    expect(await launcherOf(page).count()).toBe(1);
    await openPanel(page);
    expect(await visits(page)).toBe(1);
  });
});
