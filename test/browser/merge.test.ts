import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/contact.ts";
import { axeViolations } from "../support/axe.ts";
import { writeAsVisitor } from "../support/dashboard-screens.ts";
import { eventually, PHONE, signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();
/** Ada wrote from the shop; an agent adds her once more, with another e-mail. */
let ada: string;
let duplicate: string;

const axe = async (page: Page, where: string) => expect(await axeViolations(page), where).toEqual([]);
const at = (path: string) => `${product.server.url}/dashboard/${product.admin.property}/${path}`;
const contacts = async (search: string) => (await product.admin.contacts(search)).items;

/** Adds somebody by hand, as an agent does. @returns the new contact's ID */
async function addByHand(page: Page, name: string, email: string): Promise<string> {
  await page.goto(at("contacts/new"));
  await page.getByLabel("First name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Add contact" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

beforeAll(async () => {
  ada = (await writeAsVisitor(product)).visitor;
});

describe("an agent who finds a duplicate contact", () => {
  it("R13, R14: compares two contacts side by side, merges them into one timeline, and undoes the merge there", async () => {
    const page = await signedInPage(product);
    duplicate = await addByHand(page, "Augusta Ada King", "augusta@example.com");
    await page.goto(at(`contacts/${ada}`));
    await page.getByRole("link", { name: "Merge" }).click();
    await page.getByLabel("Find a contact to merge").fill("augusta");
    await axe(page, "looking for the other");
    await page.getByRole("option", { name: /^Augusta/ }).click();
    const names = page.getByRole("radiogroup", { name: /^Name/ });
    await names.getByRole("radio", { name: /Augusta/ }).check();
    await page.getByRole("radiogroup", { name: "Visitor ID to keep" }).getByLabel(ada).check();
    await axe(page, "side by side");
    await page.getByRole("button", { name: "Merge 2 contacts" }).click();

    await page.getByRole("heading", { level: 1, name: "Augusta Ada King" }).waitFor();
    await page.getByText("2 contacts merged into", { exact: false }).waitFor();
    expect(page.url()).toBe(at(`contacts/${ada}`));
    await page.getByRole("link", { name: "augusta@example.com" }).first().waitFor();
    await page.getByRole("link", { name: "ada@example.com" }).first().waitFor();
    await page.getByText("was merged into", { exact: false }).first().waitFor();
    await axe(page, "merged");
    // R4: the other ID leads here
    await page.goto(at(`contacts/${duplicate}`));
    await page.getByText("Both IDs open this contact.", { exact: false }).waitFor();

    await page.getByRole("button", { name: "Undo merge" }).click();
    await page.getByText("Merge undone.", { exact: false }).waitFor();
    const emails = (contact: Contact) =>
      contact.details.filter(({ field, status }) => field === "email" && status === "current");
    expect(emails(await product.admin.contact(ada)).map(({ value }) => value)).toEqual(["ada@example.com"]);
    expect(emails(await product.admin.contact(duplicate)).map(({ value }) => value)).toEqual([
      "augusta@example.com",
    ]);
    expect((await product.admin.contact(ada)).name).toBe("Ada Lovelace");
  });

  it("undoes a merge by the notice, also on a phone", async () => {
    const page = await signedInPage(product, PHONE);
    await page.goto(at(`contacts/merge?with=${ada},${duplicate}`));
    await page.getByRole("button", { name: "Merge 2 contacts" }).waitFor();
    await axe(page, "side by side on a phone");
    await page.getByRole("button", { name: "Merge 2 contacts" }).click();
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("Merge undone.", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Merge 2 contacts" }).waitFor();
    expect((await product.admin.contact(duplicate)).id).toBe(duplicate);
  });

  it("warns while typing that another contact has the value, and opens that contact", async () => {
    const page = await signedInPage(product);
    await page.goto(at("contacts/new"));
    await page.getByLabel("E-mail").fill("ADA@example.com");
    await page.getByText("A contact with this e-mail or phone exists:").waitFor();
    await axe(page, "a duplicate is noticed");
    await page.getByRole("link", { name: /^Open Ada Lovelace/ }).click();
    await page.getByRole("heading", { level: 1, name: "Ada Lovelace" }).waitFor();
  });
});

describe("an agent who selects contacts in the list", () => {
  it("tags the selected contacts, filters by the tag, and deletes them with Undo", async () => {
    const page = await signedInPage(product);
    for (const name of ["Grace", "Hedy"]) await addByHand(page, name, `${name.toLowerCase()}@example.org`);
    await page.goto(at("contacts?q=example.org"));
    for (const name of ["Grace", "Hedy"]) await page.getByLabel(`Select ${name}`).check();
    await axe(page, "two are selected");
    await page.getByRole("button", { name: "Tag", exact: true }).click();
    await page.getByRole("textbox", { name: "Tag" }).fill("Engineers");
    await axe(page, "tagging");
    await page.getByRole("button", { name: "Add tag", exact: true }).click();
    await page.getByText("Tag “Engineers” added to 2 contacts.", { exact: false }).waitFor();

    await page.goto(at("contacts"));
    await page.getByRole("button", { name: "Filters" }).click();
    await axe(page, "the filters");
    await page.getByRole("combobox", { name: "Tag" }).click();
    await axe(page, "the tags to choose from");
    await page.getByRole("option", { name: "Engineers (2)" }).click();
    await page.getByText("2 contacts", { exact: true }).waitFor();
    const list = page.url();
    await page.reload();
    await page.getByRole("button", { name: /^Tag: Engineers/ }).waitFor();
    expect(page.url()).toBe(list);

    await page.getByLabel("Select all loaded contacts").check();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByText("2 contacts deleted.").waitFor();
    expect(await contacts("example.org")).toEqual([]);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await eventually(
      () => contacts("example.org"),
      (found) => found.length === 2,
    );
  });
});

describe("a person who asks for erasure", () => {
  it("R26: is exported, and erased everywhere after the confirmation is typed", async () => {
    const page = await signedInPage(product);
    const id = await addByHand(page, "Mallory", "mallory@example.net");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${id}.json`);
    await page.getByRole("button", { name: "Erase", exact: true }).click();
    await page.getByRole("button", { name: "Erase permanently" }).click();
    await page.getByText("Enter the word “erase”.").waitFor();
    await axe(page, "the word is missing");
    await page.getByLabel("to confirm", { exact: false }).fill("erase");
    await page.getByRole("button", { name: "Erase permanently" }).click();
    await page.getByText("Contact erased.").waitFor();
    await axe(page, "erased");
    expect(await contacts("mallory")).toEqual([]);
    await page.goto(at(`contacts/${id}`));
    await page.getByRole("button", { name: "Try again" }).waitFor();
  });
});
