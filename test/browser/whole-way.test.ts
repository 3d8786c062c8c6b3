import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN } from "../support/admin.ts";
import { axeViolations } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { newPage } from "../support/pages.ts";
import { type ServerProcess, startServer } from "../support/server.ts";
import { type Site, startSite } from "../support/site.ts";
import { arrived, chatHas, fillIn, launcherOf, openPanel, PHONE, panelOf } from "../support/use-product.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const axe = async (page: Page) => expect(await axeViolations(page)).toEqual([]);

/** The owner's first visit, by the printed link. @returns the property's key, read from the script tag to copy */
async function setUpByHand(page: Page, server: ServerProcess): Promise<string> {
  await page.goto(server.setupUrl);
  await page.getByLabel("Your name").fill(ADMIN.name);
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByLabel("Name of the web site").fill("Haus am Steg");
  await axe(page);
  await page.getByRole("button", { name: "Create account and property" }).click();
  const tag = await page.getByText("<script async src=").textContent();
  await page.getByText("Waiting for the first visit").waitFor();
  await axe(page);
  const [, address, property = ""] = /src="([^"]+)\/w\/([a-z\d]{10})\.js"><\/script>/.exec(tag ?? "") ?? [];
  expect(address).toBe(server.url);
  return property;
}

/** The agent says that nobody is there: closing the dashboard would need 45 seconds to be noticed. */
async function goAway(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Change availability" }).click();
  await page.getByRole("button", { name: "Away", exact: false }).last().click();
  await page.getByRole("button", { name: "Change availability" }).getByText("Away").waitFor();
}

interface Sent {
  readonly visitor: string;
  readonly ticket: string | null;
}

/** A visitor opens the plain page with the script tag on another origin, fills in the form and sends it. */
async function send(site: Site, options: BrowserContextOptions, title: string, name: string): Promise<Sent> {
  const page = await newPage(browser, { locale: "en-GB", timezoneId: "Europe/Lisbon", ...options });
  await page.goto(site.example("plain"));
  await launcherOf(page).waitFor();
  await axe(page);
  const panel = await openPanel(page);
  await panel.getByRole("heading", { name: title }).waitFor();
  await axe(page);
  await panel.getByRole("button", { name: "Send" }).click();
  await panel.getByText("Please fill in this field.").first().waitFor();
  await axe(page);
  await fillIn(panel, {
    name,
    email: `${name.toLowerCase()}@example.com`,
    message: `Is the attic free, asks ${name}?`,
  });
  // with somebody there the form opens the chat, with nobody it becomes a ticket
  await (title === "How can we help?" ? chatHas(panel) : arrived(panel));
  await panel.getByText(`Is the attic free, asks ${name}?`).waitFor();
  await axe(page);
  const ticket = (await panel.getByText("Ticket number").count())
    ? ((await panel.getByText("Ticket number").textContent())?.replace(/\D/g, "") ?? null)
    : null;
  await page.keyboard.press("Escape");
  await panelOf(page).waitFor({ state: "detached" });
  const visitor = await page.evaluate(() => window.Foyer?.("visitor"));
  return { visitor: visitor ?? "", ticket };
}

/** The agent finds the message in the inbox, and the contact with ID, device and source. */
async function find(page: Page, name: string, { visitor }: Sent, kind: string): Promise<void> {
  await page.getByRole("link", { name: "Inbox", exact: false }).first().click();
  await page.getByRole("link", { name: new RegExp(`${name}.*${kind}`, "s") }).click();
  await page.getByText(`Is the attic free, asks ${name}?`).last().waitFor();
  await axe(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("searchbox").fill(`${name.toLowerCase()}@example`);
  await page.getByRole("link", { name: new RegExp(`^${name}`) }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByText("contact since", { exact: false }).waitFor();
  const main = page.getByRole("main");
  await expect.poll(() => main.textContent()).toContain(visitor);
  const text = (await main.textContent()) ?? "";
  expect(text).toContain("Source: Form");
  expect(text).toMatch(/Chrome \d+ on/);
  expect(text).toContain("Europe/Lisbon");
  expect(text).toContain(`${name.toLowerCase()}@example.com`);
  await axe(page);
  const address = page.url();
  expect(address).toContain(visitor);
  await page.reload();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  expect(page.url()).toBe(address);
}

describe.each([
  ["on a desktop", {}],
  ["on a phone", PHONE],
])("the whole way, %s", (_, options) => {
  it("R5, R6, R20: leads from the printed set-up link to contacts made by a pre-chat form and by an offline message", async () => {
    const server = await startServer();
    const owner = await newPage(browser, options);
    const property = await setUpByHand(owner, server);
    const site = await startSite(server.url, property);

    const chat = await send(site, options, "How can we help?", "Ada");
    expect(chat).toEqual({ visitor: expect.stringMatching(/^V\d{16}$/), ticket: null });
    await owner.getByText("The widget was seen on", { exact: false }).waitFor();
    await goAway(owner);
    const offline = await send(site, options, "Leave us a message", "Grace");
    expect(offline).toEqual({ visitor: expect.stringMatching(/^V\d{16}$/), ticket: "1" });
    expect(offline.visitor).not.toBe(chat.visitor);

    await find(owner, "Ada", chat, "Chat");
    await find(owner, "Grace", offline, "#1");
    site.close();
    await server.stop();
  });
});

describe("the strictest policy", () => {
  it.each(["host sources, as in the example", "a nonce"])("no report and no fault, with %s", async (how) => {
    const server = await startServer();
    const owner = await newPage(browser);
    const property = await setUpByHand(owner, server);
    const site = await startSite(server.url, property);
    const page = await newPage(browser);
    if (how === "a nonce") {
      const html = readFileSync(new URL("../../examples/strict-csp/index.html", import.meta.url), "utf8");
      const address = site.page("/nonce", {
        html: html
          .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
          .replace("<script async", '<script async nonce="R4nd0m"'),
        headers: {
          "Content-Security-Policy": `default-src 'none'; script-src 'nonce-R4nd0m'; connect-src ${server.url} ${server.url.replace("http", "ws")}; style-src 'sha256-Oug/eVhjKzywuBRKYOk+yO5q7QqcN8Bg9CaDmblj1Q4='; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
        },
      });
      await page.goto(address);
    } else await page.goto(site.example("strict-csp"));
    const panel = await openPanel(page);
    await panel.getByRole("button", { name: "Send" }).click();
    await panel.getByText("Please fill in this field.").first().waitFor();
    await fillIn(panel, { name: "Ada", email: "ada@example.com", message: "Hello" });
    await chatHas(panel);
    site.close();
    await server.stop();
  });
});

describe("a single-page site", () => {
  it("navigates, opens the widget by its API, and receives the delivered event", async () => {
    const server = await startServer();
    const owner = await newPage(browser);
    const site = await startSite(server.url, await setUpByHand(owner, server));
    const page = await newPage(browser);
    await page.goto(site.example("spa"));
    await launcherOf(page).waitFor();
    await page.getByRole("link", { name: "Rooms" }).click();
    await page.getByRole("link", { name: "Ask us" }).click();
    await page.getByRole("button", { name: "Write to us" }).click();
    const panel = panelOf(page);
    await fillIn(panel, { name: "Ada", email: "ada@example.com", message: "Hello" });
    await chatHas(panel);
    // the message appears as sent with the live connection too, which may be before the event
    await page.waitForFunction(() => document.title.startsWith("✓ Ask us"));
    await page.goBack();
    await page.getByRole("heading", { name: "Rooms" }).waitFor();
    await panel.getByText("Hello").waitFor();
    site.close();
    await server.stop();
  });
});
