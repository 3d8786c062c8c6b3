import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { TestAgent } from "./admin.ts";
import { setUp } from "./admin.ts";
import { launchBrowser } from "./browser.ts";
import { newPage } from "./pages.ts";
import { type ServerProcess, startServer } from "./server.ts";
import { type Site, startSite } from "./site.ts";

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 3,
  hasTouch: true,
  isMobile: true,
};

/** Everything that a browser test needs: a running server with an admin, an owner's web site, and a browser. */
export interface Stage {
  readonly server: ServerProcess;
  readonly admin: TestAgent;
  readonly site: Site;
  readonly browser: Browser;
}

/** Sets the stage once for a test file, and takes it down after. */
export function useStage(env: Readonly<Record<string, string>> = {}): Stage {
  let stage: Stage | undefined;
  const get = (): Stage => {
    if (!stage) throw new Error("The stage is set when the tests run, not before");
    return stage;
  };
  beforeAll(async () => {
    const server = await startServer({
      FOYER_VISITOR_LIMIT: "100000",
      FOYER_ADDRESS_LIMIT: "100000",
      ...env,
    });
    const admin = await setUp(server);
    stage = {
      server,
      admin,
      site: await startSite(server.url, admin.property),
      browser: await launchBrowser(),
    };
  });
  afterAll(async () => {
    await stage?.browser.close();
    stage?.site.close();
    await stage?.server.stop();
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
export const launcherOf = (page: Page, name = "Open chat"): Locator => page.getByRole("button", { name });
/** The open panel. */
export const panelOf = (page: Page): Locator => page.locator("foyer-chat").getByRole("dialog");

/** Opens a page of the site for the running test, and waits for the launcher. */
export async function visit(
  stage: Stage,
  address: string,
  options: BrowserContextOptions = {},
  launcher?: string,
): Promise<Page> {
  const page = await newPage(stage.browser, options);
  await page.goto(address);
  await launcherOf(page, launcher).waitFor();
  return page;
}

/** A dashboard where the admin is signed in; it shows nothing yet. */
export async function signedInPage(stage: Stage, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await newPage(stage.browser, { reducedMotion: "reduce", ...options });
  const cookies = stage.admin.cookie.split("; ").map((one) => {
    const at = one.indexOf("=");
    return { name: one.slice(0, at), value: one.slice(at + 1), url: stage.server.url };
  });
  await page.context().addCookies(cookies);
  return page;
}

/** Opens the panel with a click and waits for the form. */
export async function openPanel(page: Page): Promise<Locator> {
  await launcherOf(page).click();
  const panel = panelOf(page);
  await panel.getByRole("textbox").first().waitFor();
  return panel;
}

/** Waits until what the form does not need to be usable is there too: the outbox, on the browser's disk. */
export async function furnished(page: Page): Promise<void> {
  await page.waitForFunction(async () => (await indexedDB.databases()).length > 0);
}

export interface Words {
  readonly name?: string;
  readonly email?: string;
  readonly message?: string;
}

/** Fills in what is asked of the default form, and presses send. */
export async function fillIn(panel: Locator, { name, email, message }: Words): Promise<void> {
  if (name !== undefined) await panel.getByLabel("Your name").fill(name);
  if (email !== undefined) await panel.getByLabel("E-mail").fill(email);
  if (message !== undefined) await panel.getByLabel("Your message").fill(message);
  await panel.getByRole("button", { name: "Send" }).click();
}

/** Waits until the panel says that the message has arrived. */
export const arrived = (panel: Locator): Promise<void> =>
  panel.getByText("We have received your message", { exact: false }).waitFor();

/** Waits until the chat shows that the server has the last message. */
export const chatHas = (panel: Locator): Promise<void> =>
  panel
    .getByRole("log")
    .getByText(/ · (Sent|Read)$/)
    .waitFor();

/** Asks again and again until the answer is right: what happens elsewhere is not there at once. */
export async function eventually<T>(ask: () => Promise<T>, right: (answer: T) => boolean): Promise<T> {
  const answers: T[] = [];
  const attempt = async () => {
    const answer = await ask();
    answers.push(answer);
    return right(answer);
  };
  await expect.poll(attempt, { timeout: 15_000, interval: 50 }).toBe(true);
  return answers.at(-1) as T; // the poll has just had it
}
