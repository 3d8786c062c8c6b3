import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { type NextApp, startNextApp } from "../../support/next-app.ts";
import { arrived, fillIn, launcherOf, openPanel } from "../../support/use-product.ts";

const product = useServedProduct();

let app: NextApp;
beforeAll(async () => {
  app = await startNextApp(`${product.network.url}/w/${product.admin.property}.js`);
}, 180_000);
afterAll(() => app.stop());

describeEachEngine("a Next.js site, built for production", (engine) => {
  it("a page that hydrates keeps the launcher, and so does the next page", async () => {
    const page = await engine.open(app.url);
    await launcherOf(page).waitFor();
    await page.getByRole("link", { name: "Clock" }).click();
    await page.getByText("browser time").waitFor();
    const panel = await openPanel(page);
    const email = `next@${engine.name.toLowerCase()}.example`;
    await fillIn(panel, { name: "Ada", email, message: "From Next" });
    await arrived(panel);
    expect((await product.admin.contacts(email)).items).toHaveLength(1);
  });
});
