import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();
const require = createRequire(import.meta.url);

beforeAll(() => {
  const headers = { "Content-Type": "text/javascript" };
  product.site.page("/turbo.js", { html: readFileSync(require.resolve("@hotwired/turbo"), "utf8"), headers });
});

/** Waits until the page has registered so many visits. */
const visited = (page: EnginePage, times: number) =>
  eventually(
    () =>
      page.evaluate(
        () => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/visits")).length,
      ),
    (count) => count === times,
  );

/** Waits until Turbo has drawn what is expected since the last call: a page, or first the one of its cache. */
async function drawn(page: EnginePage, ...renders: readonly ("page" | "preview")[]): Promise<void> {
  const done = () => page.evaluate(() => window.renders ?? []);
  await eventually(done, ({ length }) => length >= renders.length);
  expect(await done()).toEqual(renders);
  await page.evaluate(() => window.renders?.splice(0));
}

/** The panel is open with its text, and there is one widget, which is alive. */
async function expectUnchanged(page: EnginePage, text: string): Promise<void> {
  const name = panelOf(page).getByLabel("Your name");
  await name.waitFor();
  expect(await name.inputValue()).toBe(text);
  const widgets = () =>
    page.evaluate(() => [...document.querySelectorAll("foyer-chat")].map((one) => !!one.shadowRoot));
  await eventually(widgets, (areAlive) => areAlive.join() === "true");
}

describeEachEngine("a site with Turbo", (engine) => {
  it.each(["turbo", "turbo-body"])(
    "keeps the open panel and its text from page to page, and each page is visited once: %s",
    async (name) => {
      await product.admin.presence("away");
      const page = await engine.open(product.site.hostPage(name));
      await visited(page, 1);
      await page.getByRole("link", { name: "To page 2" }).click();
      await drawn(page, "page");
      await launcherOf(page).waitFor();
      await visited(page, 2);
      await page.evaluate(() => history.back());
      await drawn(page, "page");
      await visited(page, 3);
      const panel = await openPanel(page);
      await panel.getByLabel("Your name").fill("Ada");
      await page.evaluate(() => {
        document.body.id = "first";
      });

      await page.getByRole("link", { name: "To page 2" }).click();
      await page.getByRole("heading", { name: "Page 2" }).waitFor();
      await drawn(page, "preview", "page");
      expect(await page.evaluate(() => document.body.id)).toBe("");
      await expectUnchanged(page, "Ada");
      await visited(page, 4);

      await page.getByRole("link", { name: "To page 1" }).click();
      await drawn(page, "page");
      await visited(page, 5);
      await page.getByRole("link", { name: "To page 2" }).click();
      await page.getByRole("heading", { name: "Page 2" }).waitFor();
      await expectUnchanged(page, "Ada");
      await drawn(page, "preview", "page");
      await expectUnchanged(page, "Ada");
      await visited(page, 6);

      await page.evaluate(() => history.back());
      await page.getByRole("heading", { name: "Page 1" }).waitFor();
      await expectUnchanged(page, "Ada");
      await drawn(page, "page");
      await visited(page, 7);

      await page.getByRole("link", { name: "To page 1" }).click();
      await eventually(
        () => page.evaluate(() => window.renders?.at(-1)),
        (last) => last === "page",
      );
      await expectUnchanged(page, "Ada");
      await fillIn(panel, {
        email: `${name}@${engine.name}.example`.toLowerCase(),
        message: "From page to page",
      });
      await arrived(panel);
      await panel.getByRole("button", { name: "Close" }).click();
      await launcherOf(page).click();
      await panelOf(page).waitFor();
      expect(await page.locator("foyer-chat").count()).toBe(1);
      await visited(page, 7);
    },
  );
});

declare global {
  interface Window {
    renders?: ("page" | "preview")[];
  }
}
