import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { ConversationSummary, Message } from "../../shared/conversation.ts";
import type { AgentBrowser } from "../support/agent.ts";
import { axeViolations } from "../support/axe.ts";
import { adminOf, overHttp, rowOf, threadOf } from "../support/dashboard-pages.ts";
import { openPlace } from "../support/dashboard-screens.ts";
import { uuid } from "../support/deliveries.ts";
import { picture } from "../support/picture.ts";
import { agentPost, Sender, taken } from "../support/uploads.ts";
import { eventually, PHONE, signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();
/** More than two pages of the history, so that what is printed is not loaded yet. */
const COUNT = 120;
/** The first of the agent's lines. */
const ANSWERS = 105;
const ARABIC = "مرحبا، أين طلبي 4711؟";
let admin: AgentBrowser;
let sender: Sender;

beforeAll(async () => {
  admin = await adminOf(product);
  sender = await Sender.come(overHttp(product), product.admin.property, "ana@example.com");
  await sender.open();
  const says = (n: number) => sender.message([], n === 3 ? ARABIC : `Visitor's line ${n}.`);
  for (const from of [0, 35, 70]) await sender.say(...Array.from({ length: 35 }, (_, n) => says(from + n)));
  const at = `/api/properties/${product.admin.property}/conversations/${sender.conversation}`;
  const write = (text: string, kind = "message", files: string[] = []) =>
    admin.ok(Message, "POST", `${at}/messages`, { id: uuid(), text, kind, files });
  for (let n = ANSWERS; n < COUNT; n++) await write(`Agent's line ${n}.`);
  await write("He has paid twice.", "note");
  const upload = { body: new Uint8Array(picture(640, 320, [15, 91, 76])), name: "attic.png" };
  const { id } = await taken(await agentPost(admin, overHttp(product), product.admin.property, upload));
  const invoice = { body: '<?xml version="1.0"?><Invoice/>', name: "invoice 4711.xml" };
  const other = await taken(await agentPost(admin, overHttp(product), product.admin.property, invoice));
  await write(`Line by line:\n${"A long line of words. ".repeat(150)}`, "message", [id, other.id]);
  await admin.ok(ConversationSummary, "PATCH", at, { status: "closed" });
});

/** Opens the conversation; `window.print` is counted and does nothing, as where the browser has no printer. */
async function open(options = {}): Promise<Page> {
  const page = await signedInPage(product, options);
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "yes");
  });
  const path = `inbox/closed/${sender.conversation}`;
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/${path}`);
  await threadOf(page).getByText("Line by line").waitFor();
  return page;
}

const printed = (page: Page) => page.locator("html[data-printed]").waitFor();
/** The words that are on paper. */
const onPaper = async (page: Page) => {
  await page.emulateMedia({ media: "print" });
  return page.locator("body").innerText();
};

function expectWhole(text: string): void {
  for (let n = 0; n < COUNT; n++) {
    const line = n === 3 ? ARABIC : n < ANSWERS ? `Visitor's line ${n}.` : `Agent's line ${n}.`;
    expect(text.split("\n").filter((one) => one === line)).toHaveLength(1);
  }
  for (const part of [
    "Vera",
    sender.visitor.id,
    "Site",
    "Time zone",
    "Begun",
    "Line by line:",
    "closed this",
  ])
    expect(text).toContain(part);
  expect(text).toContain("Picture: attic.png, ");
  expect(text).toContain("File: invoice 4711.xml, ");
}

describe("a printed conversation", () => {
  it("has every message, also those that are not loaded, and no notes, by Ctrl+P", async () => {
    const page = await open({ colorScheme: "dark" });
    expect(await threadOf(page).getByText("Visitor's line 3.").count()).toBe(0);
    await page.keyboard.press("Control+p");
    await printed(page);
    const text = await onPaper(page);
    expectWhole(text);
    expect(text).not.toContain("He has paid twice.");
    // nothing of the screen: navigation, list, composer
    for (const words of ["Inbox", "Contacts", "Send", "Reply"]) expect(text.split("\n")).not.toContain(words);
    const looks = await page.evaluate(() => {
      const style = (selector: string) => getComputedStyle(document.querySelector(selector) ?? document.body);
      const arabic = [...document.querySelectorAll(".print-sheet p")].find((one) =>
        /\u0645/.test(one.textContent),
      );
      const image = document.querySelector<HTMLImageElement>(".print-sheet img");
      return {
        ink: style(".print-sheet").color,
        paper: style("body").backgroundColor,
        short: style(".print-entry:not(.print-long)").breakInside,
        long: style(".print-entry.print-long").breakInside,
        arabic: arabic && getComputedStyle(arabic).direction,
        pixels: image?.naturalWidth,
        clipped: [...document.querySelectorAll(".print-sheet *")].filter(
          (one) => !(one instanceof HTMLElement && one.tagName === "BDI") && one.scrollWidth > innerWidth,
        ).length,
      };
    });
    expect(looks).toEqual({
      ink: "rgb(0, 0, 0)",
      paper: "rgb(255, 255, 255)",
      short: "avoid",
      long: "auto",
      arabic: "rtl",
      pixels: 640,
      clipped: 0,
    });
    const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g);
    expect(pages?.length).toBeGreaterThan(4);
  });

  it("has the notes, marked as internal, if the agent wants them, by the item of the conversation", async () => {
    const page = await open(PHONE);
    await threadOf(page).getByRole("button", { name: "Print", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Print conversation" });
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole("switch", { name: "With internal notes" }).check();
    await dialog.getByRole("button", { name: "Print", exact: true }).click();
    await printed(page);
    await dialog.waitFor({ state: "detached" });
    const text = await onPaper(page);
    expectWhole(text);
    expect(text).toMatch(/Internal note[\s\S]{0,40}He has paid twice\./);
    expect(text).toContain("With the internal notes of the team");
    await page.emulateMedia({ media: "screen" });
    await threadOf(page).getByText("Line by line").waitFor();
    await page.locator(".print-box").waitFor({ state: "detached" });
  });

  it("has at once what is loaded when the browser's menu prints, with a line about the rest, and then all of it", async () => {
    const page = await open();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/messages?before=*", async (route) => {
      await held;
      await route.continue();
    });
    // a browser prints what is there when the event has been handled; the page listens a moment after it is drawn
    const isDrawn = () =>
      page.evaluate(() => {
        dispatchEvent(new Event("beforeprint"));
        return document.querySelector(".print-box") !== null;
      });
    await eventually(isDrawn, Boolean);
    const text = await onPaper(page);
    expect(text).toContain("Agent's line 119.");
    expect(text).toContain("Earlier messages are missing on this page.");
    release();
    await eventually(
      () => onPaper(page),
      (later) => later.includes("Visitor's line 1."),
    );
    expectWhole(await onPaper(page));
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.locator(".print-box").waitFor({ state: "detached" });
  });

  it("says why it is not printed if the server does not answer", async () => {
    const page = await open();
    await page.route("**/messages?before=*", (route) => route.abort());
    await page.keyboard.press("Control+p");
    await page.getByText("The server cannot be reached", { exact: false }).first().waitFor();
    expect(await page.locator("html[data-printed]").count()).toBe(0);
  });
});

describe("another printed screen", () => {
  it("has all rows of a list, one below the other, and none of what is for clicking", async () => {
    const page = await signedInPage(product, { viewport: { width: 1280, height: 500 } });
    await page.goto(`${product.server.url}/dashboard/${product.admin.property}/inbox/closed`);
    await rowOf(page, "Vera").waitFor();
    const text = await onPaper(page);
    expect(text).toContain("Vera");
    expect(text).not.toContain("Settings");
    await page.emulateMedia({ media: "screen" });
    // as wide as paper
    await page.setViewportSize({ width: 700, height: 990 });
    await openPlace(product, page, ["contacts", "ana@example.com"]);
    const contacts = await onPaper(page);
    expect(contacts.split("\n")).toEqual(expect.arrayContaining(["Contacts", "Vera", "ana@example.com"]));
    expect(contacts).not.toContain("Select all");
    await page.screenshot({ path: "/tmp/shot-p-contacts.png" });
    await page.emulateMedia({ media: "screen" });
    await openPlace(product, page, [`contacts/${sender.visitor.id}`, sender.visitor.id]);
    const contact = await onPaper(page);
    for (const words of ["Vera", sender.visitor.id, "Details", "Timeline"]) expect(contact).toContain(words);
    expect(contact).not.toContain("Add a tag");
  });
});
