import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import { eventually, openPanel } from "../../support/use-product.ts";

const product = useServedProduct();
const DARK = "rgb(23, 28, 26)";
const LIGHT = "rgb(255, 253, 249)";

const surface = (page: EnginePage): Promise<string> =>
  page.evaluate(() => {
    const panel = document.querySelector("foyer-chat")?.shadowRoot?.querySelector(".panel");
    return panel ? getComputedStyle(panel).backgroundColor : "";
  });

/** The visitor of these tests prefers light. */
const PAGES = [
  ["a page that says nothing", "", "", LIGHT],
  ["a dark page, by its style sheet", "<style>:root{color-scheme:dark}</style>", "", DARK],
  ["a dark page, by its meta element", '<meta name="color-scheme" content="dark">', "", DARK],
  ["a page with both schemes", "<style>:root{color-scheme:dark light}</style>", "", LIGHT],
  [
    "a light page whose owner wants dark",
    "<style>:root{color-scheme:light}</style>",
    'data-theme="dark"',
    DARK,
  ],
  [
    "a dark page whose owner wants light",
    "<style>:root{color-scheme:dark}</style>",
    'data-theme="light"',
    LIGHT,
  ],
] as const;

describeEachEngine("the panel's colours", (engine) => {
  it("follow the page, and the owner's choice", async () => {
    const page = await engine.open(product.site.page("/scheme", { html: shopPage() }));
    for (const [title, head, attributes, colour] of PAGES) {
      const html = shopPage({ head, end: scriptTag(attributes) });
      await page.goto(product.site.page("/scheme", { html }));
      await openPanel(page);
      expect(await surface(page), title).toBe(colour);
    }
  });

  it("change with the page while the panel is open", async () => {
    const head = "<style>:root.night{color-scheme:dark}</style>";
    const page = await engine.open(product.site.page("/night", { html: shopPage({ head }) }));
    await openPanel(page);
    for (const colour of [DARK, LIGHT]) {
      await page.evaluate(() => document.documentElement.classList.toggle("night"));
      await eventually(
        () => surface(page),
        (shown) => shown === colour,
      );
    }
  });
});
