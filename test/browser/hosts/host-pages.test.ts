import { expect, it } from "vitest";
import { describeEachEngine, playwrightPage, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();
const PHONE = { width: 390, height: 844 };

interface HostPage {
  readonly name: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The reports of requests that the page's own policy refuses on purpose. */
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

/** Pages with a button at the lower edge; its ID is the first word of its name. */
const EDGES = [
  { name: "cookie-bar", button: "Accept", viewport: { width: 1280, height: 720 } },
  { name: "sticky-cart", button: "Buy now", viewport: PHONE },
] as const;

/** Waits until the launcher has moved up: WebKit's driver measures first, and clicks where the launcher was. */
const lifted = (page: EnginePage) =>
  eventually(
    () =>
      page.evaluate(
        () => document.querySelector<HTMLElement>("foyer-chat")?.style.getPropertyValue("--foyer-lift") ?? "",
      ),
    (lift) => lift !== "",
  );

const visits = () => product.network.requests.filter((request) => /^POST .*\/visits$/.test(request)).length;

describeEachEngine("on a page of an owner's site", (engine) => {
  it.each(PAGES)("$name: the launcher is there, the panel opens, and a message arrives", async (host) => {
    const { name, viewport, refused } = host;
    const email = `${name}-${viewport?.width ?? 0}@${engine.name}.example`.toLowerCase();
    const page = await engine.open(product.site.hostPage(name), {
      ...(viewport && { viewport }),
      isExpected: (fault) => refused?.test(fault) ?? false,
    });
    if (EDGES.some((edge) => edge.name === name)) await lifted(page);
    await page.locator("foyer-chat").getByRole("button").click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    await fillIn(panel, { name: "Ada", email, message: `From ${name}` });
    await arrived(panel);
    const { items } = await product.admin.contacts(email);
    expect(items).toMatchObject([{ name: "Ada" }]);
  });

  it.each(EDGES)("$name: the launcher is not over the centre of a button at the lower edge", async (edge) => {
    const { name, button, viewport } = edge;
    const page = await engine.open(product.site.hostPage(name), { viewport });
    await launcherOf(page).waitFor();
    await page.evaluate(() => {
      document.addEventListener("click", ({ target }) => {
        document.title = (target as Element).id;
      });
    });
    await page.getByRole("button", { name: button }).click();
    expect(await page.title()).toBe(button.split(" ")[0]?.toLowerCase());
  });

  it("removed-host: the launcher comes back, without a second visit", async () => {
    const before = visits();
    const page = await engine.open(product.site.hostPage("removed-host"));
    await launcherOf(page).waitFor();
    await eventually(async () => visits() - before, Boolean);
    await page.evaluate("removeForeign()");
    await openPanel(page);
    expect(visits() - before).toBe(1);
  });

  it("spa-pushstate: the next page is a visit too", async () => {
    const before = visits();
    const page = await engine.open(product.site.hostPage("spa-pushstate"));
    await eventually(async () => visits() - before, Boolean);
    await page.getByRole("link", { name: "Page 2" }).click();
    await eventually(
      async () => visits() - before,
      (count) => count === 2,
    );
  });

  it("rtl-hebrew: the launcher is at the left", async () => {
    const page = await engine.open(product.site.hostPage("rtl-hebrew"));
    expect((await launcherOf(page).boundingBox())?.x).toBeLessThan(100);
  });

  it.runIf(engine.name === "Chromium")(
    "print: the launcher is not printed (the other engines have no print preview for tests)",
    async () => {
      const page = await engine.open(product.site.hostPage("print"));
      await launcherOf(page).waitFor();
      await playwrightPage(page)?.emulateMedia({ media: "print" });
      await launcherOf(page).waitFor({ state: "hidden" });
    },
  );
});
