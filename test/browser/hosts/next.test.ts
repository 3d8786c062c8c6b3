import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { type NextApp, startNextApp } from "../../support/next-app.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();
const visits = () => product.network.requests.filter((request) => /^POST .*\/visits$/.test(request)).length;

let app: NextApp;
beforeAll(async () => {
  app = await startNextApp(`${product.network.url}/w/${product.admin.property}.js`);
}, 180_000);
afterAll(() => app.stop());

/** React says so in the console, and draws the document anew: hydration failed, text differs, hydration gave up. */
const isHydrationError = (fault: string) => /Minified React error #(418|423|425)/.test(fault);

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

  it("the package's component in a server component: the next page has the same widget, for one script", async () => {
    const scripts = () =>
      product.network.requests.filter((request) => /^GET \/w\/\w+\.js/.test(request)).length;
    const before = scripts();
    const page = await engine.open(`${app.url}/package`);
    await launcherOf(page).waitFor();
    await page.getByRole("link", { name: "More" }).click();
    await page.getByRole("heading", { name: "More lanterns" }).waitFor();
    await page.getByRole("button", { name: "Ask us" }).click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    const email = `next-package@${engine.name.toLowerCase()}.example`;
    await fillIn(panel, { name: "Ada", email, message: "From the package" });
    await arrived(panel);
    expect(scripts()).toBe(before + 1);
  });

  it("a page whose hydration fails, and which React draws anew, has the launcher again, without a second visit", async () => {
    const before = visits();
    const page = await engine.open(`${app.url}/clock`, { isExpected: isHydrationError });
    await page.getByText("browser time").waitFor();
    await eventually(
      () => engine.faultsOf(page),
      (faults) => engine.name === "WebKit" || faults.some(isHydrationError),
    );
    // a panel that is opened before the page's own visit registers the visitor itself
    await eventually(async () => visits() > before, Boolean);
    const panel = await openPanel(page);
    const email = `mismatch@${engine.name.toLowerCase()}.example`;
    await fillIn(panel, { name: "Ada", email, message: "From a page drawn anew" });
    await arrived(panel);
    expect(visits() - before).toBe(1);
  });
});
