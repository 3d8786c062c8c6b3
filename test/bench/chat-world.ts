import { randomInt } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { drawVisitorId } from "../../shared/rules/visitor-id.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";
import { scriptTag, shopPage, startSite } from "../support/site.ts";
import { pipeline } from "./http-load.ts";
import { begin, type Foyer, newMessageId } from "./live-world.ts";

/** As many deliveries as one request may carry. */
const AT_ONCE = 50;
const FROM = { origin: "https://example.com" };

/** A conversation, and what its visitor's browser keeps. */
export interface Chat {
  readonly id: string;
  readonly token: string;
  /** The record in the browser's storage. */
  readonly record: string;
  /** The words of its last message. */
  readonly last: string;
}

/** Registers a visitor who writes `count` messages. */
export async function startConversationOf(foyer: Foyer, count: number): Promise<Chat> {
  const { port, property } = foyer;
  const visitor = drawVisitorId((words) => crypto.getRandomValues(words));
  const proof = Array.from({ length: 32 }, () => randomInt(10)).join("");
  const visit = {
    visitor,
    proof,
    page: "https://example.com/pricing",
    referrer: "",
    language: "en",
    timeZone: "Europe/Berlin",
    screen: "1280x800@1",
  };
  const answer = await fetch(`http://127.0.0.1:${port}/w/${property}/visits`, {
    method: "POST",
    headers: FROM,
    body: JSON.stringify(visit),
  });
  const { token } = (await answer.json()) as VisitReceipt;
  const [id = ""] = await begin(foyer, [token], count);
  const text = (at: number) => `Message ${at} of ${count}: is the room with the two windows free in May?`;
  const message = (at: number) => ({
    id: newMessageId(),
    kind: "message",
    at: Date.now(),
    conversation: id,
    text: text(at),
    files: [],
  });
  const bodies = Array.from({ length: count / AT_ONCE }, (_, part) => {
    const deliveries = Array.from({ length: AT_ONCE }, (_, at) => message(part * AT_ONCE + at + 1));
    return JSON.stringify({ token, deliveries });
  });
  await pipeline({ port, path: `/w/${property}/deliveries`, bodies, atOnce: 1 });
  return { id, token, record: `${visitor}${proof}0`, last: text(count) };
}

// tsx wraps every named function in a call of this helper, which the page does not have
export const NAMED = "globalThis.__name = (named) => named";

/** Opens pages of a site with the widget, each as the visitor of a chat, and with the widget closed. */
export async function startShop({ port, property }: Foyer, browser: Browser) {
  const server = `http://127.0.0.1:${port}`;
  const site = await startSite(server, property);
  const address = site.page("/shop", { html: shopPage({ end: scriptTag() }) });
  return async ({ record }: Chat): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(NAMED);
    await page.addInitScript(
      ([key = "", value = ""]) => localStorage.setItem(key, value),
      [`${server}/w/${property}`, record],
    );
    await page.goto(address);
    await page.getByRole("button", { name: /chat/i }).first().waitFor();
    await page.waitForLoadState("networkidle");
    return page;
  };
}
