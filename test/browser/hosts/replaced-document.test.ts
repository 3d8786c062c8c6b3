import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

/** How often the page has registered a visit. */
const visits = (page: EnginePage) =>
  page.evaluate(
    () => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/visits")).length,
  );

/** Ways in which pages replace the elements of their document, by framework or habit. */
const CHANGES: Readonly<Record<string, () => void>> = {
  "a cleaner removes unknown elements": () => document.querySelector("foyer-chat")?.remove(),
  "a framework draws the whole document anew": () => {
    const html = document.createElement("html");
    html.append(document.createElement("head"), document.createElement("body"));
    document.documentElement.replaceWith(html);
  },
  "a framework removes the document, and adds another one later": () => {
    document.documentElement.remove();
    setTimeout(() => {
      const html = document.createElement("html");
      html.append(document.createElement("head"), document.createElement("body"));
      document.append(html);
    }, 100);
  },
  "Turbo replaces the body": () => document.body.replaceWith(document.createElement("body")),
  "a script replaces the content of the body": () => {
    document.body.innerHTML = "<h1>Another page</h1>";
  },
  "a script replaces the content of the document": () =>
    document.documentElement.replaceChildren(document.createElement("head"), document.createElement("body")),
  "a script writes another document": () => {
    document.open();
    document.write("<!doctype html><html><head></head><body><h1>Another page</h1></body></html>");
    document.close();
  },
};

/** `document.open` also ends the page's connections, which Firefox reports as errors. */
const isConnection = (fault: string) => fault.includes("ws://");

/** React writes no line break between head and body; most other pages have one. */
const PAGES: Readonly<Record<string, string>> = {
  "with a line break after its head": shopPage(),
  "without a line break after its head": shopPage().replace(/<\/head>\s*<body>/, "</head><body>"),
};

describeEachEngine("a page that replaces its elements", (engine) => {
  it.each(Object.entries(PAGES))(
    "keeps the open panel, its text and its listeners, and is not visited again: %s",
    async (_, html) => {
      const page = await engine.open(product.site.page("/replaced", { html }), { isExpected: isConnection });
      await eventually(
        () => visits(page),
        (count) => count === 1,
      );
      await openPanel(page);
      await page.evaluate(() => {
        window.closings = 0;
        if (window.Foyer?.open)
          window.Foyer.on("close", () => {
            window.closings = (window.closings ?? 0) + 1;
          });
      });
      let closings = 0;
      for (const [change, apply] of Object.entries(CHANGES)) {
        const name = panelOf(page).getByLabel("Your name");
        await name.fill(change);
        await page.evaluate(apply);
        await eventually(
          () => page.evaluate(() => !!document.body && !!document.querySelector("foyer-chat")),
          (isThere) => isThere,
        );
        await name.waitFor();
        expect(await name.inputValue()).toBe(change);
        await panelOf(page).getByRole("button", { name: "Close" }).click();
        await launcherOf(page).click();
        await name.waitFor();
        closings += 1;
        expect(await page.evaluate(() => window.closings), change).toBe(closings);
        expect(await page.locator("foyer-chat").count(), change).toBe(1);
        expect(await visits(page), change).toBe(1);
      }
      expect(await visits(page)).toBe(1);
      await fillIn(panelOf(page), { email: "ada@example.com", message: "Still here" });
      await arrived(panelOf(page));
    },
  );

  it("that removes the widget whenever it appears is not fought without end", async () => {
    const end = `<script>
      window.removed = [];
      new MutationObserver(() => {
        const found = document.querySelector("foyer-chat");
        if (found) { found.remove(); removed.push(performance.now()) }
      }).observe(document, { childList: true, subtree: true })</script>${scriptTag()}`;
    const page = await engine.open(product.site.page("/cleaner", { html: shopPage({ end }) }));
    const times = await eventually(
      () => page.evaluate(() => window.removed ?? []),
      (removed) => removed.length >= 12,
    );
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...waits.slice(8))).toBeGreaterThan(60);
    expect(await page.title()).toBe("Harbour Shop");
  });
});

declare global {
  interface Window {
    closings?: number;
    removed?: readonly number[];
  }
}
