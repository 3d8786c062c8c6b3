import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beginChat, messageIn, onDisk, say, visitorIdOf, writingIn } from "../../support/chat-pages.ts";
import { type Interception, type Network, startNetwork } from "../../support/network.ts";
import { newPage } from "../../support/pages.ts";
import { picture } from "../../support/picture.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import { eventually, fillIn, openPanel, useProduct } from "../../support/use-product.ts";

const product = useProduct();
let proxy: Network;
beforeEach(async () => {
  proxy = await startNetwork(product.server.url);
  await product.admin.presence("available");
});
afterEach(() => proxy.close());

const WORDS = "Something on the way, such as a firewall, refuses it.";
const READABLE = { "Access-Control-Allow-Origin": "*" };

/** A firewall's page. */
const blocked = (status: number, headers: Record<string, string> = {}): Interception => ({
  status,
  body: "<!doctype html><title>Blocked</title><h1>Request blocked</h1>",
  headers: { "Content-Type": "text/html", ...headers },
});

/** The refusals that a page was told of. */
const refusals = (page: Page) => page.evaluate(() => (window as { refusals?: unknown[] }).refusals ?? []);

async function openSite(): Promise<Page> {
  const page = await newPage(product.browser);
  const html = shopPage({ end: scriptTag().replace("{{SERVER}}", proxy.url) });
  await page.goto(product.site.page("/site", { html }));
  await page.waitForFunction(() => !!window.Foyer?.open);
  await page.evaluate(() => {
    const refusals: unknown[] = [];
    Object.assign(window, { refusals });
    const foyer = window.Foyer;
    if (foyer?.open) foyer.on("refused", ({ detail }) => refusals.push(detail));
  });
  return page;
}

const firewalls: [what: string, interception: Interception, status: number][] = [
  ["a page with 403", blocked(403, READABLE), 403],
  ["a page with 406", blocked(406, READABLE), 406],
  ["a page with 403 that the site's scripts may not read (no CORS headers)", blocked(403), 0],
  ["a page with 200 that the site's scripts may not read", blocked(200), 0],
];

describe.each(firewalls)("a firewall that answers one message with %s", (_, interception, status) => {
  it("R22: the message says so with its text in hand, the next one is sent, and the site is told why", async () => {
    const page = await openSite();
    const warnings: string[] = [];
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    const words = { name: "Ida", email: "ida@example.com", message: "I have a question" };
    const panel = await beginChat(page, words);
    proxy.intercept(/./, (_, body) => (body.includes("DROP TABLE") ? interception : undefined));
    await say(panel, "What does DROP TABLE do?");
    await say(panel, "The next message");
    await panel.getByText(WORDS, { exact: false }).waitFor();
    await eventually(
      async () => onDisk(product, await visitorIdOf(page)),
      (texts) => texts.at(-1) === "The next message",
    );
    expect(await refusals(page)).toEqual([
      expect.objectContaining({
        delivery: "message",
        code: "refused_on_the_way",
        status,
        contentType: status ? "text/html" : "",
        excerpt: status ? expect.stringContaining("Request blocked") : "",
      }),
    ]);
    expect(warnings.filter((text) => text.startsWith("Foyer"))).toHaveLength(1);

    await panel.getByRole("button", { name: "Edit" }).click();
    await expect.poll(() => writingIn(panel).inputValue()).toBe("What does DROP TABLE do?");
    await say(panel, "What does it do?");
    await eventually(
      async () => onDisk(product, await visitorIdOf(page)),
      (texts) => texts.at(-1) === "What does it do?",
    );
    expect(await messageIn(panel, "What does DROP TABLE do?").count()).toBe(0);
  });
});

it("R22: what a proxy refuses as too large together is sent one by one", async () => {
  const page = await openSite();
  const words = { name: "Ole", email: "ole@example.com", message: "I have a question" };
  const panel = await beginChat(page, words);
  const texts = ["one", "two", "three"].map((text) => `${text} ${"x".repeat(500)}`);
  const mend = proxy.intercept(/./, () => "cut");
  for (const text of texts) await say(panel, text);
  mend();
  proxy.intercept(/./, (_, body) => (body.length > 1_500 ? blocked(413, READABLE) : undefined));
  await page.evaluate(() => dispatchEvent(new Event("online")));
  const stored = await eventually(
    async () => onDisk(product, await visitorIdOf(page)),
    (all) => all.length === 4,
  );
  expect(stored.slice(1)).toEqual(texts);
  expect(await refusals(page)).toEqual([]);
});

it.each<[what: string, interception: Interception, words: string]>([
  ["a page with 403", blocked(403, READABLE), WORDS],
  ["a page with 403 that the site's scripts may not read", blocked(403), WORDS],
  ["the page of a proxy that takes no such large files", blocked(413, READABLE), WORDS],
  ["nothing, because the network is down", "cut", "Not sent."],
])(
  "R22: a file whose upload is answered by %s says so, and goes out once it may",
  async (_, interception, words) => {
    const page = await openSite();
    const panel = await beginChat(page, {
      name: "Eli",
      email: "eli@example.com",
      message: "I have a picture",
    });
    const file = { name: "picture.png", mimeType: "image/png", buffer: picture(40, 40, [15, 91, 76]) };
    const attach = () => panel.locator("input[type=file]").setInputFiles(file);
    const mend = proxy.intercept(/./, ({ method }) => (method === "POST" ? interception : undefined));
    await attach();
    await panel.getByRole("alert").getByText(words, { exact: false }).waitFor();
    mend();
    await panel.locator(".upload").getByRole("button").click();
    await attach();
    await say(panel, "Here it is");
    await panel.getByRole("log").getByRole("button", { name: "picture.png" }).waitFor();
  },
);

it("R22: a form that a firewall refuses is shown again with its answers and the reason", async () => {
  const page = await openSite();
  const panel = await openPanel(page);
  proxy.intercept(/./, (_, body) => (body.includes("<script>") ? blocked(403, READABLE) : undefined));
  await fillIn(panel, { name: "Una", email: "una@example.com", message: "What is <script> for?" });
  await panel.getByText(WORDS, { exact: false }).waitFor();
  expect(await panel.getByLabel("Your message").inputValue()).toBe("What is <script> for?");
});

it("R22: while a server behind a proxy is restarted, a message waits and is then sent", async () => {
  const page = await openSite();
  const words = { name: "Nur", email: "nur@example.com", message: "I have a question" };
  const panel = await beginChat(page, words);
  let attempts = 0;
  const restart = proxy.intercept(/./, ({ url }) => {
    if (url?.endsWith("/deliveries")) attempts++;
    return blocked(502);
  });
  await say(panel, "Are you there?");
  await expect.poll(() => attempts, { timeout: 45_000 }).toBeGreaterThan(5);
  restart();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await eventually(
    async () => onDisk(product, await visitorIdOf(page)),
    (all) => all.includes("Are you there?"),
  );
  expect(await refusals(page)).toEqual([]);
});
