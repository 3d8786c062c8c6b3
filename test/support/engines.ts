import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { setUp, type TestAgent } from "./admin.ts";
import { openWatched, sharedChromium, watch } from "./browser.ts";
import { ENGINES, type EngineName, planEngine } from "./engines-installed.ts";
import type { EnginePage, OpenedPage, PageOptions } from "./engines-page.ts";
import { sharedFirefox } from "./firefox.ts";
import { type Network, startNetwork } from "./network.ts";
import { type ServerProcess, startServer } from "./server.ts";
import { type Site, startSite } from "./site.ts";
import { newWebKitPage } from "./webkit.ts";
import { DriverFault } from "./webkit-driver.ts";

/** The running product for tests in every engine: no browser of its own, and a network that can be cut. */
export interface ServedProduct {
  readonly server: ServerProcess;
  readonly admin: TestAgent;
  /** The owner's web site, whose pages reach the server by `network`. */
  readonly site: Site;
  readonly network: Network;
}

/** One engine, as a test uses it. */
export interface Engine {
  readonly name: EngineName;
  /**
   * Opens an address in a browser profile of its own, for the running test. When the test is over the page is closed,
   * and the test fails if there was an uncaught error or a policy (CSP) report in it.
   */
  open(address: string, options?: PageOptions): Promise<EnginePage>;
  /** Opens an address in one more tab of the profile of a page: same storage, same watch over its faults. */
  openTab(beside: EnginePage, address: string): Promise<EnginePage>;
  /** The uncaught errors and policy reports of a page so far. */
  faultsOf(page: EnginePage): Promise<readonly string[]>;
}

/** Opens an empty page in a browser profile of its own. */
const NEW_PAGE: Readonly<Record<EngineName, (options: PageOptions) => Promise<OpenedPage>>> = {
  Chromium: async (options) => newPlaywrightPage(await sharedChromium(), options),
  Firefox: async (options) => newPlaywrightPage(await sharedFirefox(), options),
  WebKit: newWebKitPage,
};

/**
 * Starts the product once for a test file, for `describeEachEngine`, and stops it after the last test.
 *
 * @param env settings of the server
 */
export function useServedProduct(env: Readonly<Record<string, string>> = {}): ServedProduct {
  let product: ServedProduct | undefined;
  const get = (): ServedProduct => {
    if (!product) throw new Error("The product runs only while the tests run");
    return product;
  };
  beforeAll(async () => {
    const limits = { FOYER_VISITOR_LIMIT: "100000", FOYER_ADDRESS_LIMIT: "100000" };
    const server = await startServer({ ...limits, ...env });
    const admin = await setUp(server);
    const network = await startNetwork(server.url);
    product = { server, admin, network, site: await startSite(network.url, admin.property) };
  });
  afterAll(async () => {
    product?.site.close();
    await product?.network.close();
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
    get network() {
      return get().network;
    },
  };
}

/**
 * Runs the same tests in Chromium, Firefox and WebKitGTK. Each engine is started by its first test; an engine that is not
 * installed is skipped, with words, or fails where FOYER_BROWSERS=all.
 *
 * Pages have the part of Playwright's interface that every engine can do, so that the helpers of `use-product.ts`
 * (launcherOf, openPanel, fillIn, arrived) work with them. Values of a page: `eventually(() => page.evaluate(…), isRight)`.
 *
 * ```ts
 * const product = useServedProduct();
 * describeEachEngine("a page with a cookie bar", (engine) => {
 *   it("a visitor sends a message", async () => {
 *     const page = await engine.open(product.site.hostPage("cookie-bar"));
 *     const panel = await openPanel(page);
 *     await fillIn(panel, { name: "Ada", email: "ada@example.com", message: "Hello" });
 *     await arrived(panel);
 *   });
 * });
 * ```
 */
export function describeEachEngine(title: string, define: (engine: Engine) => void): void {
  for (const name of ENGINES) {
    const plan = planEngine(name);
    const inEngine = `${title}, in ${name}`;
    if (plan.kind === "run") describe(inEngine, () => define(useEngine(name)));
    else if (plan.kind === "fail") it(inEngine, () => expect.fail(plan.reason));
    else describe.skip(`${inEngine}: ${plan.reason}`, () => define(useEngine(name)));
  }
}

/** Firefox and WebKit ask for an icon of themselves, and report to the page that its policy refuses it. */
const ICON = /^policy img-src blocked \S+\/favicon\.ico /;

function useEngine(name: EngineName): Engine {
  const opened = new Map<EnginePage, OpenedPage>();
  const keep = (one: OpenedPage, { isExpected = () => false }: PageOptions = {}) => {
    opened.set(one.page, one);
    onTestFinished(async () => {
      opened.delete(one.page);
      const faults = await one.faults().finally(() => one.close());
      const unexpected = faults.filter((fault) => !isExpected(fault) && !ICON.test(fault));
      expect(unexpected, "uncaught errors and policy reports of the page").toEqual([]);
    });
    return one.page;
  };
  const openAt = async (address: string, newPage: () => Promise<OpenedPage>): Promise<OpenedPage> => {
    const one = await newPage();
    try {
      await one.page.goto(address);
    } catch (error) {
      await one.close();
      throw error;
    }
    return one;
  };
  /** Opens it again, in a new session, if the driver did not answer: nothing of the test has run yet. */
  const openTwice = (address: string, newPage: () => Promise<OpenedPage>): Promise<OpenedPage> =>
    openAt(address, newPage).catch((error: unknown) => {
      if (!(error instanceof DriverFault)) throw error;
      return openAt(address, newPage);
    });
  const openedOf = (page: EnginePage): OpenedPage => {
    const one = opened.get(page);
    if (!one) throw new Error("The page was not opened by this test");
    return one;
  };
  return {
    name,
    faultsOf: (page) => openedOf(page).faults(),
    async open(address, options = {}) {
      return keep(await openTwice(address, () => NEW_PAGE[name](options)), options);
    },
    async openTab(beside, address) {
      return keep(await openAt(address, () => openedOf(beside).openTab()));
    },
  };
}

const playwrightPages = new WeakMap<EnginePage, Page>();

/** Playwright's page behind a page of Chromium or Firefox, for what WebDriver can't do; undefined in WebKit. */
export const playwrightPage = (page: EnginePage): Page | undefined => playwrightPages.get(page);

/**
 * Firefox gives to Playwright, as if a script had thrown them, requests that failed, which other engines only log, and
 * policy reports, which the page's own event reports too.
 */
const NO_SCRIPT_ERROR =
  /^uncaught (Cross-Origin Request Blocked|Content-Security-Policy|Firefox can’t establish a connection|The connection to ws|The resource from .* was blocked due to MIME type)/;

async function newPlaywrightPage(browser: Browser, { viewport }: PageOptions): Promise<OpenedPage> {
  const options = { reducedMotion: "reduce", ...(viewport && { viewport }) } as const;
  const { page, faults } = await openWatched(browser, options);
  return openedPage(page, faults, () => page.context().close());
}

function openedPage(page: Page, faults: readonly string[], close: () => Promise<void>): OpenedPage {
  playwrightPages.set(page, page);
  return {
    page,
    faults: async () => faults.filter((fault) => !NO_SCRIPT_ERROR.test(fault)),
    async openTab() {
      const tab = await page.context().newPage();
      return openedPage(tab, await watch(tab), () => tab.close());
    },
    close,
  };
}
