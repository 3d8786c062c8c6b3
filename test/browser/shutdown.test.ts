import type { CDPSession, Page } from "playwright-core";
import { expect, it } from "vitest";
import { newPage } from "../support/pages.ts";
import { shopPage } from "../support/site.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel, useProduct } from "../support/use-product.ts";

const product = useProduct();

declare global {
  interface Window {
    /** Timers and frames that are still to come, by the tests' own count. */
    pending?: Set<string>;
  }
}

/** Counts what is asked for later, from before the page's first script. */
function countTimers(): void {
  const pending = new Set<string>();
  window.pending = pending;
  const count = (
    kind: string,
    ask: (job: (...args: never[]) => void, ...more: never[]) => unknown,
    once: boolean,
  ) =>
    function counted(job: (...args: never[]) => void, ...more: never[]) {
      const id = ask(
        (...args) => {
          if (once) pending.delete(`${kind} ${id}`);
          job(...args);
        },
        ...more,
      );
      pending.add(`${kind} ${id}`);
      return id;
    };
  const forget = (kind: string, cancel: (id: never) => void) =>
    function forgotten(id: never) {
      pending.delete(`${kind} ${id}`);
      cancel(id);
    };
  const real = window as unknown as Record<string, (...args: never[]) => never>;
  for (const [kind, ask, cancel, once] of [
    ["timeout", "setTimeout", "clearTimeout", true],
    ["interval", "setInterval", "clearInterval", false],
    ["frame", "requestAnimationFrame", "cancelAnimationFrame", true],
    ["idle", "requestIdleCallback", "cancelIdleCallback", true],
  ] as const) {
    const asked = real[ask]?.bind(window);
    const cancelled = real[cancel]?.bind(window);
    if (!asked || !cancelled) continue;
    Object.assign(window, {
      [ask]: count(kind, asked as never, once),
      [cancel]: forget(kind, cancelled as never),
    });
  }
}

/** The listeners of an object of the page, as the browser itself knows them. */
async function listenersOf(cdp: CDPSession, expression: string): Promise<readonly string[]> {
  const { result } = await cdp.send("Runtime.evaluate", { expression });
  if (!result.objectId) return [];
  const { listeners } = await cdp.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
  return listeners.map(({ type }) => `${expression} ${type}`);
}

const PLACES = [
  "window",
  "document",
  "document.documentElement",
  "document.body",
  "visualViewport",
  "window.navigation",
];

/** All that a widget could leave in a page. */
async function traces(page: Page, cdp: CDPSession) {
  const listeners: string[] = [];
  for (const place of PLACES) listeners.push(...(await listenersOf(cdp, place)));
  const inPage = await page.evaluate(async () => ({
    globals: Object.getOwnPropertyNames(window).filter((name) => /foyer/i.test(name)),
    elements: document.querySelectorAll("*").length,
    sheets: document.adoptedStyleSheets.length,
    pending: [...(window.pending ?? [])],
    locks: await navigator.locks.query().then(({ held = [], pending = [] }) => held.length + pending.length),
    focus: document.activeElement?.tagName,
  }));
  return { listeners, ...inPage };
}

it.each(["with the panel open", "with the panel closed", "before the panel was ever loaded"])(
  "shutdown leaves nothing in the page: %s",
  async (when) => {
    const page = await newPage(product.browser);
    await page.addInitScript(countTimers);
    await page.goto(product.site.page("/bare", { html: shopPage({ end: "" }) }));
    const cdp = await page.context().newCDPSession(page);
    const before = await traces(page, cdp);
    await page.evaluate(
      ([server, property]) => {
        const script = document.createElement("script");
        script.src = `${server}/w/${property}.js`;
        script.onload = () => script.remove();
        document.head.append(script);
      },
      [product.server.url, product.admin.property],
    );
    await launcherOf(page).waitFor();
    if (when !== "before the panel was ever loaded") {
      const panel = await openPanel(page);
      await fillIn(panel, { name: "Ada", email: "ada@example.com", message: "Hello" });
      await arrived(panel);
      if (when === "with the panel closed") {
        await page.keyboard.press("Escape");
        await panel.waitFor({ state: "detached" });
      }
    }
    await page.evaluate(() => {
      const { Foyer } = window;
      if (Foyer?.open) Foyer.shutdown();
    });
    const after = await eventually(
      () => traces(page, cdp),
      ({ pending, locks }) => !pending.length && !locks,
    );
    expect(after).toEqual(before);
    const databases = await page.evaluate(async () => {
      const names = (await indexedDB.databases()).map(({ name }) => name ?? "");
      const deleted = names.map(
        (name) =>
          new Promise((resolve) => {
            const request = indexedDB.deleteDatabase(name);
            request.onsuccess = () => resolve("closed");
            request.onblocked = () => resolve("still open");
          }),
      );
      return Promise.all(deleted);
    });
    expect(databases.filter((state) => state !== "closed")).toEqual([]);
  },
);

it("after shutdown nothing more is sent, and the widget can be started again", async () => {
  const page = await newPage(product.browser);
  await page.goto(product.site.page("/back", { html: shopPage() }));
  const panel = await openPanel(page);
  await panel.getByLabel("Your name").fill("Ada");
  await page.evaluate(() => {
    const { Foyer } = window;
    if (Foyer?.open) Foyer.shutdown();
  });
  expect(await page.locator("foyer-chat").count()).toBe(0);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.evaluate(() => {
    history.pushState(null, "", "/elsewhere");
    dispatchEvent(new Event("online"));
  });
  await page.waitForLoadState("networkidle");
  expect(requests).toEqual([]);
  await page.evaluate(
    ([server, property]) => {
      const script = document.createElement("script");
      script.src = `${server}/w/${property}.js`;
      document.head.append(script);
    },
    [product.server.url, product.admin.property],
  );
  const again = await openPanel(page);
  expect(await again.getByLabel("Your name").inputValue()).toBe("Ada");
});
