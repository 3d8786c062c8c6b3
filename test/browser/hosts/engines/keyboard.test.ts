import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../../support/engines.ts";
import type { EnginePage } from "../../../support/engines-page.ts";
import { shopPage } from "../../../support/site.ts";
import { arrived, eventually, openPanel, panelOf } from "../../../support/use-product.ts";

const product = useServedProduct();
let address: string;
beforeAll(() => {
  address = product.site.page("/shop", { html: shopPage() });
});

/** The focused element, also inside shadow roots, by its label or its content. */
const focused = (page: EnginePage) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const label = element && "labels" in element ? (element as HTMLInputElement).labels?.[0] : null;
    return (label ?? element)?.textContent?.trim() || element?.getAttribute("aria-label") || "";
  });

describeEachEngine("by keyboard", (engine) => {
  it("a visitor opens the panel, moves through it in both directions, sends, and is back at the launcher", async () => {
    const page = await engine.open(address);
    await page.getByRole("button", { name: "Add to basket" }).focus();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Open chat");
    await page.keyboard.press("Enter");
    const panel = panelOf(page);
    await eventually(
      () => focused(page),
      (name) => name.includes("Your name"),
    );
    await panel.getByRole("button", { name: "Your conversations" }).waitFor();
    const order: string[] = [];
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press("Tab");
      order.push(await focused(page));
    }
    expect(order).toEqual(["E-mail", "Your message", "Send", "Your conversations", "Close", "Your name"]);
    for (const name of ["Close", "Your conversations", "Send", "Your message"]) {
      await page.keyboard.press("Shift+Tab");
      expect(await focused(page)).toBe(name);
    }
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Open chat");

    const email = `keys@${engine.name.toLowerCase()}.example`;
    await page.keyboard.press("Space");
    await eventually(
      () => focused(page),
      (name) => name.includes("Your name"),
    );
    for (const text of ["Ada", email, "Typed only"]) {
      await page.keyboard.type(text);
      if (text !== "Typed only") await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Control+Enter");
    await arrived(panel);
    expect((await product.admin.contacts(email)).items).toMatchObject([{ name: "Ada" }]);
  });

  it("keys that are typed in the panel do not reach the page's shortcuts", async () => {
    const page = await engine.open(address);
    await page.evaluate(() => {
      document.addEventListener("keydown", (event) => {
        document.title += event.key;
        event.preventDefault();
      });
    });
    const panel = await openPanel(page);
    await panel.getByLabel("Your name").pressSequentially("s/k");
    expect(await panel.getByLabel("Your name").inputValue()).toBe("s/k");
    expect(await page.title()).toBe("Harbour Shop");
  });
});
