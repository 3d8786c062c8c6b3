import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { type ReactPage, serveReactSite } from "../../support/react-site.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel } from "../../support/use-product.ts";

const product = useServedProduct();
const visits = () => product.network.requests.filter((request) => /^POST .*\/visits$/.test(request)).length;

let serve: (page: ReactPage) => string;
beforeAll(async () => {
  serve = await serveReactSite(product.site);
});

/** React says so in the console, and draws the document anew: hydration failed, text differs, hydration gave up. */
const isHydrationError = (fault: string) => /Minified React error #(418|423|425)/.test(fault);

const SAME = { serverTime: "10:15", browserTime: "10:15" };
const PAGES = [
  ["an effect adds the script", { place: "effect", ...SAME }],
  ["the tag is at the end of the body", { place: "body", ...SAME }],
  ["the tag is in the head, so that the widget is there before React", { place: "head", ...SAME }],
  ["a text of the page differs", { place: "body", serverTime: "10:15", browserTime: "12:15" }],
] as const;

describeEachEngine("a document that React 18 hydrates", (engine) => {
  it.each(PAGES)("has the launcher after hydration, and one visit: %s", async (_, settings) => {
    const before = visits();
    const script = `${product.network.url}/w/${product.admin.property}.js`;
    const address = serve({ script, ...settings });
    const page = await engine.open(address, { isExpected: isHydrationError });
    await page.getByText(settings.browserTime).waitFor();
    await launcherOf(page).waitFor();
    const hydrated = () =>
      page.evaluate(() => Object.keys(document).some((key) => key.startsWith("__reactContainer")));
    await eventually(hydrated, (is) => is);
    // a panel that is opened before the page's own visit registers the visitor itself
    await eventually(async () => visits() > before, Boolean);
    const panel = await openPanel(page);
    const email = `react-${settings.place}-${settings.browserTime.slice(0, 2)}@${engine.name.toLowerCase()}.example`;
    await fillIn(panel, { name: "Ada", email, message: "From React" });
    await arrived(panel);
    expect(visits() - before).toBe(1);
  });
});
