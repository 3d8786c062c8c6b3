import { expect, it } from "vitest";
import { beginChat, messageIn, writingIn } from "../../support/chat-pages.ts";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { runFor } from "../../support/run-for.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

const visits = () => product.network.requests.filter((request) => /^POST .*\/visits$/.test(request)).length;
const visitorIn = (page: EnginePage) =>
  eventually(
    () => page.evaluate(() => (window.Foyer?.open && window.Foyer.visitor()) || ""),
    (visitor) => !!visitor,
  );

/** Waits until the chat of the page is connected. */
const connected = (page: EnginePage) =>
  eventually(
    () => page.evaluate(() => !!window.sockets?.some(({ readyState }) => readyState === WebSocket.OPEN)),
    Boolean,
  );

/**
 * Follows the link to a page with the widget, is a visitor there, and goes back.
 *
 * @param isCached whether the page comes from the back/forward cache; otherwise it is loaded again
 */
async function leaveAndReturn(page: EnginePage, isCached: boolean): Promise<void> {
  await page.getByRole("link", { name: "To the shop" }).click();
  await page.getByRole("heading", { name: "Shop", exact: true }).waitFor();
  await launcherOf(page).waitFor();
  await visitorIn(page);
  await page.evaluate(() => void setTimeout(() => history.back()));
  await eventually(
    () => page.evaluate(() => window.returns), // of the page itself only
    (returns) => returns === (isCached ? 1 : 0),
  );
}

/** The panel, which the visitor opens again if the page has been loaded again. */
async function panelAgain(page: EnginePage, isCached: boolean) {
  expect(isCached && !(await panelOf(page).isVisible())).toBe(false);
  if (!(await panelOf(page).isVisible())) await openPanel(page);
  return panelOf(page);
}

describeEachEngine("the Back key leads to a page", (engine) => {
  // the Chromium of the tests has no window, and keeps no page: "BackForwardCacheDisabledForDelegate"
  const keepsPages = engine.name !== "Chromium";
  // Firefox keeps no page that holds a lock (Web Locks), even if it is released in `pagehide`; one tab of a chat holds it
  const keepsChats = engine.name === "WebKit";

  it(`with a chat${keepsChats ? " from the back/forward cache" : ""}: connected again, with the draft, the same visitor`, async () => {
    await product.admin.presence("available");
    const page = await engine.open(product.site.hostPage("back-forward-cache"));
    const email = `back@${engine.name}.example`.toLowerCase();
    const before = await beginChat(page, { name: "Ida", email, message: "Before" });
    const visitor = await visitorIn(page);
    await connected(page);
    await writingIn(before).pressSequentially("Half a sentence");

    await leaveAndReturn(page, keepsChats);
    const panel = panelOf(page);
    if (keepsChats) expect(await panel.isVisible()).toBe(true);
    else await panel.waitFor(); // an open chat opens by itself
    await eventually(
      () => writingIn(panel).inputValue(),
      (draft) => draft === "Half a sentence",
    );
    await connected(page);
    const inbox = await product.admin.inbox();
    const [conversation, ...others] = inbox.filter((one) => one.visitor === visitor);
    expect(others).toEqual([]);
    await product.admin.reply(conversation?.id ?? "", "Welcome back");
    await messageIn(panel, "Welcome back").waitFor();
    await writingIn(panel).press("Enter");
    await messageIn(panel, "Half a sentence").waitFor();
    const sent = async () => (await product.admin.conversation(conversation?.id ?? "")).messages;
    await eventually(sent, (messages) => messages.at(-1)?.text === "Half a sentence");
    expect(await visitorIn(page)).toBe(visitor);
    expect((await product.admin.contacts(email)).items).toHaveLength(1);
  });

  it(`with a form${keepsChats ? " from the back/forward cache" : ""}: it is as it was`, async () => {
    await product.admin.presence("away");
    const page = await engine.open(product.site.hostPage("back-forward-cache"));
    const visitor = await visitorIn(page);
    await (await openPanel(page)).getByLabel("Your name").fill("Ada");
    await leaveAndReturn(page, keepsChats);
    const panel = await panelAgain(page, keepsChats);
    await eventually(
      () => panel.getByLabel("Your name").inputValue(),
      (name) => name === "Ada",
    );
    const email = `form@${engine.name}.example`.toLowerCase();
    await fillIn(panel, { email, message: "From the page before" });
    await arrived(panel);
    expect(await visitorIn(page)).toBe(visitor);
  });

  it(`with the launcher${keepsPages ? " from the back/forward cache" : ""}: one more visit of the same visitor`, async () => {
    await product.admin.presence("away");
    const page = await engine.open(product.site.hostPage("back-forward-cache"));
    const visitor = await visitorIn(page);
    const before = visits();
    await eventually(
      async () => visits(),
      (count) => count > before,
    );
    await leaveAndReturn(page, keepsPages);
    const returned = visits();
    await eventually(
      async () => visits(),
      (count) => count > returned,
    );
    await runFor(page, 3_000);
    expect(visits() - returned).toBe(1);
    expect(await visitorIn(page)).toBe(visitor);
    // Playwright finds no element in a page from the cache of Firefox
    await page.evaluate(() => window.Foyer?.open?.());
    const hasForm = () =>
      page.evaluate(() => !!document.querySelector("foyer-chat")?.shadowRoot?.querySelector("textarea"));
    await eventually(hasForm, Boolean);
  });
});

declare global {
  interface Window {
    returns?: number;
    sockets?: WebSocket[];
  }
}
