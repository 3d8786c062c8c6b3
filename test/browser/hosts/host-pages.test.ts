import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { arrived, fillIn, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

/** Pages of `pages/` that need nothing but to be opened; each says in its first comment what it is an example of. */
const PAGES = ["plain"];

describeEachEngine("on a page of an owner's site", (engine) => {
  it.each(PAGES)("%s: the launcher is there, the panel opens, and a message arrives", async (name) => {
    const email = `${name}@${engine.name}.example`;
    const page = await engine.open(product.site.hostPage(name));
    await page.locator("foyer-chat").getByRole("button").click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    await fillIn(panel, { name: "Ada", email, message: `From ${name}` });
    await arrived(panel);
    const { items } = await product.admin.contacts(email);
    expect(items).toMatchObject([{ name: "Ada" }]);
  });
});
