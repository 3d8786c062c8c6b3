import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

/** The attributes that libraries set on the elements beside their modal. */
const MODALS: readonly [library: string, attributes: Readonly<Record<string, string>>][] = [
  [
    "Radix and React Aria hide them from screen readers",
    { "aria-hidden": "true", "data-aria-hidden": "true" },
  ],
  ["Headless UI and Base UI make them inert", { inert: "" }],
  ["MUI and others do both", { "aria-hidden": "true", inert: "" }],
];

/** Whether the widget's element is hidden from screen readers or disabled. */
const isHidden = (page: EnginePage) =>
  page.evaluate(() => !!document.querySelector("foyer-chat")?.closest("[aria-hidden=true], [inert]"));

describeEachEngine("a modal that hides or disables everything beside it", (engine) => {
  it.each(MODALS)("leaves the chat as it is, before and during: %s", async (library, attributes) => {
    await product.admin.presence("away");
    const page = await engine.open(product.site.hostPage("modal-siblings"));
    await eventually(
      () => page.evaluate(() => !!document.querySelector("body > foyer-chat[popover]")),
      Boolean,
    );
    const open = () => page.evaluate((given) => window.openModal?.(given), attributes);

    await open();
    await eventually(
      () => isHidden(page),
      (hidden) => !hidden,
    );
    const panel = await openPanel(page);
    await panel.getByLabel("Your name").fill("Ada");
    await page.evaluate(() => window.closeModal?.());

    await open();
    await eventually(
      () => isHidden(page),
      (hidden) => !hidden,
    );
    expect(await panel.getByLabel("Your name").inputValue()).toBe("Ada");
    const email = `${library.length}@${engine.name}.example`.toLowerCase();
    await fillIn(panel, { email, message: "During the modal" });
    await arrived(panel);
    await panel.getByRole("button", { name: "Close" }).click();
    await launcherOf(page).click();
    await panelOf(page).waitFor();
    expect(await page.evaluate(() => !!document.getElementById("modal"))).toBe(true);
  });
});

declare global {
  interface Window {
    openModal?(attributes: Readonly<Record<string, string>>): void;
    closeModal?(): void;
  }
}
