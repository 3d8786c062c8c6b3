import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { arrived, eventually, fillIn, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

/** Files of `pages/`, each of which says in its first comment what it is an example of. */
const PAGES = [
  "plain",
  "base-elsewhere",
  "body-no-pointer",
  "body-transform",
  "flex-page",
  "grid-page",
  "hide-unknown",
  "important-buttons",
  "layers",
  "popover-styles",
  "quirks",
  "reset-all",
  "root-contain",
  "root-transform",
  "small-rem",
  "xhtml.xhtml",
];

/** The distances of an element of the widget from the right and the bottom of the window, and its size, CSS pixels. */
const placeOf = (page: EnginePage, selector: string) =>
  page.evaluate((selector) => {
    const root = document.querySelector("foyer-chat")?.shadowRoot;
    for (const animation of root?.getAnimations() ?? []) animation.finish(); // the panel rises when it opens
    const box = root?.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
    const { width = 0, height = 0 } = visualViewport ?? {};
    return [width - box.right, height - box.bottom, box.width, box.height].map(Math.round);
  }, selector);

describeEachEngine("the style of a page does not reach the widget", (engine) => {
  it.each(PAGES)("%s", async (name) => {
    const page = await engine.open(product.site.hostPage(name));
    await eventually(
      () => placeOf(page, "button"),
      (place) => `${place}` === "20,20,60,60",
    );
    await page.locator("foyer-chat").getByRole("button").click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    const [right, bottom, width, height] = await placeOf(page, ".panel");
    expect([right, bottom, width]).toEqual([20, 20, 392]);
    expect(height).toBeGreaterThan(400);
    const email = `${name}@${engine.name}.example`.toLowerCase();
    // by their order: in XML, Playwright finds no field by its label
    for (const [index, answer] of ["Ada", email, `From ${name}`].entries())
      await panel.getByRole("textbox").nth(index).fill(answer);
    await fillIn(panel, {});
    await arrived(panel);
  });

  it("a transform of the root element that comes later", async () => {
    const page = await engine.open(product.site.hostPage("plain"));
    const isInPlace = () =>
      eventually(
        () => placeOf(page, "button"),
        (place) => `${place}` === "20,20,60,60",
      );
    await isInPlace();
    await page.evaluate(() => document.documentElement.style.setProperty("transform", "translateY(2000px)"));
    await isInPlace();
  });
});
