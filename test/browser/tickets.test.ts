import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { BrowserVisitor, submission } from "../support/browser-visitor.ts";
import { composerOf, overHttp, rowOf, threadOf } from "../support/dashboard-pages.ts";
import { accepted } from "../support/deliveries.ts";
import { PHONE, signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();

const MORNING = [
  ["Ada", "Where is my order 4711?"],
  ["Grace", "The lamp arrived broken"],
  ["Hedy", "Can I pay by invoice?"],
  ["Joan", "Order 4711 has not come"],
  ["Mary", "Win a prize today"],
  ["Rosa", "Another prize for you"],
] as const;

/** Offline messages that have come overnight, of which the last is #6. */
beforeAll(async () => {
  for (const [name, message] of MORNING) {
    const visitor = new BrowserVisitor(overHttp(product), product.admin.property);
    await visitor.visit();
    await accepted(
      visitor,
      submission({ name, email: `${name.toLowerCase()}@example.com`, message }, "offline"),
    );
  }
});

async function openInbox(view: string, options = {}): Promise<Page> {
  const page = await signedInPage(product, options);
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/inbox/${view}`);
  await rowOf(page, "Hedy").waitFor();
  return page;
}

const axe = async (page: Page, where: string) => expect(await axeViolations(page), where).toEqual([]);
/** A dialog by its title, once it is there. */
async function dialogOf(page: Page, name: string | RegExp) {
  const dialog = page.getByRole("dialog", { name });
  await dialog.waitFor();
  return dialog;
}

describe("an agent in the morning", () => {
  it("triages, answers, solves, joins and undoes, with the keyboard only", async () => {
    const page = await openInbox("unanswered");
    const { keyboard } = page;
    await rowOf(page, "Ada")
      .getByText(/^Due in /)
      .waitFor();

    // answer and solve
    await keyboard.press("j");
    await keyboard.press("Enter");
    await threadOf(page).getByRole("heading", { name: "Ada" }).waitFor();
    await composerOf(page).waitFor();
    await keyboard.press("r");
    await keyboard.type("It left our house today.");
    await keyboard.press("Alt+Enter");
    await threadOf(page)
      .getByText(/solved/i)
      .first()
      .waitFor();
    await keyboard.press("Escape");

    // join into another ticket, and undo it
    await rowOf(page, "Joan").click();
    await threadOf(page).getByRole("heading", { name: "Joan" }).waitFor();
    await keyboard.press("s");
    const ticket = await dialogOf(page, "Ticket #4");
    await axe(page, "the dialog about a ticket");
    await ticket.getByLabel("Join into ticket number").focus();
    await keyboard.type("#1");
    await keyboard.press("Enter");
    await page.getByText("Ticket #4 was joined into #1.").waitFor();
    // the focus keeps the notice there
    await page.getByRole("button", { name: "Undo" }).focus();
    await threadOf(page).getByText("Order 4711 has not come").waitFor();
    await keyboard.press("Enter");
    await threadOf(page).getByText("Order 4711 has not come").waitFor({ state: "detached" });

    // two of them are advertisements
    await keyboard.press("g");
    await keyboard.press("u");
    await page.waitForURL(/\/inbox\/unassigned$/);
    for (const name of ["Mary", "Rosa"]) {
      await rowOf(page, name).focus();
      await keyboard.press("x");
    }
    const bar = page.getByRole("region", { name: "Selected conversations" });
    await bar.getByText("2 selected").waitFor();
    await axe(page, "selected conversations");
    await keyboard.press("b");
    const dialog = await dialogOf(page, "Change 2 conversations");
    await axe(page, "the dialog of several conversations");
    await dialog.getByRole("combobox", { name: "Status" }).selectOption("Closed");
    await dialog.getByRole("combobox", { name: "Add a tag" }).focus();
    await keyboard.type("Spam");
    await keyboard.press("Enter"); // a name that no tag has: the dialog is submitted
    await page.getByText("2 conversations changed.").waitFor();
    await expect.poll(() => rowOf(page, "Mary|Rosa").count()).toBe(0);

    // the view of the tag, from the menu
    await page.getByRole("button", { name: /^More views/ }).focus();
    await keyboard.press("Enter");
    await page.getByRole("link", { name: "Tag Spam" }).click();
    await page.waitForURL(/\/inbox\/tag%3A/);
    await page.getByRole("list", { name: "Spam conversations" }).waitFor();
    expect(await rowOf(page, "Mary|Rosa").count()).toBe(2);

    // a ticket for a contact
    await keyboard.press("c");
    const opening = await dialogOf(page, "Open a ticket");
    await opening.getByRole("combobox").fill("grace");
    await opening.getByRole("option", { name: /Grace/ }).waitFor();
    await keyboard.press("Enter");
    await opening.getByLabel("Text").waitFor();
    await axe(page, "the dialog that opens a ticket");
    await keyboard.type("Call back");
    await opening.getByLabel("Text").fill("She asked for a call at ten");
    await opening.getByRole("button", { name: "Open the ticket" }).press("Enter");
    await threadOf(page).getByText("She asked for a call at ten").waitFor();
    await threadOf(page).getByText("Call back").first().waitFor();
  });

  it("answers from a phone, and solves several at once", async () => {
    const page = await openInbox("all", PHONE);
    await rowOf(page, "Hedy").tap();
    await threadOf(page).getByRole("heading", { name: "Hedy" }).waitFor();
    await composerOf(page).fill("Yes, within 14 days.");
    await threadOf(page)
      .getByRole("combobox", { name: "Status of the ticket after this reply" })
      .selectOption("solved");
    await page.getByRole("button", { name: "Send", exact: true }).tap();
    await threadOf(page)
      .getByText(/solved/i)
      .first()
      .waitFor();
    await axe(page, "an answered ticket on a phone");
    await page.getByRole("link", { name: "Back to the list" }).tap();

    await page.getByLabel("Select Joan").first().tap();
    const bar = page.getByRole("region", { name: "Selected conversations" });
    await bar.getByText("1 selected").waitFor();
    await axe(page, "selected conversations on a phone");
    await bar.getByRole("button", { name: "Solve" }).tap();
    await page.getByText("1 conversation changed.").waitFor();
    await expect.poll(() => rowOf(page, "Joan").count()).toBe(0);
  });
});
