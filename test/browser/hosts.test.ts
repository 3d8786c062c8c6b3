import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { beginChat, messageIn, say, writingIn } from "../support/chat-pages.ts";
import { newPage } from "../support/pages.ts";
import { scriptTag, shopPage } from "../support/site.ts";
import { launcherOf, openPanel, panelOf, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();

/** Runs in the page with the root that the widget is in. */
const inside = <T>(page: Page, look: (root: ShadowRoot) => T): Promise<T> =>
  page.evaluate(`(${look})(document.querySelector("foyer-chat").shadowRoot)`);

it("messages can be selected and copied, although the page disables selection", async () => {
  const head = "<style>html,body,body *{user-select:none;-webkit-user-select:none}</style>";
  const page = await visit(product, product.site.page("/unselectable", { html: shopPage({ head }) }));
  await openPanel(page);
  expect(await inside(page, (root) => getComputedStyle(root.querySelector("h2") as Element).userSelect)).toBe(
    "text",
  );
});

it("on a phone in landscape the panel is a sheet that stays above the keyboard", async () => {
  const phone = { viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true };
  const page = await visit(product, product.site.page("/side", { html: shopPage() }), {
    ...phone,
    reducedMotion: "reduce",
  });
  const panel = await openPanel(page);
  expect(await panel.boundingBox()).toEqual({ x: 0, y: 0, width: 844, height: 390 });
});

it("R25: consent that is denied while the panel loads keeps the panel from appearing", async () => {
  const page = await newPage(product.browser);
  const html = shopPage({ end: scriptTag('data-consent="required"') });
  await page.goto(product.site.page("/denied", { html }));
  await launcherOf(page).waitFor();
  // the last file arrives after the visitor's answer
  await page.route("**/assets/**/en.js", async (route) => {
    await page.evaluate(() => window.Foyer?.("consent", "denied"));
    await route.continue();
  });
  const loaded = page.waitForResponse("**/assets/**/en.js");
  await page.evaluate(() => window.Foyer?.("open"));
  await (await loaded).finished();
  await expect.poll(() => page.evaluate(() => window.Foyer?.("visitor"))).toBeNull();
  await page.waitForLoadState("networkidle");
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  expect(await panelOf(page).count()).toBe(0);
});

it("consent that is denied and granted again opens one panel", async () => {
  const page = await newPage(product.browser);
  const html = shopPage({ end: scriptTag('data-consent="required"') });
  await page.goto(product.site.page("/again", { html }));
  await launcherOf(page).waitFor();
  await page.evaluate(() => {
    for (const answer of ["granted", "denied", "granted"] as const) {
      window.Foyer?.("consent", answer);
      window.Foyer?.("open");
    }
  });
  await panelOf(page).getByRole("textbox").first().waitFor();
  // so long the embed waits before it asks again for what could not be loaded
  await page.waitForFunction(
    (begun) => performance.now() > begun + 1_500,
    await page.evaluate(() => performance.now()),
  );
  expect(await panelOf(page).count()).toBe(1);
});

it("a chat accepts a very long paste, and text from right to left", async () => {
  await product.admin.presence("available");
  const page = await visit(product, product.site.page("/much", { html: shopPage() }));
  const panel = await beginChat(page, { name: "Ida", email: "ida@example.com", message: "I have a lot" });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() => navigator.clipboard.writeText("word ".repeat(100_000)));
  await writingIn(panel).focus();
  await page.keyboard.press("ControlOrMeta+v");
  await panel.getByText("100000 / 5000").waitFor();
  await writingIn(panel).fill("");

  await say(panel, "مرحبا hello");
  const bubble = messageIn(panel, "مرحبا hello");
  await bubble.waitFor();
  const corners = await bubble.evaluate((one) => {
    const { unicodeBidi, borderBottomLeftRadius, borderBottomRightRadius } = getComputedStyle(one);
    return [unicodeBidi, borderBottomLeftRadius, borderBottomRightRadius];
  });
  expect(corners, "the corner at the writer's side").toEqual(["plaintext", "16px", "4px"]);
});
