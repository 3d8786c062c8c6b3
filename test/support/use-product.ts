import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, vi } from "vitest";
import type { TestAgent } from "./admin.ts";
import { setUp } from "./admin.ts";
import { sharedChromium } from "./browser.ts";
import type { EngineLocator, EnginePage } from "./engines-page.ts";
import { newPage } from "./pages.ts";
import { type ServerProcess, startServer } from "./server.ts";
import { type Site, startSite } from "./site.ts";

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 3,
  hasTouch: true,
  isMobile: true,
};

/** The running product for a browser test: a server with an admin, an owner's web site, and a browser. */
export interface Product {
  readonly server: ServerProcess;
  readonly admin: TestAgent;
  readonly site: Site;
  readonly browser: Browser;
}

/** Starts the product once for a test file, and stops it after the last test. */
export function useProduct(env: Readonly<Record<string, string>> = {}): Product {
  let product: Product | undefined;
  const get = (): Product => {
    if (!product) throw new Error("The product runs only while the tests run");
    return product;
  };
  beforeAll(async () => {
    const server = await startServer({
      FOYER_VISITOR_LIMIT: "100000",
      FOYER_ADDRESS_LIMIT: "100000",
      ...env,
    });
    const admin = await setUp(server);
    product = {
      server,
      admin,
      site: await startSite(server.url, admin.property),
      browser: await sharedChromium(),
    };
  });
  afterAll(async () => {
    // the next file has the same browser, and none of this file's pages
    await Promise.all(product?.browser.contexts().map((context) => context.close()) ?? []);
    product?.site.close();
    await product?.server.stop();
  });
  return {
    get server() {
      return get().server;
    },
    get admin() {
      return get().admin;
    },
    get site() {
      return get().site;
    },
    get browser() {
      return get().browser;
    },
  };
}

/** The launcher in a page, by its accessible name. */
export function launcherOf(page: Page, name?: string): Locator;
export function launcherOf(page: EnginePage, name?: string): EngineLocator;
export function launcherOf(page: EnginePage, name = "Open chat"): EngineLocator {
  return page.getByRole("button", { name });
}
/** The open panel. */
export function panelOf(page: Page): Locator;
export function panelOf(page: EnginePage): EngineLocator;
export function panelOf(page: EnginePage): EngineLocator {
  return page.locator("foyer-chat").getByRole("dialog");
}

/** Opens a page of the site, and waits for the launcher. */
export async function visit(
  product: Product,
  address: string,
  options: BrowserContextOptions = {},
  launcher?: string,
): Promise<Page> {
  const page = await newPage(product.browser, options);
  await page.goto(address);
  await launcherOf(page, launcher).waitFor();
  return page;
}

/** An empty page with the admin's session. */
export async function signedInPage(product: Product, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await newPage(product.browser, { reducedMotion: "reduce", ...options });
  const cookies = product.admin.cookie.split("; ").map((one) => {
    const at = one.indexOf("=");
    return { name: one.slice(0, at), value: one.slice(at + 1), url: product.server.url };
  });
  await page.context().addCookies(cookies);
  return page;
}

/** Opens the panel with a click and waits for the form. */
export async function openPanel(page: Page): Promise<Locator>;
export async function openPanel(page: EnginePage): Promise<EngineLocator>;
export async function openPanel(page: EnginePage): Promise<EngineLocator> {
  await launcherOf(page).click();
  const panel = panelOf(page);
  await panel.getByRole("textbox").first().waitFor();
  return panel;
}

/** Waits until the outbox is open in IndexedDB, and what submits a form is loaded; the form is usable before. */
export async function outboxReady(page: EnginePage): Promise<void> {
  const look = () =>
    page.evaluate(async () => {
      const files = performance.getEntriesByType("resource").map(({ name }) => name);
      return (await indexedDB.databases()).length > 0 && files.some((name) => name.includes("/form-part.js"));
    });
  await eventually(look, (isReady) => isReady);
}

export interface Words {
  readonly name?: string;
  readonly email?: string;
  readonly message?: string;
}

/** Fills in the fields of the default form, and presses Send. */
export async function fillIn(panel: EngineLocator, { name, email, message }: Words): Promise<void> {
  if (name !== undefined) await panel.getByLabel("Your name").fill(name);
  if (email !== undefined) await panel.getByLabel("E-mail").fill(email);
  if (message !== undefined) await panel.getByLabel("Your message").fill(message);
  await panel.getByRole("button", { name: "Send" }).click();
}

/** Waits until the panel says that the message has arrived. */
export const arrived = (panel: EngineLocator): Promise<void> =>
  panel.getByText("We have received your message", { exact: false }).waitFor();

/** Waits until the chat shows the last message as sent or read. */
export const chatHas = (panel: EngineLocator): Promise<void> =>
  panel
    .getByRole("log")
    .getByText(/ · (Sent|Read)$/)
    .waitFor();

/** Asks again until an answer satisfies the condition, and returns it. A wait in vain ends with the last answer. */
export const eventually = <T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> =>
  vi.waitFor(
    async () => {
      const answer = await ask();
      if (!isRight(answer)) throw new Error(`The last answer was ${JSON.stringify(answer)}`);
      return answer;
    },
    { timeout: 15_000, interval: 50 },
  );
