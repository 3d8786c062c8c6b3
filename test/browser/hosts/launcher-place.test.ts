import { expect, it } from "vitest";
import { describeEachEngine, playwrightPage, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import { eventually, launcherOf, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

/** The launcher's distances from the right and the bottom of the window. */
const distances = (page: EnginePage) =>
  page.evaluate(() => {
    const button = document.querySelector("foyer-chat")?.shadowRoot?.querySelector("button");
    const { right = 0, bottom = 0 } = button?.getBoundingClientRect() ?? {};
    return [innerWidth - right, innerHeight - bottom].map(Math.round);
  });

/** The boxes of all elements of the page itself. */
const layout = (page: EnginePage) =>
  page.evaluate(() =>
    [...document.querySelectorAll("html, body, body *:not(script)")]
      .filter(({ localName }) => localName !== "foyer-chat")
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [element.localName, x, y, width, height].join(" ");
      }),
  );

describeEachEngine("the launcher", (engine) => {
  const open = (end: string, head = "") =>
    engine.open(product.site.page("/place", { html: shopPage({ head, end }) }));

  it("takes no part in the page's layout", async () => {
    for (const style of [
      "html,body{display:grid;gap:40px}",
      "html,body{display:flex;flex-direction:column;gap:40px}",
      "html>*,body>*{display:block!important;position:static!important;margin:30px!important;min-height:50px!important}",
      "body>:last-child{margin-bottom:90px}html{font-size:62.5%}",
    ]) {
      const page = await open("", `<style>${style}</style>`);
      const before = await layout(page);
      await page.evaluate(
        ([server, property]) => {
          const script = document.createElement("script");
          script.src = `${server}/w/${property}.js`;
          document.head.append(script);
        },
        [product.network.url, product.admin.property],
      );
      await eventually(() => page.evaluate(() => !!document.querySelector("foyer-chat")), Boolean);
      expect(await layout(page), style).toEqual(before);
      expect(await distances(page), style).toEqual([20, 20]);
    }
  });

  it("is moved by an attribute, by the page's style sheet and by the API, each over the one before", async () => {
    const page = await open(scriptTag('data-offset="40 90"'));
    await launcherOf(page).waitFor();
    expect(await distances(page)).toEqual([40, 90]);
    await page.evaluate(() => {
      const style = document.createElement("style");
      style.textContent = "foyer-chat{--foyer-x:5px;--foyer-y:2rem}";
      document.head.append(style);
    });
    expect(await distances(page)).toEqual([5, 32]);
    await page.evaluate(() => {
      if (window.Foyer?.open) window.Foyer.theme({ offset: { y: 77 } });
    });
    await eventually(
      () => distances(page),
      ([, y]) => y === 77,
    );
    expect(await distances(page)).toEqual([5, 77]);
  });

  it("can be the page's own, which may come later, and is told whether the chat is open", async () => {
    const page = await open(scriptTag('data-launcher=".help"'));
    await eventually(() => page.evaluate(() => !!document.querySelector("foyer-chat")), Boolean);
    expect(await launcherOf(page).count()).toBe(0);
    await page.evaluate(() =>
      document
        .querySelector("main")
        ?.insertAdjacentHTML("beforeend", '<a class="help" href="/help"><b>Help</b></a>'),
    );
    const help = page.locator(".help");
    await eventually(() => page.evaluate(() => !!document.querySelector("foyer-chat[popover]")), Boolean);
    await help.click();
    await panelOf(page).getByRole("textbox").first().waitFor();
    expect(await help.getAttribute("aria-expanded")).toBe("true");
    await panelOf(page).getByRole("button", { name: "Close" }).click();
    await eventually(
      () => help.getAttribute("aria-expanded"),
      (expanded) => expanded === "false",
    );
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("help");
    expect(await page.evaluate(() => location.pathname)).toBe("/place");
  });

  it("is not printed, nor is the panel", async () => {
    const page = await open(scriptTag());
    await launcherOf(page).waitFor();
    const printed = playwrightPage(page);
    await printed?.emulateMedia({ media: "print" });
    // the drivers of Firefox and WebKit cannot show a page as on paper
    if (!printed || !(await page.evaluate(() => matchMedia("print").matches))) return;
    expect(await launcherOf(page).isVisible()).toBe(false);
    await printed.emulateMedia({ media: "screen" });
    await launcherOf(page).click();
    await panelOf(page).waitFor();
    await printed.emulateMedia({ media: "print" });
    expect(await panelOf(page).isVisible()).toBe(false);
  });
});
