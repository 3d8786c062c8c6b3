import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { ImportInfo } from "../../shared/import.ts";
import { axeViolations } from "../support/axe.ts";
import { customersWithMistakes } from "../support/spreadsheet.ts";
import { signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();
const SHEET = customersWithMistakes(5_000);
const WAIT = { timeout: 15_000 };
const count = (value: number) => value.toLocaleString("en");

const contactsOf = () => `${product.server.url}/dashboard/${product.admin.property}/contacts`;
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole("heading", { level: 2, name }).waitFor({ timeout: 60_000 });
const choose = (page: Page, name: string, text: string) =>
  page
    .getByLabel("CSV file")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text, "utf8") });

/** Nothing that axe finds, as wide as a dashboard and as narrow as a phone. */
async function axe(page: Page, where: string): Promise<void> {
  const wide = page.viewportSize() ?? { width: 1280, height: 800 };
  expect(await axeViolations(page), where).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await axeViolations(page), `${where}, narrow`).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${where} is not wider than a phone`).toBe(0);
  await page.setViewportSize(wide);
}

/** The same place in another window, in the dark. */
async function axeInTheDark(page: Page, dark: Page): Promise<void> {
  const title = (await page.getByRole("heading", { level: 2 }).first().textContent()) ?? "";
  await dark.goto(page.url());
  await dark.getByRole("heading", { level: 2, name: title }).waitFor();
  expect(await axeViolations(dark), `${title}, in the dark`).toEqual([]);
}

/** The text of the file that a click on a link downloads. */
async function downloaded(page: Page, link: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: link }).click(),
  ]);
  return readFile(await download.path(), "utf8");
}

/** From a chosen file to its review, with the one column corrected that Foyer does not know. */
async function toReview(page: Page, columns: Readonly<Record<string, string>> = {}): Promise<void> {
  await heading(page, "Map columns");
  for (const [column, field] of Object.entries(columns))
    await page.getByLabel(`Import “${column}” as`).selectOption({ label: field });
  await page.getByRole("button", { name: "Check file" }).click();
}

describe("an owner who imports a spreadsheet", () => {
  it("R16, R17, R18, R19: checks a file in a dry run, imports it, exports it, and undoes the import", async () => {
    const page = await signedInPage(product, { locale: "en" });
    const dark = await signedInPage(product, { locale: "en", colorScheme: "dark" });
    await page.goto(contactsOf());
    await page.getByText("No contacts yet").waitFor();
    await axe(page, "no contacts");
    await axeInTheDark(page, dark);
    await page.getByRole("link", { name: "Import", exact: true }).click();
    await heading(page, "Choose a file");
    await axe(page, "choose a file");
    await axeInTheDark(page, dark);

    await choose(page, "broken.csv", 'Name;E-Mail\nAda;"ada@example.com\n');
    await page.getByText(/Line \d+: A quotation mark is opened here and never closed/).waitFor();
    await axe(page, "file refused");

    await choose(page, "kundschaft.csv", SHEET.csv);
    await heading(page, "Map columns");
    await axe(page, "columns");
    await axeInTheDark(page, dark);
    // it was suggested because no column was known as the name
    await page.getByLabel("Take a missing name from the e-mail").uncheck();
    await toReview(page, { Kundschaft: "Name" });

    const can = SHEET.people;
    const review = `${count(can)} of ${count(SHEET.rows)} rows to import`;
    await heading(page, review);
    await page.getByText("A name is needed.").first().waitFor();
    await axe(page, "review");
    await axeInTheDark(page, dark);
    await page.reload();
    await heading(page, review);
    const refused = await downloaded(page, "Download refused rows");
    expect(refused.split("A name is needed.").length - 1).toBe(SHEET.rows / 50);
    expect((await product.admin.contacts()).items, "before the owner says so").toEqual([]);

    await page.getByRole("button", { name: `Import ${count(can)} rows` }).click();
    await page.reload();
    await heading(page, `${count(can)} new contacts imported`);
    await axe(page, "report");
    await axeInTheDark(page, dark);
    const address = page.url();
    await page.getByRole("link", { name: "Show contacts" }).click();
    await page.getByText(`${count(can)} contacts`, { exact: true }).waitFor();
    await axe(page, "contacts");

    const exported = await downloaded(page, "Export");
    await page.getByRole("link", { name: "Import", exact: true }).click();
    await heading(page, "Choose a file");
    await choose(page, "contacts.csv", exported);
    await toReview(page);
    await heading(page, "Nothing new to import");
    await axe(page, "nothing new");
    await axeInTheDark(page, dark);

    await page.goto(address);
    await page.getByRole("button", { name: "Undo this import" }).click();
    await axe(page, "undo");
    await page.getByRole("button", { name: "Undo import" }).click();
    await heading(page, "Import undone");
    await axe(page, "undone");
    await axeInTheDark(page, dark);
    expect((await product.admin.contacts()).items).toEqual([]);
  }, 180_000);

  it("R16, R19: maps columns to organizations, tags, notes and attributes, and exports the same values", async () => {
    const page = await signedInPage(product, { locale: "en" });
    const dark = await signedInPage(product, { locale: "en", colorScheme: "dark" });
    await page.goto(`${contactsOf()}/import`);
    await page.evaluate(async (property) => {
      const body = JSON.stringify({
        label: "Plan",
        type: "choice",
        choices: ["Gold", "Silver"],
        position: 0,
      });
      const headers = { "Content-Type": "application/json" };
      await fetch(`/api/properties/${property}/attributes/plan`, { method: "PUT", headers, body });
    }, product.admin.property);
    const file = [
      "Name,E-mail,Firma,Gruppen,Notiz,Stufe",
      'Ada,ada@more.example,"Acme, Inc.","VIP, =new","likes tea;\nblack",gold',
      "ליאת,liat@more.example,חברה,,,Tin",
    ].join("\n");
    await choose(page, "more.csv", file);
    await heading(page, "Map columns");
    await page.getByText("1 column will not be imported.").waitFor();
    await page.getByLabel("Import “Stufe” as").selectOption({ label: "Plan" });
    await page.getByText("One of: Gold, Silver").waitFor();
    await axe(page, "attributes among the columns");
    await axeInTheDark(page, dark);
    await toReview(page, { Gruppen: "Tags" });
    await heading(page, "2 of 2 rows to import");
    await page.getByText("Left out: In “Stufe”, “Tin” is not one of the choices: Gold, Silver.").waitFor();
    await page.getByRole("button", { name: "Import 2 rows" }).click();
    await heading(page, "2 new contacts imported");
    const report = page.url();
    const [ada] = (await product.admin.contacts("ada@more.example")).items;
    await page.goto(`${contactsOf()}/${ada?.id}`);
    await page.getByText("likes tea;").first().waitFor();
    for (const words of ["Acme, Inc.", "VIP", "=new", "Gold"])
      await page.getByText(words, { exact: true }).first().waitFor();
    await axe(page, "a contact with a note of an import");

    await page.goto(contactsOf());
    const exported = await downloaded(page, "Export");
    expect(exported).toContain(`,"Acme, Inc.","'=new; VIP","likes tea;\nblack","Gold"\n`);
    await page.goto(`${contactsOf()}/import`);
    await choose(page, "contacts.csv", exported);
    await heading(page, "Map columns");
    await page.getByText("All columns will be imported.").waitFor();
    await toReview(page);
    await heading(page, "Nothing new to import");
    await page.goto(report);
    await page.getByRole("button", { name: "Undo this import" }).click();
    await page.getByRole("button", { name: "Undo import" }).click();
    await heading(page, "Import undone");
    expect((await product.admin.contacts()).items).toEqual([]);
  }, 120_000);

  it("R17: repairs a list without names and with national phones, and edits a row in place", async () => {
    const page = await signedInPage(product, { locale: "en" });
    const dark = await signedInPage(product, { locale: "en", colorScheme: "dark" });
    await page.goto(`${contactsOf()}/import`);
    const rows = [
      ";anna.berg@repair.example;0171 3920020;N/A",
      ";ben@repair.example;030 23125022/23;VIP|Blog",
      "Cem;cem@;;VIP",
      "N/A;dee@repair.example;+49 (0)30 23125021;",
    ];
    await choose(page, "liste.csv", ["Name;E-Mail;Handy;Tags", ...rows].join("\n"));
    await heading(page, "Map columns");
    const preview = page.getByRole("table", { name: "First rows" });
    await page.getByLabel("Country of phones without +").selectOption({ label: "Germany" });
    for (const text of ["Anna Berg", "+491713920020", "+493023125021", "Dee"])
      await preview.getByText(text, { exact: true }).waitFor();
    await preview.getByText(/Left out: “030 23125022\/23”/).waitFor();
    await preview.getByText(/Refused: “cem@”/).waitFor();
    await axe(page, "columns with repairs");
    await page.getByLabel("Take a missing name from the e-mail").uncheck();
    await preview.getByText("Refused: A name is needed.").first().waitFor();
    await page.getByLabel("Take a missing name from the e-mail").check();
    await preview.getByText("Anna Berg", { exact: true }).waitFor();
    await toReview(page);
    await heading(page, "3 of 4 rows to import");
    await page.getByText("cem@", { exact: true }).waitFor();
    await axe(page, "review with a row to edit");
    await axeInTheDark(page, dark);
    await page.getByRole("button", { name: "Edit row 4" }).click();
    await page.getByRole("dialog").getByLabel("E-Mail").fill("cem@repair.example");
    await axe(page, "edit a row");
    await page.getByRole("button", { name: "Check again" }).click();
    await heading(page, "4 of 4 rows to import");
    await page.getByRole("button", { name: "Import 4 rows" }).click();
    await heading(page, "4 new contacts imported");
    const [cem] = (await product.admin.contacts("cem@repair.example")).items;
    expect(cem?.name).toBe("Cem");
    await page.getByRole("button", { name: "Undo this import" }).click();
    await page.getByRole("button", { name: "Undo import" }).click();
    await heading(page, "Import undone");
  }, 120_000);

  it("R18: cancels an import, says what was done, and undoes it", async () => {
    const page = await signedInPage(product, { locale: "en" });
    await page.goto(`${contactsOf()}/import`);
    const rows = Array.from({ length: 20_000 }, (_, at) => `Person ${at},p${at}@cancel.example`);
    await choose(page, "many.csv", ["Name,E-mail", ...rows].join("\n"));
    await toReview(page);
    await page.getByRole("button", { name: "Cancel check" }).click();
    await axe(page, "cancel a check");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel check" }).click();
    await toReview(page);
    await page.getByRole("button", { name: "Import 20,000 rows" }).click({ timeout: 90_000 });
    await page.getByRole("button", { name: "Cancel import" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel import" }).click();
    await heading(page, "Import cancelled");
    await page.getByText(/The first [\d,]+ rows? of the file were imported, the others were not/).waitFor();
    await axe(page, "import cancelled");
    await page.getByRole("button", { name: "Undo this import" }).click();
    await page.getByRole("button", { name: "Undo import" }).click();
    await heading(page, "Import undone");
    expect((await product.admin.contacts()).items).toEqual([]);
  }, 180_000);

  it("can do every step by keyboard", async () => {
    const page = await signedInPage(product, { locale: "en" });
    await page.goto(`${contactsOf()}/import`);
    await heading(page, "Choose a file");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).focus();
    await page.keyboard.press("Enter");
    await (await chooser).setFiles({
      name: "two.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("Name,E-mail\nAda,ada@example.com\nGrace,grace@example.com\n"),
    });
    const focused = (words: string) =>
      expect.poll(() => page.evaluate(() => document.activeElement?.textContent), WAIT).toBe(words);
    await focused("Map columns");
    await page.getByRole("button", { name: "Check file" }).focus();
    await page.keyboard.press("Enter");
    await focused("2 of 2 rows to import");
    // the first thing after the heading is the button that imports
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await focused("2 new contacts imported");
  });

  it.each([
    ["checking", "Checking the file"],
    ["importing", "Importing"],
    ["undoing", "Undoing the import"],
    ["failed", "The file could not be read"],
  ] as const)("has no axe violations while the import is %s", async (state, title) => {
    const page = await signedInPage(product, { locale: "en", colorScheme: "dark" });
    await page.goto(`${contactsOf()}/import`);
    await choose(page, "one.csv", "Name,E-mail\nAda,ada@example.com\n");
    await heading(page, "Map columns");
    const id = page.url().split("/").at(-1);
    const path = `/api/properties/${product.admin.property}/imports/${id}`;
    const info = await page.evaluate(async (path) => (await (await fetch(path)).json()) as ImportInfo, path);
    const fault = { code: "csv_unclosed_quote", line: 2, message: "A quotation mark is never closed." };
    const held: ImportInfo = { ...info, state, progress: 0.4, fault };
    await page.route(`**${path}`, (route) => route.fulfill({ json: held }));
    await page.reload();
    await heading(page, title);
    await axe(page, state);
  });
});
