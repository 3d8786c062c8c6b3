import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel } from "../../support/use-product.ts";

const product = useServedProduct();

const isFullScreen = (page: EnginePage) => page.evaluate(() => document.fullscreenElement?.id === "plan");
/** Whether the widget is in the part of the page that may go full screen. */
const isInPlan = (page: EnginePage) => page.evaluate(() => !!document.querySelector("#plan foyer-chat"));

describeEachEngine("a part of the page that goes full screen", (engine) => {
  it("has the launcher and the panel in front, and so has the page afterwards", async () => {
    await product.admin.presence("away");
    const page = await engine.open(product.site.hostPage("full-screen"));
    await eventually(() => page.evaluate(() => !!document.querySelector("foyer-chat[popover]")), Boolean);
    await page.locator("#large").click();
    await eventually(() => isFullScreen(page), Boolean);
    await eventually(() => isInPlan(page), Boolean);
    const panel = await openPanel(page);
    await panel.getByLabel("Your name").fill("Ada");

    await page.evaluate(() => document.exitFullscreen());
    await eventually(
      () => isFullScreen(page),
      (isFull) => !isFull,
    );
    await eventually(
      () => isInPlan(page),
      (isIn) => !isIn,
    );
    expect(await panel.getByLabel("Your name").inputValue()).toBe("Ada");
    await fillIn(panel, { email: `full@${engine.name}.example`.toLowerCase(), message: "From the plan" });
    await arrived(panel);
    await panel.getByRole("button", { name: "Close" }).click();
    await launcherOf(page).waitFor();
  });
});
