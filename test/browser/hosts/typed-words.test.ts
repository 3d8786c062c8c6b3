import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { shopPage } from "../../support/site.ts";
import { arrived, fillIn, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();
let visitors = 0;

describeEachEngine("what people type into the form", (engine) => {
  const open = async () => {
    const page = await engine.open(product.site.page("/form", { html: shopPage() }));
    await page.locator("foyer-chat").getByRole("button").click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    return panel;
  };

  it.each([
    ["WHO@Bücher.example", "WHO@Bücher.example"],
    ["WHO＠例え.example", "WHO@例え.example"],
    ["\u200bWHO@wide．example ", "WHO@wide.example"],
    ["WHO۱۲۳@example.com", "WHO123@example.com"],
  ])("R8: the e-mail %j is stored as %s", async (typed, stored) => {
    const who = `Who${++visitors}${engine.name}`;
    const panel = await open();
    await fillIn(panel, { name: who, email: typed.replace("WHO", who), message: "Hello" });
    await arrived(panel);
    const { items } = await product.admin.contacts(who);
    expect(items.map(({ email }) => email)).toEqual([stored.replace("WHO", who)]);
  });

  it("R8: what is no e-mail in any script is refused with the reason, and nothing is changed in the field", async () => {
    const panel = await open();
    await fillIn(panel, { name: "Eve", email: "eve@例え", message: "Hello" });
    await panel.getByText("e-mail", { exact: false }).last().waitFor();
    expect(await panel.getByLabel("E-mail").inputValue()).toBe("eve@例え");
  });
});
