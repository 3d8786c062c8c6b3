import { expect, it } from "vitest";
import type { Diagnosis, FoyerCommands } from "../../../widget/api/foyer.ts";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { launcherOf } from "../../support/use-product.ts";

const product = useServedProduct();

describeEachEngine("Foyer.doctor()", (engine) => {
  it("finds nothing on a good page", async () => {
    const page = await engine.open(product.site.hostPage("plain"));
    await launcherOf(page).waitFor();
    const diagnosis: Diagnosis = await page.evaluate(() =>
      (window.Foyer as unknown as FoyerCommands).doctor(),
    );
    expect(diagnosis).toEqual({ ok: true, findings: [], version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  });
});
