import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { dashboardPlaces, openPlace, type Writer, writeAsVisitor } from "../support/dashboard-screens.ts";
import { newPage } from "../support/pages.ts";
import { unreachable } from "../support/reachable.ts";
import { signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();
let writer: Writer;
beforeAll(async () => {
  writer = await writeAsVisitor(product);
});

/** The part of a window of 1,280 by 1,024 pixels that is seen at 400 % (WCAG 2.2, 1.4.10). */
const ZOOMED = { viewport: { width: 320, height: 256 } };
const LANDSCAPE = { viewport: { width: 740, height: 320 } };
const WIDE_AND_LOW = { viewport: { width: 1280, height: 320 } };

/** How many pixels of an element are in the window. */
const heightInWindow = (element: Element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.min(innerHeight, bottom) - Math.max(0, top);
};

const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();

describe("the dashboard at 400 % zoom", () => {
  it.each([
    ["at 320 × 256", ZOOMED],
    ["on a phone held sideways", LANDSCAPE],
    ["in a low, wide window", WIDE_AND_LOW],
  ])("lets everything on every screen be reached and read, %s", async (_, options) => {
    const page = await signedInPage(product, options);
    const faults: Record<string, string[]> = {};
    for (const place of dashboardPlaces(writer)) {
      await openPlace(product, page, place);
      const found = await unreachable(page);
      if (found.length) faults[place[0]] = found;
      await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
      const mirrored = await unreachable(page);
      if (mirrored.length) faults[`${place[0]}, right to left`] = mirrored;
    }
    expect(faults).toEqual({});
  });

  it("lets a person sign in", async () => {
    const page = await newPage(product.browser, ZOOMED);
    await page.goto(`${product.server.url}/dashboard`);
    await page.getByRole("heading", { name: "Welcome back" }).waitFor();
    expect(await unreachable(page)).toEqual([]);
  });

  it("shows the latest message where an agent opens a conversation, and while they answer", async () => {
    const page = await signedInPage(product, ZOOMED);
    await openPlace(product, page, ["inbox/all", "Ada Lovelace"]);
    const person = page.getByRole("main").getByRole("link", { name: /Ada Lovelace/ });
    await person.first().click();
    const messages = page.getByRole("region", { name: "Messages" });
    const isInWindow = (text: string) =>
      expect
        .poll(() => messages.getByText(text).evaluate(heightInWindow), { message: text })
        .toBeGreaterThanOrEqual(20);
    await isInWindow("Is the attic free in May?");

    const composer = page.getByRole("form").getByRole("textbox");
    for (const answer of ["Good morning", "It is", "From the 3rd", "Until the 30th", "Shall I keep it?"]) {
      await composer.fill(answer);
      await composer.press("Enter");
      await isInWindow(answer);
    }
    await page.getByRole("link", { name: "Back to the list" }).click();
    await person.first().click();
    await isInWindow("Shall I keep it?");
    expect(await unreachable(page)).toEqual([]);
  });

  it.each([
    ["of keyboard shortcuts", () => "inbox/open", (page: Page) => page.keyboard.press("?")],
    ["to assign a conversation", () => `inbox/open/${writer.conversation}`, press("Assign")],
    ["to open a ticket", () => "inbox/open", press("Open a ticket")],
    [
      "about a ticket",
      () => `inbox/open/${writer.conversation}`,
      press("Subject, status, priority and tags"),
    ],
    [
      "to change selected conversations",
      () => "inbox/all",
      async (page: Page) => {
        await page.getByLabel("Select Ada Lovelace").check();
        await press("Change…")(page);
      },
    ],
    ["to erase a contact", () => `contacts/${writer.visitor}`, press("Erase")],
    ["to add an organization", () => "organizations", press("Add organization")],
  ])("lets everything in the dialog %s be reached and read", async (_, place, open) => {
    const page = await signedInPage(product, ZOOMED);
    await openPlace(product, page, [place(), "Harbour Shop"]);
    await open(page);
    await page.getByRole("dialog").waitFor();
    expect(await unreachable(page, "dialog")).toEqual([]);
  });

  const conversation = () => `inbox/open/${writer.conversation}`;
  it.each<[state: string, place: () => string, reach: (page: Page) => Promise<void>]>([
    [
      "settings are not saved",
      () => "settings/privacy",
      (page) => page.getByLabel("Location tracking").check(),
    ],
    ["a field of a form is open", () => "settings/forms", press(/^E-mail/)],
    ["contacts are filtered", () => "contacts", press("Filters")],
    ["contacts are selected", () => "contacts", (page) => page.getByLabel("Select Ada Lovelace").check()],
    [
      "conversations are selected",
      () => "inbox/all",
      async (page) => {
        await page.getByLabel("Select Ada Lovelace").check();
        await page.getByText("1 selected").waitFor();
      },
    ],
    ["a detail is edited", () => `contacts/${writer.visitor}`, press("Edit")],
    [
      "a long answer is written",
      conversation,
      (page) => page.getByRole("form").getByRole("textbox").fill("A line\n".repeat(60)),
    ],
    [
      "columns of a file are matched",
      () => "contacts/import",
      async (page) => {
        const buffer = Buffer.from("Name;E-Mail;Kundschaft\nGrace Hopper;grace@example.com;seit 1952\n");
        await page.getByLabel("CSV file").setInputFiles({ name: "k.csv", mimeType: "text/csv", buffer });
        await page.getByRole("heading", { name: "Map columns" }).waitFor();
      },
    ],
  ])("lets everything be reached and read while %s", async (_, place, reach) => {
    const page = await signedInPage(product, ZOOMED);
    await openPlace(product, page, [place(), "Harbour Shop"]);
    await reach(page);
    expect(await unreachable(page)).toEqual([]);
  });

  it.each([
    ["Change property", "contacts", ":popover-open[style]"],
    ["Account", "contacts", ":popover-open[style]"],
    ["Change availability", "contacts", ":popover-open[style]"],
    ["More", "inbox/open", ":popover-open[style]"],
    ["Add a field", "settings/forms", ":popover-open[style]"],
    ["Saved answers", "inbox/open/", ".answers"],
  ])("lets everything in the menu “%s” be reached and read", async (name, place, menu) => {
    const page = await signedInPage(product, ZOOMED);
    await openPlace(product, page, [place.replace(/\/$/, `/${writer.conversation}`), "Harbour Shop"]);
    await page.getByRole("main").or(page.getByRole("banner")).getByRole("button", { name }).click();
    await page.locator(menu).waitFor();
    expect(await unreachable(page, menu)).toEqual([]);
  });
});
