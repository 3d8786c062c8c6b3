import type { Page } from "playwright-core";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { beginChat, messageIn, say } from "../../support/chat-pages.ts";
import { newPage, newTab } from "../../support/pages.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import {
  chatHas,
  eventually,
  launcherOf,
  openPanel,
  panelOf,
  useProduct,
} from "../../support/use-product.ts";

const product = useProduct();

/** The address of a page on a host of the site. All hosts are one web server. */
const on = (host: string, path: string) => `${originOf(host)}${path}`;
const originOf = (host: string) => product.site.origin.replace("localhost", host);
const WWW = "www.foyer.test";
const SHOP = "shop.foyer.test";
/** Another site: no cookie reaches it from the first. */
const OTHER = "www.other.foyer.test";

const visitorIn = (page: Page) =>
  eventually(
    () => page.evaluate(() => window.Foyer?.open && window.Foyer.visitor()),
    (visitor) => !!visitor,
  );
const answerConsent = (page: Page, answer: "granted" | "denied") =>
  page.evaluate((answer) => window.Foyer?.open && window.Foyer.consent(answer), answer);
const registered = (page: Page) =>
  page.waitForResponse((response) => response.url().endsWith("/visits") && response.ok());
const cookiesOf = async (page: Page) =>
  (await page.context().cookies()).filter(({ name }) => name.startsWith("foyer-"));

/** Opens a page of the site and waits until its visit is registered. */
async function arrive(page: Page, address: string): Promise<void> {
  await Promise.all([registered(page), page.goto(address)]);
}

beforeAll(() => {
  const consent = scriptTag('data-consent="required"');
  product.site.page("/", { html: shopPage() });
  product.site.page("/consent", { html: shopPage({ end: consent }) });
});

/** Changes the property's settings for the running test. */
async function withSettings(settings: Parameters<typeof product.admin.change>[0]): Promise<void> {
  await product.admin.change(settings);
  onTestFinished(() => product.admin.change({ visitorDomain: "", handOver: false, allowedOrigins: [] }));
}

/** A page that links to another host. */
function linkPage(path: string, to: string, attributes = ""): string {
  const link = `<p><a id="link" href="${to}" ${attributes}>To the other host</a></p>`;
  product.site.page(path, { html: shopPage({ head: "", end: `${link}${scriptTag()}` }) });
  return path;
}

it("R40: a chat that began on www goes on on shop: one visitor by the cookie of the domain", async () => {
  await product.admin.presence("available");
  await withSettings({ visitorDomain: "foyer.test" });
  const page = await newPage(product.browser);
  await page.goto(on(WWW, "/"));
  const panel = await beginChat(page, { name: "Uma", email: "uma@example.com", message: "I ask on www" });
  const visitor = await visitorIn(page);
  expect(await cookiesOf(page)).toMatchObject([
    { domain: ".foyer.test", path: "/", sameSite: "Lax", secure: false, httpOnly: false },
  ]);
  await panel.getByRole("button", { name: "Close" }).first().click();

  const shop = await newTab(page);
  await shop.goto(on(SHOP, "/"));
  expect(await visitorIn(shop)).toBe(visitor);
  await launcherOf(shop).click();
  const there = panelOf(shop);
  await messageIn(there, "I ask on www").waitFor();
  await say(there, "And I ask on shop");
  await chatHas(there);
  const conversation = await eventually(
    async () => (await product.admin.inbox()).find(({ visitor: one }) => one === visitor),
    (found) => !!found,
  );
  const { messages } = await product.admin.conversation(conversation?.id ?? "");
  expect(messages.map(({ text }) => text)).toEqual(["I ask on www", "And I ask on shop"]);
});

it("without the setting each host has its own visitor, and there is no cookie", async () => {
  const page = await newPage(product.browser);
  await page.goto(on(WWW, "/"));
  const visitor = await visitorIn(page);
  await page.goto(on(SHOP, "/"));
  expect(await visitorIn(page)).not.toBe(visitor);
  expect(await cookiesOf(page)).toEqual([]);
});

it("where the page is not of the domain, the browser refuses the cookie, and the widget works as without", async () => {
  await withSettings({ visitorDomain: "example.org" });
  const page = await newPage(product.browser);
  await arrive(page, on(WWW, "/"));
  const visitor = await visitorIn(page);
  await page.reload();
  expect(await visitorIn(page)).toBe(visitor);
  expect(await cookiesOf(page)).toEqual([]);
  await openPanel(page);
});

it("R25: before consent there is no cookie and none is used; a denied consent removes it", async () => {
  await withSettings({ visitorDomain: "foyer.test" });
  const page = await newPage(product.browser);
  await page.goto(on(WWW, "/"));
  const visitor = await visitorIn(page);
  await page.goto(on(SHOP, "/consent"));
  await launcherOf(page).waitFor();
  expect(
    await page.evaluate(() => [window.Foyer?.open && window.Foyer.visitor(), localStorage.length]),
  ).toEqual([null, 0]);
  await answerConsent(page, "granted");
  expect(await visitorIn(page)).toBe(visitor);
  await answerConsent(page, "denied");
  expect(await cookiesOf(page)).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

it("R25: a denied consent makes the server forget a visitor who left nothing", async () => {
  const page = await newPage(product.browser);
  await arrive(page, on(WWW, "/"));
  const forgotten = page.waitForResponse((response) => response.url().endsWith("/forget"));
  await answerConsent(page, "denied");
  expect((await forgotten).status()).toBe(204);
});

/** The settings for the hand-over between www and the other site. */
const handOver = () => ({ handOver: true, allowedOrigins: [originOf(WWW), originOf(OTHER)] });

it.each([
  ["a link", "/", ""],
  ["a link with a fragment and a query", "/?a=1%20b#part", ""],
  ["a link in a new tab", "/", 'target="_blank"'],
])(
  "%s to another allowed origin takes the visitor along, and leaves no code behind",
  async (_, to, attributes) => {
    await withSettings(handOver());
    const target = on(OTHER, to);
    const page = await newPage(product.browser);
    await arrive(page, on(WWW, linkPage(`/link-${attributes.length}-${to.length}`, target, attributes)));
    const visitor = await visitorIn(page);
    const link = page.locator("#link");
    // a person rests on a link before the click; the code is there by then
    const code = page.waitForResponse((response) => response.url().endsWith("/hand-overs"));
    await link.dispatchEvent("pointerdown");
    await code;
    const [there] = attributes
      ? await Promise.all([page.context().waitForEvent("page"), link.click()])
      : await Promise.all([page, link.click()]);
    await there.waitForURL((url) => url.hostname === OTHER);
    expect(await visitorIn(there)).toBe(visitor);
    expect(there.url()).toBe(target);
    if (attributes) expect(await link.getAttribute("href")).toBe(target);
  },
);

it("a click without warning, by the keyboard, takes the visitor along too", async () => {
  await withSettings(handOver());
  const page = await newPage(product.browser);
  await arrive(page, on(WWW, linkPage("/keyboard", on(OTHER, "/"))));
  const visitor = await visitorIn(page);
  await page.locator("#link").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.hostname === OTHER);
  expect(await visitorIn(page)).toBe(visitor);
  expect(page.url()).toBe(on(OTHER, "/"));
});

it("the state that a page keeps in its history stays when the code is taken out of the address", async () => {
  await withSettings(handOver());
  const page = await newPage(product.browser);
  await page.addInitScript(() => {
    if (location.hostname.startsWith("www.other")) history.replaceState({ mine: 1 }, "");
  });
  await arrive(page, on(WWW, linkPage("/state", on(OTHER, "/"))));
  const visitor = await visitorIn(page);
  await page.locator("#link").click();
  await page.waitForURL((url) => url.hostname === OTHER);
  expect(await visitorIn(page)).toBe(visitor);
  expect(await page.evaluate(() => history.state)).toEqual({ mine: 1 });
});

it("links to other sites, downloads, and links without referrer get no code", async () => {
  await withSettings(handOver());
  const page = await newPage(product.browser);
  const paths = [
    linkPage("/foreign", on(SHOP, "/")),
    linkPage("/noreferrer", on(OTHER, "/"), 'rel="noreferrer"'),
    linkPage("/own", on(WWW, "/")),
  ];
  const asked: string[] = [];
  page.on("request", (request) => request.url().endsWith("/hand-overs") && asked.push(request.url()));
  for (const path of paths) {
    await arrive(page, on(WWW, path));
    await Promise.all([page.waitForEvent("load"), page.locator("#link").click()]);
    await page.waitForURL((url) => url.pathname === "/");
    expect(new URL(page.url()).hash).toBe("");
  }
  expect(asked).toEqual([]);
});

/** A code that somebody else's browser has got on www for the other site. */
async function codeOfAttacker(): Promise<{ code: string; visitor: string }> {
  const attacker = await newPage(product.browser);
  await arrive(attacker, on(WWW, linkPage("/attacker", on(OTHER, "/"))));
  const answer = attacker.waitForResponse((response) => response.url().endsWith("/hand-overs"));
  await attacker.locator("#link").dispatchEvent("pointerdown");
  const { code } = (await (await answer).json()) as { code: string };
  return { code, visitor: (await visitorIn(attacker)) || "" };
}

it("R40, attack: a link of a stranger's page, with a code of their own, makes nobody them", async () => {
  await withSettings(handOver());
  const { code, visitor } = await codeOfAttacker();
  const trap = `${on(OTHER, "/")}#foyer-visitor=${code}`;
  const policies = ["", '<meta name="referrer" content="no-referrer">'];
  for (const [index, head] of policies.entries()) {
    const path = `/trap-${index}`;
    product.site.page(path, {
      html: shopPage({ head, end: `<a id="link" href="${trap}">Win a lantern</a>` }),
    });
    const page = await newPage(product.browser);
    await page.goto(on(SHOP, path));
    await page.locator("#link").click();
    await page.waitForURL((url) => url.hostname === OTHER);
    expect(await visitorIn(page)).not.toBe(visitor);
    expect(page.url(), "the code is gone from the address").toBe(on(OTHER, "/"));
  }
  const typed = await newPage(product.browser);
  await typed.goto(trap);
  expect(await visitorIn(typed)).not.toBe(visitor);
});

it("R40, attack: somebody who has a visitor ID already keeps it, even if the link is on an allowed page", async () => {
  await withSettings(handOver());
  const { code, visitor } = await codeOfAttacker();
  const page = await newPage(product.browser);
  await arrive(page, on(OTHER, "/"));
  const own = await visitorIn(page);
  // the attacker's link, in a comment on an allowed page that has no widget
  const comment = `<a id="link" href="${on(OTHER, "/")}#foyer-visitor=${code}">See this</a>`;
  product.site.page("/comment", { html: shopPage({ end: comment }) });
  await page.goto(on(WWW, "/comment"));
  await page.locator("#link").click();
  await page.waitForURL((url) => url.hostname === OTHER);
  expect(own).not.toBe(visitor);
  expect(await visitorIn(page)).toBe(own);
  expect(page.url()).toBe(on(OTHER, "/"));
});

it("R25: with consent required no code is redeemed before it", async () => {
  await withSettings(handOver());
  const page = await newPage(product.browser);
  await arrive(page, on(WWW, linkPage("/to-consent", on(OTHER, "/consent"))));
  const visitor = await visitorIn(page);
  const redeemed: string[] = [];
  page.on("request", (request) => request.url().endsWith("/redemptions") && redeemed.push(request.url()));
  await page.locator("#link").click();
  await page.waitForURL((url) => url.hostname === OTHER);
  await launcherOf(page).waitFor();
  await page.waitForLoadState("networkidle");
  expect(redeemed).toEqual([]);
  expect(
    await page.evaluate(() => [window.Foyer?.open && window.Foyer.visitor(), localStorage.length]),
  ).toEqual([null, 0]);
  await answerConsent(page, "granted");
  expect(await visitorIn(page)).toBe(visitor);
});
