import type { Page } from "playwright-core";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { beginChat, messageIn, onDisk, say, visitorIdOf } from "../../support/chat-pages.ts";
import { newPage, newTab } from "../../support/pages.ts";
import { shopPage } from "../../support/site.ts";
import { eventually, fillIn, launcherOf, openPanel, panelOf, useProduct } from "../../support/use-product.ts";

const product = useProduct();
let address: string;
beforeAll(() => {
  address = product.site.page("/shop", { html: shopPage() });
});
beforeEach(() => product.admin.presence("available"));

let people = 0;
const somebody = () => {
  const name = `Mia${++people}`;
  return { name, email: `${name}@example.com`, message: "Good morning" };
};

const arrived = (page: Page, texts: readonly string[]) =>
  eventually(
    async () => onDisk(product, await visitorIdOf(page)),
    (stored) => JSON.stringify(stored) === JSON.stringify(texts),
  );

/** Opens a chat in a new profile. @returns the page and the visitor's ID */
async function chatting() {
  const page = await newPage(product.browser);
  await page.goto(address);
  const panel = await beginChat(page, somebody());
  return { page, panel, visitor: await visitorIdOf(page) };
}

/** Opens the site in one more tab, with the panel open. */
async function anotherTab(page: Page): Promise<Page> {
  const tab = await newTab(page);
  await tab.goto(address);
  await launcherOf(tab).or(panelOf(tab)).first().waitFor();
  return tab;
}

const LOSSES: [what: string, lose: () => unknown][] = [
  ["clears localStorage", () => localStorage.clear()],
  [
    "removes every entry it does not know",
    () => Object.keys(localStorage).map((key) => localStorage.removeItem(key)),
  ],
  ["overwrites every entry", () => Object.keys(localStorage).map((key) => localStorage.setItem(key, "null"))],
  [
    "deletes every database",
    async () => {
      for (const { name = "" } of await indexedDB.databases())
        await new Promise((resolve) => {
          const request = indexedDB.deleteDatabase(name);
          request.onsuccess = resolve; // blocked for ever if the widget kept it open
        });
    },
  ],
];

describe.each(LOSSES)("a site that %s in the middle of a chat", (_, lose) => {
  it("R4: changes nobody: the next message is in the same conversation, on this page and on the next", async () => {
    const { page, panel, visitor } = await chatting();
    await page.evaluate(lose);
    await say(panel, "After that");
    await arrived(page, ["Good morning", "After that"]);
    await page.evaluate(lose);
    await page.reload(); // at once, as after a logout
    await launcherOf(page).or(panelOf(page)).first().waitFor();
    expect(await visitorIdOf(page)).toBe(visitor);
    await say(panelOf(page), "On the next page");
    await arrived(page, ["Good morning", "After that", "On the next page"]);
  });
});

describe.each(LOSSES.filter(([what]) => !what.includes("every entry")))(
  "a site that %s in the middle of a chat",
  (_, lose) => {
    it("R4: changes nobody in another tab", async () => {
      const { page, panel, visitor } = await chatting();
      const tab = await anotherTab(page);
      await tab.evaluate(lose);
      await say(panel, "In the first tab");
      await arrived(page, ["Good morning", "In the first tab"]);
      expect(await visitorIdOf(tab)).toBe(visitor);
    });

    it("R21: what waits in the outbox is sent all the same", async () => {
      const { page, panel } = await chatting();
      await page.route("**/deliveries", (route) => route.abort());
      await say(panel, "In the tunnel");
      await panel.getByText("No connection", { exact: false }).waitFor();
      await page.evaluate(lose);
      // the page writes again what it knows, so that the next page can send it
      await page.waitForFunction(async () => {
        const [one] = await indexedDB.databases();
        if (!one?.name || !localStorage.getItem(one.name)?.startsWith("V")) {
          dispatchEvent(new Event("online"));
          return false;
        }
        const database = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open(one.name as string);
          request.onsuccess = () => resolve(request.result);
        });
        const count = await new Promise((resolve) => {
          const request = database.transaction("deliveries").objectStore("deliveries").count();
          request.onsuccess = () => resolve(request.result);
        });
        database.close();
        return count === 1;
      });
      await page.unroute("**/deliveries");
      await page.reload();
      await launcherOf(page).or(panelOf(page)).first().waitFor();
      await arrived(page, ["Good morning", "In the tunnel"]);
    });
  },
);

it("R4: a site that clears the storage before the panel is loaded changes nobody", async () => {
  const page = await newPage(product.browser);
  await page.goto(address);
  await launcherOf(page).waitFor();
  const visitor = await visitorIdOf(page);
  await page.evaluate(() => localStorage.clear());
  await beginChat(page, somebody());
  expect(await visitorIdOf(page)).toBe(visitor);
  await page.reload();
  await launcherOf(page).or(panelOf(page)).first().waitFor();
  expect(await visitorIdOf(page)).toBe(visitor);
});

it("R25: consent that is denied in one tab is heard in the others: they store nothing again", async () => {
  const { page, panel, visitor } = await chatting();
  const tab = await anotherTab(page);
  await page.route("**/deliveries", (route) => route.abort());
  await say(panel, "Still on its way");
  await panel.getByText("No connection", { exact: false }).waitFor();
  await tab.evaluate(() => window.Foyer?.("consent", "denied"));
  await panel.waitFor({ state: "detached" });
  await eventually(
    () =>
      page.evaluate(async () => ({
        entries: Object.keys(localStorage),
        databases: await indexedDB.databases(),
        visitor: window.Foyer?.("visitor"),
      })),
    ({ entries, databases, visitor }) => !entries.length && !databases.length && visitor === null,
  );
  await tab.close();
  await page.reload();
  await launcherOf(page).waitFor();
  expect(await visitorIdOf(page)).not.toBe(visitor);
});

it("R28: 'Not you?' in one tab changes the visitor in the others, whom a cleared storage does not bring back", async () => {
  const { page, visitor } = await chatting();
  const tab = await anotherTab(page);
  await tab.evaluate(() => {
    const [key = ""] = Object.keys(localStorage);
    const former = localStorage.getItem(key) ?? "";
    // as the button does it: another ID and another proof, without a state
    localStorage.setItem(key, `V${former.slice(1, 17).replace(/./g, "7")}${"31".repeat(16)}0`);
  });
  const next = await visitorIdOf(tab);
  expect(next).not.toBe(visitor);
  await eventually(
    () => visitorIdOf(page),
    (id) => id === next,
  );
  await page.evaluate(() => localStorage.clear());
  expect(await visitorIdOf(page)).toBe(next);
});

/** How a browser keeps a page from storing anything. */
const BLOCKED: [what: string, block: () => void][] = [
  [
    "throws when localStorage is accessed",
    () => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("blocked", "SecurityError");
        },
      });
    },
  ],
  [
    "throws on every write (quota used up)",
    () => {
      const full = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
      Object.defineProperty(window, "localStorage", {
        value: new Proxy({}, { set: full, get: () => undefined }),
      });
      IDBObjectStore.prototype.put = full;
    },
  ],
  [
    "never answers IndexedDB",
    () => {
      IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest;
    },
  ],
  [
    "has neither IndexedDB nor a channel nor locks",
    () => {
      for (const name of ["indexedDB", "BroadcastChannel"])
        Object.defineProperty(window, name, { value: undefined });
      Object.defineProperty(navigator, "locks", { value: undefined });
    },
  ],
];

describe.each(BLOCKED)("a browser that %s", (what, block) => {
  it("R21: says honestly if it does not store, within a few seconds, and delivers all the same", async () => {
    const page = await newPage(product.browser);
    await page.addInitScript(block);
    await page.goto(address);
    const person = somebody();
    if (what.includes("IndexedDB")) {
      const panel = await openPanel(page);
      await panel.getByText("does not store data", { exact: false }).waitFor({ timeout: 5_000 });
      await panel.getByRole("button", { name: "Close" }).click();
    }
    const panel = await beginChat(page, person);
    await messageIn(panel, person.message).waitFor();
    await say(panel, "And one more");
    await arrived(page, [person.message, "And one more"]);
  });
});

it("R21: in a sandboxed frame, where there is no storage at all, a message is delivered", async () => {
  const page = await newPage(product.browser);
  const html = shopPage({
    end: `<iframe sandbox="allow-scripts allow-forms" src="${address}" width="900" height="700"></iframe>`,
  });
  await page.goto(product.site.page("/frame", { html }));
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Open chat" }).click();
  const panel = frame.locator("foyer-chat").getByRole("dialog");
  const person = somebody();
  await panel.getByLabel("Your message").pressSequentially(person.message, { delay: 60 });
  await fillIn(panel, person);
  await panel
    .getByRole("log")
    .getByText(/ · (Sent|Read)$/)
    .waitFor();
});
