import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openWatched } from "../../support/browser.ts";
import { beginChat, messageIn } from "../../support/chat-pages.ts";
import { type Network, startNetwork } from "../../support/network.ts";
import { newPage, newTab } from "../../support/pages.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import { eventually, useProduct } from "../../support/use-product.ts";

const product = useProduct();
let proxy: Network;
beforeEach(async () => {
  proxy = await startNetwork(product.server.url);
  await product.admin.presence("available");
});
afterEach(() => proxy.close());

/** An answer is shown within so long after the agent has sent it, ms: ten seconds (README) and a slow machine's share. */
const LIMIT = 12_000;

const page = (path: string, headers: Record<string, string> = {}) =>
  product.site.page(path, {
    html: shopPage({ end: scriptTag().replace("{{SERVER}}", proxy.url) }),
    headers,
  });

let people = 0;

/** Begins a chat on a page. @returns the panel, and the ID of the conversation */
async function chatOn(address: string, tab?: Page) {
  const name = `Ida${++people}`;
  const opened = tab ?? (await newPage(product.browser));
  await opened.goto(address);
  const panel = await beginChat(opened, {
    name,
    email: `${name}@example.com`,
    message: "Is anybody there?",
  });
  const inbox = await eventually(product.admin.inbox, (items) =>
    items.some(({ person }) => person.name === name),
  );
  const conversation = inbox.find(({ person }) => person.name === name)?.id ?? "";
  return { panel, conversation };
}

/** Writes as the agent, and expects the message in the panel in time. */
async function expectAnswer(panel: Locator, conversation: string, text: string) {
  await product.admin.reply(conversation, text);
  await messageIn(panel, text).waitFor({ timeout: LIMIT });
}

describe("an answer is shown within ten seconds, the first one too,", () => {
  it("on a page whose policy does not name the address of the live connection, which is reported once", async () => {
    const policy = `script-src 'self' ${proxy.url}; connect-src ${proxy.url}`;
    const { page: opened, faults } = await openWatched(product.browser);
    onTestFinished(() => opened.context().close());
    const { panel, conversation } = await chatOn(
      page("/no-ws", { "Content-Security-Policy": policy }),
      opened,
    );
    await expectAnswer(panel, conversation, "The first answer");
    await expectAnswer(panel, conversation, "The second answer");
    expect(faults).toEqual([
      expect.stringContaining(`connect-src blocked ${proxy.url.replace("http", "ws")}`),
    ]);
  });

  it("behind a proxy that swallows the upgrade", async () => {
    proxy.upgrades("swallow");
    const { panel, conversation } = await chatOn(page("/swallowed"));
    await expectAnswer(panel, conversation, "The first answer");
  });

  it("behind a proxy that accepts the upgrade and passes no frame", async () => {
    proxy.upgrades("mute");
    const { panel, conversation } = await chatOn(page("/mute"));
    await expectAnswer(panel, conversation, "The first answer");
  });
});

it("a tab that holds the connection's lock but is frozen does not keep the visible tab from connecting", async () => {
  const address = page("/frozen");
  const frozen = await newPage(product.browser);
  await frozen.goto(product.site.page("/without", { html: shopPage({ end: "" }) }));
  const lock = `${proxy.url}/w/${product.admin.property} live`;
  await frozen.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        const hold = () => {
          resolve();
          return new Promise(() => undefined);
        };
        navigator.locks.request(name, hold).catch(() => undefined); // rejects when the lock is taken over
      }),
    lock,
  );
  const visible = await newTab(frozen);
  const { panel, conversation } = await chatOn(address, visible);
  await expectAnswer(panel, conversation, "To the visible tab");
  const locks = await visible.evaluate(() => navigator.locks.query());
  expect(locks.held?.map(({ name }) => name)).toContain(lock);
});
