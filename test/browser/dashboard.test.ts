import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { ADMIN } from "../support/admin.ts";
import { axeViolations } from "../support/axe.ts";
import {
  dashboardPlaces,
  openPlace,
  screenReady,
  type Writer,
  writeAsVisitor,
} from "../support/dashboard-screens.ts";
import { newPage } from "../support/pages.ts";
import { shopPage } from "../support/site.ts";
import { launcherOf, PHONE, signedInPage, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();
/** Something to look at on every page. */
let writer: Writer;
beforeAll(async () => {
  writer = await writeAsVisitor(product);
});

const signedIn = (options: BrowserContextOptions = {}) => signedInPage(product, options);

const axe = async (page: Page, where: string) => expect(await axeViolations(page), where).toEqual([]);

describe("every screen of the dashboard", () => {
  it.each([
    ["in the light", {}],
    ["in the dark", { colorScheme: "dark" }],
    ["on a phone", PHONE],
  ] as const)("has nothing that axe finds, %s", async (_, options) => {
    const page = await signedIn(options);
    for (const place of dashboardPlaces(writer)) {
      await openPlace(product, page, place);
      await axe(page, place[0]);
    }
  });

  it("has its own address, and is restored by a reload", async () => {
    const page = await signedIn();
    for (const place of dashboardPlaces(writer)) {
      await openPlace(product, page, place);
      await page.reload();
      await screenReady(page, place[1]);
      expect(page.url()).toBe(`${product.server.url}/dashboard/${product.admin.property}/${place[0]}`);
    }
  });
});

describe("access to the dashboard", () => {
  it("requires sign-in, and then opens the requested screen", async () => {
    const page = await newPage(product.browser);
    const wanted = `${product.server.url}/dashboard/${product.admin.property}/contacts/${writer.visitor}`;
    await page.goto(wanted);
    await page.getByRole("heading", { name: "Welcome back" }).waitFor();
    await axe(page, "sign-in");
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password").fill("not the right one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The e-mail or the password is wrong.").waitFor();
    await axe(page, "sign-in refused");
    await page.getByLabel("Password").fill(ADMIN.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Ada Lovelace" }).waitFor();
    expect(page.url()).toBe(wanted);
  });

  it("admits an invited colleague, who is an agent and not an admin", async () => {
    const admin = await signedIn();
    await admin.goto(`${product.server.url}/dashboard/${product.admin.property}/settings/team`);
    await admin.getByLabel("E-mail", { exact: true }).fill("grace@example.com");
    await admin.getByRole("button", { name: "Invite", exact: true }).click();
    const link = await admin.getByText("/dashboard/invitation/").textContent();
    await axe(admin, "invitation made");
    const path = link?.replace(product.server.url, "") ?? "";
    const page = await newPage(product.browser);
    await page.goto(product.server.url + path);
    await page.getByLabel("Your name").fill("Grace Hopper");
    await page.getByLabel("Password").fill("nanoseconds of wire");
    await axe(page, "invitation");
    await page.getByRole("button", { name: "Accept invitation" }).click();
    await page.getByRole("heading", { level: 1, name: "Inbox" }).waitFor({ state: "attached" });
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("link", { name: "Privacy" }).click();
    await page.getByText("Only admins can change these settings.").waitFor();
  });
});

describe("the settings", () => {
  it("a new colour is shown in the preview at once, and on the site after saving", async () => {
    const page = await signedIn();
    await page.goto(`${product.server.url}/dashboard/${product.admin.property}/settings/general`);
    const colourOf = (element: Locator) => element.evaluate((one) => getComputedStyle(one).backgroundColor);
    const preview = page.frameLocator("iframe").getByRole("button", { name: "Send" });
    await preview.waitFor();
    await page.getByLabel("Colour", { exact: false }).first().fill("#7a1f5c");
    await expect.poll(() => colourOf(preview), { timeout: 10_000 }).toBe("rgb(122, 31, 92)");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved").first().waitFor();
    const site = await visit(product, product.site.page("/coloured", { html: shopPage() }));
    expect(await colourOf(launcherOf(site))).toBe("rgb(122, 31, 92)");
  });
});

describe("the live preview", () => {
  it("shows the closed widget while the launcher is moved", async () => {
    const page = await signedIn();
    await openPlace(product, page, ["settings/general", "Colour"]);
    const frame = page.frameLocator("iframe").last();
    await frame.getByRole("button", { name: "Send" }).waitFor();
    await page.getByLabel("From the bottom").first().fill("120");
    await frame.getByRole("button", { name: "Open chat" }).waitFor();
    await frame.getByRole("button", { name: "Send" }).waitFor({ state: "hidden" });
  });
});

describe("the columns of the contacts", () => {
  const headOf = (page: Page, name: string) => page.locator(".column-header", { hasText: name });
  const edgeOf = (page: Page, name: string) => page.getByRole("separator", { name: `Column width: ${name}` });
  const widthOf = async (page: Page, name: string) => (await headOf(page, name).boundingBox())?.width ?? 0;
  /** Waits until a column is so wide, give or take a pixel. */
  const near = (page: Page, name: string, width = 0) =>
    expect.poll(async () => Math.abs((await widthOf(page, name)) - width)).toBeLessThan(2);
  const overflow = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  /** The list, and nothing else moving. */
  async function contactsPage(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await signedIn(options);
    await openPlace(product, page, ["contacts", "ada@example.com"]);
    return page;
  }

  /** Drags the edge of a column sidewards, as a hand does: in steps. */
  async function drag(page: Page, name: string, by: number): Promise<void> {
    const box = await edgeOf(page, name).boundingBox();
    if (!box) throw new Error(`The column ${name} has no edge`);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + by / 2, y);
    await page.mouse.move(x + by, y + 40);
    await page.mouse.up();
  }

  it("keep the widths to which they are dragged over a reload, until a double click resets them", async () => {
    const page = await contactsPage();
    const [name, email, phone] = await Promise.all([
      widthOf(page, "Name"),
      widthOf(page, "E-mail"),
      widthOf(page, "Phone"),
    ]);
    await drag(page, "E-mail", 120);
    await near(page, "E-mail", email + 120);
    // the one before stays, those after make room
    await near(page, "Name", name);
    expect(await widthOf(page, "Phone")).toBeLessThan(phone);
    await axe(page, "columns with widths");

    await page.reload();
    await screenReady(page, "ada@example.com");
    await near(page, "E-mail", email + 120);
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const sum = (entries: PerformanceEntryList) =>
            entries.reduce((all, entry) => all + (entry as PerformanceEntry & { value: number }).value, 0);
          const watcher = new PerformanceObserver((list) => resolve(sum(list.getEntries())));
          watcher.observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum(watcher.takeRecords()))));
        }),
    );
    expect(shift, "nothing jumps while the list is laid out").toBe(0);

    await edgeOf(page, "E-mail").dblclick();
    await edgeOf(page, "Name").press("Enter");
    await near(page, "E-mail", email);
  });

  it("scroll inside the list, headers and rows together, without widening the page", async () => {
    const page = await contactsPage();
    await edgeOf(page, "Name").press("End");
    await edgeOf(page, "E-mail").press("End");
    expect(await overflow(page)).toBe(0);
    const list = page.locator(".contact-list .window-list");
    await list.evaluate((one) => one.scrollTo({ left: 400 }));
    expect(await list.evaluate((one) => one.scrollLeft)).toBe(400);
    const left = (selector: string) => page.locator(selector).first().boundingBox();
    const [head, cell] = await Promise.all([left('[data-column="email"]'), left(".contact-email")]);
    expect(head?.x).toBe(cell?.x);
    await axe(page, "scrolled sidewards");
  });

  it("grow to the left on a right-to-left page", async () => {
    const page = await contactsPage();
    await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
    const before = await widthOf(page, "Name");
    await drag(page, "Name", -80);
    await near(page, "Name", before + 80);
    await edgeOf(page, "Name").press("ArrowLeft");
    await near(page, "Name", before + 96);
  });

  it("are lines on a phone, whatever their widths on a desktop", async () => {
    const page = await contactsPage({ viewport: { width: 1280, height: 800 } });
    await edgeOf(page, "Name").press("End");
    await page.setViewportSize({ width: 390, height: 844 });
    await edgeOf(page, "Name").waitFor({ state: "hidden" });
    expect(await overflow(page)).toBe(0);
    const row = page.locator(".contact-row").first();
    expect((await row.boundingBox())?.width).toBeLessThanOrEqual(390);

    // there is room for the filters or the list, not for both
    await page.getByRole("button", { name: "Filters" }).click();
    await row.waitFor({ state: "hidden" });
    await axe(page, "the filters on a phone");
    await page.getByRole("button", { name: "Show contacts" }).click();
    await row.waitFor();
  });
});

describe("a browser that translates the page", () => {
  /** Translates as Google Translate does: text nodes are replaced by nested font elements, also those that come later. */
  const translatePage = (page: Page) =>
    page.evaluate(() => {
      const translate = (root: Node) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const texts: Text[] = [];
        while (walker.nextNode()) texts.push(walker.currentNode as Text);
        for (const text of texts) {
          const parent = text.parentElement;
          if (!text.data.trim() || parent?.closest("font, [translate=no], textarea, script, style")) continue;
          const outer = document.createElement("font");
          const inner = outer.appendChild(document.createElement("font"));
          inner.textContent = `«${text.data}»`;
          text.replaceWith(outer);
        }
      };
      translate(document.body);
      new MutationObserver((records) => {
        for (const { addedNodes } of records) for (const node of addedNodes) translate(node);
      }).observe(document.body, { childList: true, subtree: true });
    });

  it("keeps a working dashboard: screens change, and a changed text replaces its translation", async () => {
    const page = await signedIn();
    await openPlace(product, page, ["inbox/open", "Ada Lovelace"]);
    await translatePage(page);
    const main = page.getByRole("navigation", { name: "Main" });
    for (const [name, words] of [
      ["Contacts", "ada@example.com"],
      ["Settings", "Paste this line"],
      ["Inbox", "Ada Lovelace"],
      ["Contacts", "ada@example.com"],
    ] as const) {
      await main.getByRole("link", { name }).click();
      await screenReady(page, words);
    }
    // a text that changes in place
    const availability = page.getByRole("button", { name: "Change availability" });
    expect(await availability.textContent()).toContain("«Available»");
    await availability.click();
    await page.getByRole("button", { name: "Away" }).last().click();
    await expect.poll(() => availability.textContent()).toContain("Away");
    expect(await availability.textContent()).not.toContain("Available");
    await page
      .getByRole("main")
      .getByRole("link", { name: /Ada Lovelace/ })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: "Ada Lovelace" }).waitFor();
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
  });
});
