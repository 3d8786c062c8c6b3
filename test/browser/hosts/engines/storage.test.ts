import { beforeEach, expect, it } from "vitest";
import { describeEachEngine, type Engine, useServedProduct } from "../../../support/engines.ts";
import type { EngineLocator, EnginePage, PageOptions } from "../../../support/engines-page.ts";
import { shopPage } from "../../../support/site.ts";
import { chatHas, eventually, fillIn, launcherOf, panelOf } from "../../../support/use-product.ts";

const product = useServedProduct();
beforeEach(() => product.admin.presence("available"));

const visitorIdOf = (page: EnginePage) => page.evaluate(() => window.Foyer?.("visitor"));

let people = 0;

/** Begins a chat. @returns the page, and the conversation's ID */
async function beginChat(engine: Engine, address: string, options?: PageOptions) {
  const name = `${engine.name}${++people}`;
  const page = await engine.open(address, options);
  await launcherOf(page).click();
  const panel = panelOf(page);
  await panel.getByLabel("Your message").pressSequentially("Good morning");
  await fillIn(panel, { name, email: `${name}@example.com` });
  await chatHas(panel);
  const items = await eventually(product.admin.inbox, (all) =>
    all.some(({ person }) => person.name === name),
  );
  return { page, panel, conversation: items.find(({ person }) => person.name === name)?.id ?? "" };
}

async function say(panel: EngineLocator, text: string): Promise<void> {
  await panel.getByRole("textbox").last().fill(text);
  await panel.getByRole("textbox").last().press("Enter");
}

/** Waits until the visitor's last message in a conversation is this one. */
const arrivedIn = (conversation: string, text: string) =>
  eventually(
    () => product.admin.conversation(conversation),
    ({ messages }) => messages.at(-1)?.text === text,
  );

const LOSSES: [what: string, lose: () => unknown][] = [
  ["clears localStorage", () => localStorage.clear()],
  [
    "deletes the databases",
    async () => {
      for (const { name = "" } of await indexedDB.databases())
        await new Promise((resolve) => {
          const request = indexedDB.deleteDatabase(name);
          request.onsuccess = resolve;
        });
    },
  ],
];

describeEachEngine("storage", (engine) => {
  it.each(LOSSES)("R4: a site that %s in the middle of a chat changes nobody", async (_, lose) => {
    const address = product.site.page("/cleared", { html: shopPage() });
    const { page, panel, conversation } = await beginChat(engine, address);
    const visitor = await visitorIdOf(page);
    await page.evaluate(lose);
    await say(panel, "After that");
    await arrivedIn(conversation, "After that");
    await page.evaluate(lose);
    await page.reload();
    await eventually(
      () => visitorIdOf(page),
      (id) => !!id,
    );
    expect(await visitorIdOf(page)).toBe(visitor);
    await say(panelOf(page), "On the next page");
    await arrivedIn(conversation, "On the next page");
  });

  it("R21: an IndexedDB that never answers is given up, with an honest notice", async () => {
    const head = "<script>IDBFactory.prototype.open = () => ({})</script>";
    const address = product.site.page("/silent", { html: shopPage({ head }) });
    const { page, panel, conversation } = await beginChat(engine, address);
    await product.network.goOffline();
    await say(panel, "All the same");
    await panel.getByText("Your browser does not store data").waitFor();
    await product.network.goOnline();
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await arrivedIn(conversation, "All the same");
  });
});

describeEachEngine("without a live connection", (engine) => {
  it("on a page whose policy does not allow it, an answer is shown within ten seconds", async () => {
    const { panel, conversation } = await beginChat(engine, product.site.hostPage("csp-no-ws"), {
      isExpected: (fault) => /^policy connect-src blocked ws:/.test(fault),
    });
    await product.admin.reply(conversation, "Good morning to you");
    await panel.getByRole("log").getByText("Good morning to you").waitFor({ timeout: 12_000 });
  });
});
