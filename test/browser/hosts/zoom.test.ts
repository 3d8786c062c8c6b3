import { expect, it } from "vitest";
import { beginChat, writingIn } from "../../support/chat-pages.ts";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { shopPage } from "../../support/site.ts";
import { launcherOf, openPanel } from "../../support/use-product.ts";

const product = useServedProduct();
const WINDOW = { width: 1100, height: 800 };
const PHONE = { width: 390, height: 844 };
/** A window of 1280 × 1024 at 400 % zoom, in CSS pixels. */
const LOW = { width: 320, height: 256 };

interface Measured {
  /** The panel's box in the window, CSS pixels. */
  readonly panel: readonly [left: number, top: number, right: number, bottom: number];
  readonly window: readonly [width: number, height: number];
  /** How far the panel and its parts scroll sideways, pixels. */
  readonly sideways: number;
}

const measure = (page: EnginePage): Promise<Measured> =>
  page.evaluate(() => {
    const panel = document.querySelector("foyer-chat")?.shadowRoot?.querySelector(".panel");
    if (!panel) throw new Error("There is no panel");
    for (const animation of panel.getAnimations()) animation.finish();
    const { left, top, right, bottom } = panel.getBoundingClientRect();
    const wide = [panel, ...panel.querySelectorAll(".list, .page, form, .header, .footer")];
    return {
      panel: [left, top, right, bottom],
      window: [innerWidth, innerHeight],
      sideways: Math.max(...wide.map((one) => one.scrollWidth - one.clientWidth)),
    };
  });

/** Names of the controls that cannot be brought into view whole, one after another. */
const unreachable = (page: EnginePage): Promise<string[]> =>
  page.evaluate(async () => {
    const root = document.querySelector("foyer-chat")?.shadowRoot;
    for (const animation of root?.getAnimations() ?? []) await animation.finished; // the panel rises when it opens
    const controls =
      root?.querySelectorAll<HTMLElement>(".panel :is(button, textarea, input:not([tabindex]))") ?? [];
    return [...controls].flatMap((control) => {
      const shown = control.matches("[type=file]") ? (control.parentElement ?? control) : control;
      shown.scrollIntoView({ block: "nearest" });
      const { left, top, right, bottom } = shown.getBoundingClientRect();
      const isInside = left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const hit = root?.elementFromPoint(x, y);
      const isHit = !!hit && (shown.contains(hit) || hit.contains(shown));
      return isInside && isHit
        ? []
        : [control.getAttribute("aria-label") ?? control.textContent ?? control.id];
    });
  });

describeEachEngine("the panel", (engine) => {
  it("can be reached and read in 320 × 256 pixels: form and chat", async () => {
    await product.admin.presence("available");
    const page = await engine.open(product.site.page("/low", { html: shopPage() }), { viewport: LOW });
    await openPanel(page);
    expect(await unreachable(page)).toEqual([]);
    expect((await measure(page)).sideways).toBe(0);
    await page.keyboard.press("Escape");
    const panel = await beginChat(page, {
      name: "Ada",
      email: "ada@example.com",
      message: "In a low window",
    });
    await writingIn(panel).fill("line\nline\nline\nline");
    expect(await unreachable(page)).toEqual([]);
    expect((await measure(page)).sideways).toBe(0);
    const heights = await page.evaluate(() => {
      const root = document.querySelector("foyer-chat")?.shadowRoot;
      return [".list", "textarea"].map((one) => root?.querySelector(one)?.clientHeight ?? 0);
    });
    expect(heights[0], "height of the messages").toBeGreaterThanOrEqual(120);
    expect(heights[1], "height of the composer").toBeGreaterThanOrEqual(4 * 24);
  });

  it.each([0.8, 1.5])("is in the window of a page with html{zoom:%d}", async (zoom) => {
    await product.admin.presence("available");
    const html = shopPage({ head: `<style>html{zoom:${zoom}}</style>` });
    for (const viewport of [WINDOW, PHONE]) {
      const page = await engine.open(product.site.page("/zoom", { html }), { viewport });
      await openPanel(page);
      const { panel, window, sideways } = await measure(page);
      const [left, top, right, bottom] = panel;
      const [width, height] = window;
      expect(sideways).toBe(0);
      if (viewport === PHONE)
        for (const [at, edge] of [0, 0, width, height].entries()) expect(panel[at]).toBeCloseTo(edge, 0);
      else {
        for (const distance of [left, top, width - right, height - bottom])
          expect(distance).toBeGreaterThanOrEqual(15);
        expect(right - left).toBeCloseTo(392, 0);
      }
    }
  });

  it("grows the composer with its text, and makes it small again", async () => {
    await product.admin.presence("available");
    const page = await engine.open(product.site.page("/grow", { html: shopPage() }));
    const panel = await beginChat(page, { name: "Ada", email: "ada@example.com", message: "I write much" });
    const height = async () => (await writingIn(panel).boundingBox())?.height ?? 0;
    const one = await height();
    await writingIn(panel).fill("line\nline\nline");
    expect(await height()).toBeCloseTo(one + 48, 0);
    await writingIn(panel).fill("line\n".repeat(40));
    expect(await height()).toBeCloseTo(160, 0);
    await writingIn(panel).press("Enter");
    await expect.poll(height).toBeCloseTo(one, 0);
  });
});

describeEachEngine("the preview of an unread message", (engine) => {
  it.each([0.8, 1.5])(
    "is in the window of a phone that the page zooms by %d, above the launcher",
    async (zoom) => {
      await product.admin.presence("available");
      const page = await engine.open(product.site.page("/grown", { html: shopPage() }), { viewport: PHONE });
      const message = `Zoomed ${zoom} in ${engine.name}`;
      await beginChat(page, { name: "Ada", email: "ada@example.com", message });
      await page.keyboard.press("Escape");
      await launcherOf(page).waitFor();
      const [conversation] = await product.admin.inbox();
      await product.admin.reply(
        conversation?.id ?? "",
        "A longer answer, so that the preview is as wide as it can be",
      );
      await page.locator("aside").waitFor();
      await page.evaluate((factor) => document.documentElement.style.setProperty("zoom", `${factor}`), zoom);
      const boxes = await page.evaluate(() => {
        const root = document.querySelector("foyer-chat")?.shadowRoot;
        // WebKit gives boxes in pixels of the zoomed page: the window's width tells their size
        const probe = document.createElement("div");
        probe.style.cssText = "position:fixed;inset:0";
        root?.append(probe);
        const scale = innerWidth / probe.getBoundingClientRect().width;
        probe.remove();
        return ["aside", "button"].map((selector) => {
          const box = root?.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
          return [box.left, box.right, box.top, box.bottom].map((pixels) => pixels * scale);
        });
      });
      const [[left = NaN, right = NaN, , bottom = NaN] = [], [, , top = NaN] = []] = boxes;
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(PHONE.width);
      expect(bottom).toBeLessThanOrEqual(top);
    },
  );
});
