import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findChromium } from "./chromium.ts";
import { shared } from "./shared.ts";

/** Nothing but what the tests ask for may use the network, or the figures would be somebody else's. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--no-first-run",
  // several hosts of one site: www.foyer.test, shop.foyer.test
  "--host-resolver-rules=MAP *.foyer.test localhost, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** The packed Chromium dies now and then before it has started, by a fault of its own that no test is about. */
const LAUNCHES = 3;

/** The Chromium of this process; pages of different tests are in contexts of their own. */
export const sharedChromium = shared(async (onEnd) => {
  const browser = await launchBrowser();
  browser.once("disconnected", onEnd);
  return browser;
});

export async function launchBrowser(launches = LAUNCHES): Promise<Browser> {
  try {
    return await launch();
  } catch (error) {
    if (launches <= 1) throw error;
    return launchBrowser(launches - 1);
  }
}

async function launch(): Promise<Browser> {
  const { executablePath, env } = findChromium();
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]);
  return chromium.launch({
    executablePath,
    args: ARGUMENTS,
    env: { ...Object.fromEntries(inherited), ...env },
  });
}

/** Faults of a page, to be checked at the end of a test. */
export interface PageFaults {
  /** Uncaught errors, unhandled rejections, and whatever the page's policy (CSP) reported. */
  readonly faults: readonly string[];
}

export interface WatchedPage extends PageFaults {
  readonly page: Page;
}

declare global {
  interface Window {
    /** Installed by the tests before any script of the page. */
    reportToTest?: (fault: string) => Promise<void>;
  }
}

/** Opens a page, in a context of its own, that keeps a list of what went wrong in it. */
export async function openWatched(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  return { page, faults: await watch(page) };
}

/** Begins to collect a page's uncaught errors and policy reports. */
export async function watch(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`uncaught ${error.stack ?? error.message}`));
  await page.exposeFunction("reportToTest", (fault: string) => faults.push(fault));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      void window.reportToTest?.(
        `policy ${event.effectiveDirective} blocked ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      );
    });
  });
  return faults;
}

/** Slows a page down: its processor by a factor, its network to a line's figures (kbit/s, ms). */
export async function throttle(
  page: Page,
  { cpu, network }: { cpu?: number; network?: { down: number; up: number; latency: number } },
): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  if (cpu) await cdp.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  if (!network) return;
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: network.latency,
    downloadThroughput: network.down * 125,
    uploadThroughput: network.up * 125,
  });
}
