import type { CDPSession, Page } from "playwright-core";
import { launchBrowser, throttle } from "../support/browser.ts";

/** The cost of one page load. Times in ms as throttled, heap in KB; null where there was nothing to open. */
export interface PageCost {
  readonly lcp: number;
  readonly blocking: number;
  readonly script: number;
  readonly shift: number;
  readonly heap: number;
  readonly requests: number;
  readonly open: OpenCost | null;
}

export interface OpenCost {
  readonly usable: number;
  readonly blocking: number;
  /** Until the form is usable. */
  readonly script: number;
  readonly shift: number;
  readonly heap: number;
}

/** Collected in the page by observers: long tasks, layout shifts (those after input included), the largest paint. */
interface Seen {
  long: [start: number, duration: number][];
  shifts: [start: number, value: number][];
  lcp: number;
  pressed: number;
  usable: number;
}

declare global {
  interface Window {
    seen: Seen;
  }
}

function observe(): void {
  const seen: Seen = { long: [], shifts: [], lcp: 0, pressed: 0, usable: 0 };
  window.seen = seen;
  const on = (type: string, take: (entry: PerformanceEntry & { value?: number }) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  on("longtask", ({ startTime, duration }) => seen.long.push([startTime, duration]));
  on("layout-shift", ({ startTime, value = 0 }) => seen.shifts.push([startTime, value]));
  on("largest-contentful-paint", ({ startTime }) => {
    seen.lcp = startTime;
  });
  // usable: the first field is there, visible, and what a pointer would hit; looked at once a frame after the press
  const look = () => {
    const root = document.querySelector("foyer-chat")?.shadowRoot;
    const field = root?.querySelector("[role=dialog] input:not([tabindex='-1'])");
    const box = field?.getBoundingClientRect();
    const hit = box && root?.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (hit && hit === field) seen.usable = performance.now();
    else requestAnimationFrame(look);
  };
  addEventListener(
    "pointerdown",
    (event) => {
      seen.pressed ||= event.timeStamp;
      requestAnimationFrame(look);
    },
    true,
  );
}

const blockingOf = (long: Seen["long"], from: number, to = Number.POSITIVE_INFINITY) =>
  long
    .filter(([start]) => start >= from && start < to)
    .reduce((sum, [, duration]) => sum + Math.max(0, duration - 50), 0);
const shiftOf = (shifts: Seen["shifts"], from: number, to = Number.POSITIVE_INFINITY) =>
  shifts.filter(([start]) => start >= from && start < to).reduce((sum, [, value]) => sum + value, 0);

async function metric(cdp: CDPSession, name: "ScriptDuration" | "JSHeapUsedSize"): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find((one) => one.name === name)?.value ?? 0;
}

async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("HeapProfiler.collectGarbage");
  return (await metric(cdp, "JSHeapUsedSize")) / 1000;
}

/** How long nothing may be asked for until a page counts as settled, ms. */
const QUIET = 1_500;

/** Resolves when no request has been under way for a while. The waiting is what is measured, not a test's. */
function settle(page: Page): Promise<void> {
  return new Promise((resolve) => {
    let flying = 0;
    let timer = setTimeout(resolve, QUIET);
    const moved = (by: number) => {
      flying += by;
      clearTimeout(timer);
      if (flying <= 0) timer = setTimeout(resolve, QUIET);
    };
    page.on("request", () => moved(1));
    page.on("response", () => moved(-1));
    page.on("requestfailed", () => moved(-1));
  });
}

/**
 * Loads a page once, in a browser of its own (nothing cached), on a phone's processor and line, and opens the widget.
 *
 * @param rest how long the pointer rests on the launcher before it presses, ms; null: the page has no widget
 */
export async function runPage(address: string, rest: number | null): Promise<PageCost> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Performance.enable");
    // tsx wraps every named function in a call of this helper, which the page does not have
    await page.addInitScript("globalThis.__name = (named) => named");
    await page.addInitScript(observe);
    let requests = 0;
    page.on("request", (request) => {
      if (request.url().includes("/w/")) requests++;
    });
    await throttle(page, { cpu: 4, network: { down: 1_600, up: 750, latency: 150 } });
    const settled = settle(page);
    await page.goto(address);
    await settled;
    const loaded = await page.evaluate(() => ({ ...window.seen, now: performance.now() }));
    const script = (await metric(cdp, "ScriptDuration")) * 1000;
    const cost = {
      lcp: loaded.lcp,
      blocking: blockingOf(loaded.long, 0, loaded.now),
      script,
      shift: shiftOf(loaded.shifts, 0, loaded.now),
      heap: await heapOf(cdp),
      requests,
    };
    return { ...cost, open: rest === null ? null : await openWidget(page, cdp, rest) };
  } finally {
    await browser.close();
  }
}

async function openWidget(page: Page, cdp: CDPSession, rest: number): Promise<OpenCost> {
  const before = await metric(cdp, "ScriptDuration");
  const box = await page.getByRole("button", { name: "Open chat" }).boundingBox();
  if (!box) throw new Error("There is no launcher to press");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (rest) {
    await page.mouse.move(x, y);
    await page.waitForTimeout(rest);
  }
  await page.mouse.click(x, y);
  await page.waitForFunction(() => window.seen.usable > 0);
  const script = ((await metric(cdp, "ScriptDuration")) - before) * 1000;
  const settled = settle(page);
  await settled;
  const seen = await page.evaluate(() => window.seen);
  return {
    usable: seen.usable - seen.pressed,
    blocking: blockingOf(seen.long, seen.pressed),
    script,
    shift: shiftOf(seen.shifts, seen.pressed),
    heap: await heapOf(cdp),
  };
}
