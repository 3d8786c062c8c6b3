import type { CDPSession, Page } from "playwright-core";
import { expect, it } from "vitest";
import { beginChat, messageIn, writingIn } from "../../support/chat-pages.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import {
  eventually,
  launcherOf,
  openPanel,
  PHONE,
  panelOf,
  useProduct,
  visit,
} from "../../support/use-product.ts";

const product = useProduct();
const LONG = shopPage({ end: `<div style="height:3000px"></div>${scriptTag()}` });
const OPTIONS = { ...PHONE, reducedMotion: "reduce" } as const;

const open = (path: string, html = LONG) => visit(product, product.site.page(path, { html }), OPTIONS);
const devTools = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page);

it("keeps clear of the notch and of the home bar", async () => {
  const page = await open("/notch");
  const session = await devTools(page);
  const insets = { top: 50, bottom: 34, left: 0, right: 0 };
  await session.send("Emulation.setSafeAreaInsetsOverride", { insets });
  await product.admin.presence("available");
  const panel = await beginChat(page, { name: "Ida", email: "ida@example.com", message: "From a phone" });
  expect(await panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  const close = await panel.getByRole("button", { name: "Close" }).boundingBox();
  const last = await panel.getByRole("button", { name: "Mute" }).boundingBox();
  expect(close?.y).toBeGreaterThanOrEqual(50);
  expect((last?.y ?? 844) + (last?.height ?? 0)).toBeLessThanOrEqual(844 - 34);
});

it("a swipe on any part of the sheet does not move the page behind it", async () => {
  await product.admin.presence("available");
  const page = await open("/swipe");
  const session = await devTools(page);
  const swipeUp = async (x: number, y: number) => {
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
      session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    await touch("touchStart", [{ x, y }]);
    for (let moved = 20; moved <= 300; moved += 20) await touch("touchMove", [{ x, y: y - moved }]);
    await touch("touchEnd", []);
  };
  const scrolled = () => page.evaluate(() => scrollY);
  await swipeUp(100, 500);
  // a swipe on the page itself moves it, and is over when the chat has begun
  await eventually(scrolled, (pixels) => pixels > 100);

  const panel = await beginChat(page, { name: "Ida", email: "ida@example.com", message: "Swiping" });
  const before = await scrolled();
  for (const part of [".header", ".list", ".composer", ".footer"]) {
    const box = await panel.locator(part).boundingBox();
    await swipeUp((box?.x ?? 0) + 60, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    expect(await scrolled(), part).toBe(before);
  }
});

it("Enter makes a line, and the button sends", async () => {
  await product.admin.presence("available");
  const page = await open("/enter");
  const panel = await beginChat(page, { name: "Ida", email: "ida@example.com", message: "Writing" });
  await writingIn(panel).tap();
  await page.keyboard.type("one");
  await page.keyboard.press("Enter");
  await page.keyboard.type("two");
  expect(await writingIn(panel).inputValue()).toBe("one\ntwo");
  await panel.getByRole("button", { name: "Send" }).tap();
  await messageIn(panel, "one\ntwo").waitFor();
});

it("the Back key closes the panel, and only then leaves the page", async () => {
  const page = await open("/back");
  await openPanel(page);
  const entries = await page.evaluate(() => history.length);
  // to the browser, Escape and the Back key are the same request to close; the focus is outside the panel
  await page.evaluate(() =>
    (document.querySelector("foyer-chat")?.shadowRoot?.activeElement as HTMLElement | null)?.blur(),
  );
  await eventually(
    async () => {
      await page.keyboard.press("Escape");
      return panelOf(page).count();
    },
    (count) => count === 0,
  );
  expect(await page.evaluate(() => [location.pathname, history.length])).toEqual(["/back", entries]);
  await launcherOf(page).tap();
  await panelOf(page).waitFor();
});

it("a browser without constructed style sheets gets the panel with its style, and no request is repeated", async () => {
  const page = await visit(product, product.site.page("/old", { html: LONG }), OPTIONS);
  await page.addInitScript(() => {
    Reflect.deleteProperty(ShadowRoot.prototype, "adoptedStyleSheets");
    Reflect.deleteProperty(Document.prototype, "adoptedStyleSheets");
    Object.assign(window, { CSSStyleSheet: undefined });
  });
  // an earlier panel would register the visit itself
  const visited = page.waitForResponse((response) => response.url().endsWith("/visits"));
  await page.reload();
  await visited;
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  const panel = await openPanel(page);
  expect(await panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  await page.waitForLoadState("networkidle");
  expect(requests.filter((url, at) => requests.indexOf(url) !== at && !url.includes("availability"))).toEqual(
    [],
  );
});

it("neither the launcher nor the panel is printed", async () => {
  const page = await open("/print");
  await page.emulateMedia({ media: "print" });
  await launcherOf(page).waitFor({ state: "hidden" });
  await page.emulateMedia({ media: "screen" });
  const panel = await openPanel(page);
  await page.emulateMedia({ media: "print" });
  expect(await panel.isVisible()).toBe(false);
});
