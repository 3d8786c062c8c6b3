import type { Browser, Page } from "playwright-core";
import { launchBrowser, throttle } from "../support/browser.ts";
import { startConversationOf, startShop } from "./chat-world.ts";
import { quantiles, startFoyer } from "./live-world.ts";
import type { BenchRow } from "./row.ts";

const MESSAGES = 5_000;
/** A frame at 60 Hz, ms. */
const FRAME = 16;
const TEXT = "Is the room with the two windows and the view of the harbour free in May, please?";
/** The pause between two keys, ms. */
const KEY_INTERVAL = 60;
const PAGES_UP = 40;

/** Runs in the page: loads earlier messages, as scrolling up does, until the first one is there. */
async function loadAll(first: string): Promise<void> {
  const list = document.querySelector("foyer-chat")?.shadowRoot?.querySelector("[role=log]");
  if (!list) throw new Error("There is no list of messages");
  while (!list.querySelector("[data-sequence]")?.textContent?.includes(first)) {
    list.scrollBy(0, -list.scrollHeight);
    await new Promise(requestAnimationFrame);
  }
  list.scrollBy(0, list.scrollHeight);
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time of the thread, µs. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** How long each task of the page's main thread takes while something is done, ms. What other programs take is left out. */
async function tasksDuring(browser: Browser, page: Page, job: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, {
    categories: ["toplevel", "disabled-by-default-devtools.timeline", "devtools.timeline", "__metadata"],
  });
  await job();
  const trace = await browser.stopTracing();
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  // the renderer with the most work is the page's, others are spare
  const main = traceEvents.filter(
    ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain",
  );
  const byThread = main.map(({ pid, tid }) =>
    traceEvents.flatMap((event) =>
      event.name === "RunTask" && event.pid === pid && event.tid === tid && event.tdur
        ? [event.tdur / 1000]
        : [],
    ),
  );
  const sum = (tasks: readonly number[]) => tasks.reduce((total, task) => total + task, 0);
  return byThread.sort((a, b) => sum(b) - sum(a))[0] ?? [];
}

function rowsOf(name: string, tasks: readonly number[]): BenchRow[] {
  const long = tasks.filter((task) => task > 1);
  return [
    { name: `${name}: longest task`, value: Math.max(...tasks), unit: "ms", limit: FRAME },
    { name: "  median of those over 1 ms", value: quantiles(long).median, unit: "ms" },
    { name: `  tasks over ${FRAME} ms`, value: tasks.filter((task) => task > FRAME).length, unit: "" },
  ];
}

/** Types and scrolls in a chat of 5,000 messages, all of them in the panel, on a processor at a quarter. */
export async function benchTyping(): Promise<BenchRow[]> {
  const foyer = await startFoyer();
  const browser = await launchBrowser();
  try {
    const chat = await startConversationOf(foyer, MESSAGES);
    const page = await (await startShop(foyer, browser))(chat);
    await page.getByRole("button", { name: /chat/i }).first().click();
    await page.getByText(chat.last, { exact: true }).waitFor();
    await page.evaluate(loadAll, `Message 1 of ${MESSAGES}:`);
    await throttle(page, { cpu: 4 });
    const composer = page.locator("foyer-chat textarea");
    await composer.pressSequentially(TEXT, { delay: KEY_INTERVAL }); // warms up
    await composer.fill("");
    // without a locator, whose script in the page would count
    const typing = await tasksDuring(browser, page, () => page.keyboard.type(TEXT, { delay: KEY_INTERVAL }));
    await page.locator("foyer-chat [role=log]").focus();
    const scrolling = await tasksDuring(browser, page, async () => {
      for (let turn = 0; turn < PAGES_UP; turn++) await page.keyboard.press("PageUp");
    });
    return [...rowsOf("typing, 5,000 messages", typing), ...rowsOf("scrolling, 5,000 messages", scrolling)];
  } finally {
    await browser.close();
    await foyer.stop();
  }
}
