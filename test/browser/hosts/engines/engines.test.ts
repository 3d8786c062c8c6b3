import { expect, it } from "vitest";
import { describeEachEngine, playwrightPage, useServedProduct } from "../../../support/engines.ts";
import { shopPage } from "../../../support/site.ts";
import { eventually } from "../../../support/use-product.ts";

const product = useServedProduct();
const WINDOW = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Tests the means of all engine tests; it fails first when an update of a browser or of its driver breaks something. */
describeEachEngine("the tests' own tools", (engine) => {
  it("report an error of a script, a rejection and a broken policy, before and after a reload", async () => {
    const page = await engine.open(
      product.site.page("/faulty", {
        headers: { "Content-Security-Policy": "script-src 'nonce-shop'; style-src 'none'" },
        html: shopPage({
          end: `<script nonce="shop">Promise.reject(new Error("promised"));throw new Error("thrown")</script>
            <p style="color:red">styled</p>`,
        }),
      }),
      { isExpected: () => true },
    );
    await page.reload();
    const faults = await eventually(
      () => engine.faultsOf(page),
      (all) => all.length >= 6,
    );
    for (const pattern of [/^uncaught.*promised/, /^uncaught.*thrown/, /^policy style-src-attr/])
      expect(
        faults.filter((fault) => pattern.test(fault)),
        String(pattern),
      ).toHaveLength(2);
  });

  it("fill, type, press real keys and click, through a shadow root, on a phone too", async () => {
    const html = shopPage({
      end: `<shop-form></shop-form><script>
        const root = document.querySelector("shop-form").attachShadow({ mode: "open" });
        root.innerHTML = '<label>City <input></label><label>Words <textarea></textarea></label><button>Go on</button>';
        const log = window.log = [];
        for (const kind of ["keydown", "click"])
          root.addEventListener(kind, ({ target, key, isTrusted }) => log.push([target.tagName, key ?? kind, isTrusted].join(" ")));
      </script>`,
    });
    for (const viewport of [WINDOW, PHONE]) {
      const page = await engine.open(product.site.page("/form", { html }), { viewport });
      await page.getByLabel("City").fill("Évora");
      await page.getByLabel("City").fill("Faro");
      await page.getByLabel("City").press("Shift+End");
      await page.getByLabel("Words").pressSequentially("a b");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Go on" }).click();
      expect(await page.getByLabel("City").inputValue()).toBe("Faro");
      expect(await page.getByLabel("Words").inputValue()).toBe("a b");
      const log = await page.evaluate(() => (window as unknown as { log: string[] }).log);
      expect(log.filter((line) => !line.includes("Shift"))).toEqual([
        "INPUT End true",
        "TEXTAREA a true",
        "TEXTAREA   true",
        "TEXTAREA b true",
        "TEXTAREA Tab true",
        "BUTTON Enter true",
        "BUTTON click true",
        "BUTTON click true",
      ]);
      expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([viewport.width, viewport.height]);
    }
  });

  it("share the storage between tabs, and not between visitors", async () => {
    const address = product.site.page("/stored", { html: shopPage({ end: "" }) });
    const page = await engine.open(address);
    await page.evaluate(() => localStorage.setItem("seen", "yes"));
    const seen = () => localStorage.getItem("seen");
    const tab = await engine.openTab(page, address);
    expect(await tab.evaluate(seen)).toBe("yes");
    expect(await page.evaluate(seen)).toBe("yes");
    const stranger = await engine.open(address);
    expect(await stranger.evaluate(seen)).toBeNull();
  });

  it("give Playwright's own page where it drives the engine", async () => {
    const page = await engine.open(product.site.hostPage("plain"));
    expect(playwrightPage(page)?.viewportSize()).toEqual(engine.name === "WebKit" ? undefined : WINDOW);
  });

  it("cut the network, and answer instead of the server", async () => {
    const page = await engine.open(product.site.page("/empty", { html: shopPage({ end: "" }) }));
    const ask = () =>
      page.evaluate(async (address) => {
        try {
          const response = await fetch(address);
          const text = await response.text();
          return `${response.status} ${text.includes("available") ? "available" : text}`;
        } catch {
          return "no connection";
        }
      }, `${product.network.url}/w/${product.admin.property}/availability`);
    expect(await ask()).toBe("200 available");
    await product.network.goOffline();
    expect(await ask()).toBe("no connection");
    await product.network.goOnline();
    const headers = { "Access-Control-Allow-Origin": "*" };
    const restore = product.network.intercept(/\/availability$/, () => ({
      status: 403,
      headers,
      body: "Denied",
    }));
    expect(await ask()).toBe("403 Denied");
    restore();
    expect(await ask()).toBe("200 available");
  });
});
