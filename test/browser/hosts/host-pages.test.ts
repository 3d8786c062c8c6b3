import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { arrived, fillIn, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();
const PHONE = { width: 390, height: 844 };

interface HostPage {
  readonly name: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** What the page's own policy refuses on purpose. */
  readonly refused?: RegExp;
}

/** The files of `pages/`, each of which says in its first comment what it is an example of. */
const PAGES: readonly HostPage[] = [
  { name: "plain" },
  { name: "plain", viewport: PHONE },
  { name: "cookie-bar" },
  { name: "sticky-cart", viewport: PHONE },
  { name: "csp-no-ws", refused: /^policy connect-src blocked ws:/ },
  { name: "fetch-header" },
  { name: "gtm" },
  { name: "html-zoom" },
  { name: "module-tag" },
  { name: "print" },
  { name: "removed-host" },
  { name: "rtl-hebrew" },
  { name: "spa-pushstate" },
  { name: "strict-csp" },
  { name: "two-properties" },
];

describeEachEngine("on a page of an owner's site", (engine) => {
  it.each(PAGES)("$name: the launcher is there, the panel opens, and a message arrives", async (host) => {
    const { name, viewport, refused } = host;
    const email = `${name}-${viewport?.width ?? 0}@${engine.name}.example`.toLowerCase();
    const page = await engine.open(product.site.hostPage(name), {
      ...(viewport && { viewport }),
      isExpected: (fault) => refused?.test(fault) ?? false,
    });
    await page.locator("foyer-chat").getByRole("button").click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    await fillIn(panel, { name: "Ada", email, message: `From ${name}` });
    await arrived(panel);
    const { items } = await product.admin.contacts(email);
    expect(items).toMatchObject([{ name: "Ada" }]);
  });
});
