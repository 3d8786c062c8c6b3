import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { BrowserVisitor } from "../support/browser-visitor.ts";
import { adminOf, dashboardOf, overHttp } from "../support/dashboard-pages.ts";
import { useProduct } from "../support/use-product.ts";

const product = useProduct();

/** The value of a tile. */
const tile = (page: Page, label: string) =>
  page.locator(".report-tile").filter({ hasText: label }).locator(".report-value").innerText();

it("R41: an agent chooses a period, reads the numbers behind the plots, and downloads them", async () => {
  for (const name of ["Ada", "Grace"]) {
    const visitor = new BrowserVisitor(overHttp(product), product.admin.property);
    await visitor.visit();
    await visitor.submit({ name, email: `${name.toLowerCase()}@example.com`, message: "Hello" });
  }
  const [first] = await product.admin.inbox();
  await product.admin.reply(first?.id ?? "", "Good day");

  const page = await dashboardOf(product, await adminOf(product), "inbox/all", { locale: "en-GB" });
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Reports" }).click();
  await page.getByText("New contacts by source").waitFor();
  expect(await tile(page, "Conversations")).toBe("2");
  expect(await tile(page, "New contacts")).toBe("2");
  await page.locator(".report-plot canvas").first().waitFor();
  const plot = page.getByRole("img", { name: /^2 conversations and 0 tickets in 28 days/ });
  await plot.waitFor();
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole("combobox", { name: "Period" }).selectOption("Last 7 days");
  await page.getByRole("img", { name: /^2 conversations and 0 tickets in 7 days/ }).waitFor();
  expect(page.url()).toContain("period=last_7_days");
  await page.getByText("Show as table").first().click();
  const rows = page.getByRole("table", { name: "Conversations and tickets by day" }).getByRole("row");
  expect(await rows.count()).toBe(8);
  expect(await rows.last().getByRole("cell").first().innerText()).toBe("2");
  expect(
    await page
      .getByRole("table", { name: "Agents" })
      .getByRole("row")
      .last()
      .getByRole("cell")
      .first()
      .innerText(),
  ).toBe("1");

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV: By day" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^\w+-days-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\n");
  expect(lines).toHaveLength(8);
  expect(lines.at(-1)).toContain('"2","0"');

  await page.getByRole("combobox", { name: "Period" }).selectOption("Custom");
  await page.getByLabel("From", { exact: true }).fill("2020-02-01");
  await page.getByLabel("To", { exact: true }).fill("2020-01-01");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByText("before the start").waitFor();
  await page.getByLabel("To", { exact: true }).fill("2020-02-29");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByRole("heading", { name: "No conversations in this period" }).waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goBack();
  await page.locator(".report-plot canvas").first().waitFor();
  expect(await axeViolations(page)).toEqual([]);
});
