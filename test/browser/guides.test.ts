import { expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { newPage } from "../support/pages.ts";
import { useProduct } from "../support/use-product.ts";

const product = useProduct();

it("a developer finds an example in the documentation, copies it, and reads on from a phone", async () => {
  const page = await newPage(product.browser);
  const refused: string[] = [];
  page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
  await page.goto(`${product.server.url}/docs`);
  await page.getByRole("heading", { name: "Start", level: 1 }).waitFor();
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole("searchbox", { name: "Search the documentation" }).fill("sign out");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Results for “sign out”" }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole("link", { name: "Identity verification: Sign out" }).click();
  await page.waitForURL(/\/docs\/identity#sign-out$/);
  const origin = new URL(product.server.url).origin;
  await page.goto(`${product.server.url}/docs/script-tag`);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  await page.getByRole("button", { name: "Copy code" }).first().click();
  await page.getByText("The code was copied.").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(`<script async src="${origin}/w/PROPERTY.js"></script>`);
  expect(await axeViolations(page)).toEqual([]);

  await page.setViewportSize({ width: 320, height: 640 });
  await page.getByRole("link", { name: "Menu" }).click();
  const menu = page.getByRole("navigation", { name: "Documentation" });
  await menu.getByRole("link", { name: "Self-hosting" }).click();
  await page.getByRole("heading", { name: "Self-hosting", level: 1 }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  expect(await axeViolations(page)).toEqual([]);
  expect(refused).toEqual([]);
});
