import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { launcherOf, openPanel } from "../../support/use-product.ts";

const product = useServedProduct();

describeEachEngine("a page from right to left, in a language that the widget has no locale for", (engine) => {
  it("has launcher and panel at its left; the panel's English is from left to right", async () => {
    const page = await engine.open(product.site.hostPage("rtl-hebrew"));
    await launcherOf(page).waitFor();
    expect((await launcherOf(page).boundingBox())?.x).toBeLessThan(100);
    const panel = await openPanel(page);
    expect((await panel.boundingBox())?.x).toBeLessThan(100);
    expect(await panel.getAttribute("dir")).toBe("ltr");
  });
});
