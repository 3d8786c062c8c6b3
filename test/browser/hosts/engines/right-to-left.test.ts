import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../../support/engines.ts";
import { shopPage } from "../../../support/site.ts";
import { launcherOf, panelOf } from "../../../support/use-product.ts";

const product = useServedProduct();
let address: string;
beforeAll(() => {
  address = product.site.page("/arabic", { html: shopPage({ lang: "ar", dir: "rtl" }) });
});

const VIEWPORTS = [
  ["a desktop", { width: 1280, height: 800 }],
  ["a phone", { width: 390, height: 844 }],
] as const;

describeEachEngine("from right to left", (engine) => {
  it.each(VIEWPORTS)(
    "the launcher, the panel and the order of its content are mirrored, on %s",
    async (_, viewport) => {
      const page = await engine.open(address, { viewport });
      const launcher = launcherOf(page, "الدردشة");
      expect((await launcher.boundingBox())?.x).toBeLessThan(100);
      await launcher.click();
      const panel = panelOf(page);
      await panel.getByRole("textbox").first().waitFor();
      expect(await panel.getAttribute("dir")).toBe("rtl");
      const box = await panel.boundingBox();
      expect(box?.x).toBeLessThan(100);
      const close = await panel.getByRole("button", { name: "إغلاق" }).boundingBox();
      expect(close?.x).toBeLessThan((box?.x ?? 0) + 100);
      const label = panel.getByText("اسمك", { exact: true });
      expect(await label.evaluate((one) => getComputedStyle(one).direction)).toBe("rtl");
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    },
  );
});
