import type { Browser } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { type Chat, NAMED, startConversationOf, startShop } from "./chat-world.ts";
import { type Foyer, quantiles, startFoyer } from "./live-world.ts";
import type { BenchRow } from "./row.ts";

const SHORT = 50;
const LONG = 10_000;
const REQUESTS = 60;
const OPENINGS = 7;
const FROM = { origin: "https://example.com" };

/** The cost of 10,000 messages beside that of 50: to read, to merge with another contact's, and to open in Chromium. */
export async function benchConversation(): Promise<BenchRow[]> {
  const foyer = await startFoyer();
  const browser = await launchBrowser();
  try {
    const short = await startConversationOf(foyer, SHORT);
    const long = await startConversationOf(foyer, LONG);
    const compare = async (name: string, times: number, once: (chat: Chat) => Promise<number>) => {
      const taken: { short: number[]; long: number[] } = { short: [], long: [] };
      // one after the other, so that both meet the same machine; the first of each warms up
      for (let at = 0; at <= times; at++)
        for (const [list, chat] of [
          [taken.short, short],
          [taken.long, long],
        ] as const) {
          const ms = await once(chat);
          if (at) list.push(ms);
        }
      const baseline = quantiles(taken.short).median;
      return { name, value: quantiles(taken.long).median, unit: "ms", baseline };
    };
    return [
      await compare("10,000 beside 50 messages: conversation, agent", REQUESTS, (chat) => read(foyer, chat)),
      await compare("  changes from 0, visitor", REQUESTS, (chat) => changes(foyer, chat)),
      { ...(await compare("  merged, and that undone", REQUESTS, mergeAndUndo(foyer))), limit: 100 },
      await compare("  opened in the panel", OPENINGS, await panelOf(foyer, browser)),
      await compare("  opened in the dashboard", OPENINGS, (chat) => dashboard(foyer, browser, chat)),
    ];
  } finally {
    await browser.close();
    await foyer.stop();
  }
}

async function timed(request: () => Promise<Response>): Promise<number> {
  const begun = performance.now();
  const response = await request();
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return performance.now() - begun;
}

const read = ({ port, property, cookie }: Foyer, { id }: Chat) =>
  timed(() =>
    fetch(`http://127.0.0.1:${port}/api/properties/${property}/conversations/${id}`, { headers: { cookie } }),
  );

const changes = ({ port, property }: Foyer, { token }: Chat) =>
  timed(() =>
    fetch(`http://127.0.0.1:${port}/w/${property}/changes`, {
      method: "POST",
      headers: FROM,
      body: JSON.stringify({ token, since: 0 }),
    }),
  );

/** Merges the visitor's contact with a new one, and undoes the merge. */
function mergeAndUndo({ port, property, cookie }: Foyer): (chat: Chat) => Promise<number> {
  const send = async (path: string, body: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/properties/${property}${path}`, {
      method: "POST",
      headers: { cookie, origin: `http://127.0.0.1:${port}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json() as Promise<{ id: string; merge: string }>;
  };
  const other = send("/contacts", { firstName: "Another", emails: ["another@example.com"] });
  return async ({ record }) => {
    const contacts = [record.slice(0, 17), (await other).id];
    const begun = performance.now();
    const { merge } = await send("/contacts/merge", { contacts });
    await send(`/merges/${merge}/undo`, {});
    return performance.now() - begun;
  };
}

interface Press {
  /** The selector of the button to press; the first match counts. */
  readonly button: string;
  /** The scrolled region that the messages are in. */
  readonly list: string;
  /** The widget is inside of an element of its own. */
  readonly inside: string | null;
  readonly last: string;
}

/** Runs in the page: from the press until the last message is where a pointer would hit it, looked at once a frame. */
function openingOf({ button, list, inside, last }: Press): Promise<number> {
  const root = inside === null ? document : document.querySelector(inside)?.shadowRoot;
  if (!root) throw new Error("There is nothing to open");
  const begun = performance.now();
  root.querySelector<HTMLElement>(button)?.click();
  return new Promise((resolve) => {
    const look = () => {
      const shown = root.querySelector(list);
      const box = shown?.textContent?.includes(last) && shown.getBoundingClientRect();
      const hit = box && root.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (hit && shown?.contains(hit)) resolve(performance.now() - begun);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

async function panelOf(foyer: Foyer, browser: Browser) {
  const openShop = await startShop(foyer, browser);
  return async (chat: Chat): Promise<number> => {
    const page = await openShop(chat);
    try {
      return await page.evaluate(openingOf, {
        button: "button",
        list: "[role=log]",
        inside: "foyer-chat",
        last: chat.last,
      });
    } finally {
      await page.context().close();
    }
  };
}

async function dashboard({ port, property, cookie }: Foyer, browser: Browser, { id, last }: Chat) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const server = `http://127.0.0.1:${port}`;
    const cookies = cookie.split("; ").map((one) => {
      const at = one.indexOf("=");
      return { name: one.slice(0, at), value: one.slice(at + 1), url: server };
    });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.addInitScript(NAMED);
    await page.goto(`${server}/dashboard/${property}/inbox/open`);
    await page.locator(`a[href$="${id}"]`).first().waitFor();
    await page.waitForLoadState("networkidle");
    return await page.evaluate(openingOf, {
      button: `a[href$="${id}"]`,
      list: ".thread-frame > section",
      inside: null,
      last,
    });
  } finally {
    await context.close();
  }
}
