import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { eventually, launcherOf, openPanel, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

// WebKitGTK crashes at every view transition, also on a page without the widget
describeEachEngine("a page with view transitions", (engine) => {
  it.skipIf(engine.name === "WebKit")(
    "keeps the open panel and its text through one, without a name of the widget's own in it",
    async () => {
      const page = await engine.open(product.site.hostPage("view-transitions"));
      const panel = await openPanel(page);
      await panel.getByLabel("Your name").fill("Ada");
      const names = await page.evaluate(async () => {
        const finished = window.showNext?.();
        await new Promise(requestAnimationFrame);
        const effects = document.getAnimations().map(({ effect }) => effect);
        await finished;
        return effects.flatMap((one) => (one instanceof KeyframeEffect && one.pseudoElement) || []);
      });
      expect(names.join()).not.toContain("foyer");
      await page.getByRole("heading", { name: "The next part" }).waitFor();
      expect(await panelOf(page).getByLabel("Your name").inputValue()).toBe("Ada");
    },
  );

  it.skipIf(engine.name === "WebKit")(
    "has the launcher on the page that a transition leads to, where a click opens the chat",
    async () => {
      const page = await engine.open(product.site.hostPage("view-transitions"));
      await launcherOf(page).waitFor();
      await page.getByRole("link", { name: "The next page" }).click();
      await eventually(
        () => page.evaluate(() => location.search),
        (query) => query === "?next",
      );
      await openPanel(page);
    },
  );
});

declare global {
  interface Window {
    showNext?(): Promise<void> | undefined;
  }
}
