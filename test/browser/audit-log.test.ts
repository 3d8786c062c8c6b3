import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { ADMIN } from "../support/admin.ts";
import { axeViolations } from "../support/axe.ts";
import { adminOf, colleagueOf, dashboardOf } from "../support/dashboard-pages.ts";
import { useProduct } from "../support/use-product.ts";

const product = useProduct();

const entries = (page: Page) => page.locator(".audit-entry").allInnerTexts();

it("R38: an admin disables an account, and reads in the audit log who has done what, when and from where", async () => {
  const colleague = await colleagueOf(product, "Grace");
  const admin = await adminOf(product);
  const inbox = await dashboardOf(product, colleague, "inbox/all");

  const page = await dashboardOf(product, admin, "settings/team");
  await page
    .getByRole("listitem")
    .filter({ hasText: "Grace" })
    .getByRole("button", { name: "Disable" })
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await page.getByText("Disabled").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  // her open dashboard notices at once, and says why she cannot come back
  const dialog = inbox.getByRole("dialog", { name: "Sign in to continue" });
  await dialog.getByLabel("Password").fill(ADMIN.password);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await dialog.getByText("This account is disabled.").waitFor();

  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Audit log" }).click();
  await page.getByText("tried to sign in to the disabled account of Grace").waitFor();
  await page.getByText("disabled the account of Grace").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  const all = await entries(page);
  expect(all.at(-1)).toMatch(new RegExp(`${ADMIN.name} created this property`));
  expect(all.every((text) => /\d{4}/.test(text))).toBe(true);
  expect(all.join("\n")).toContain("127.0.0.1");
  await page.getByLabel("What").selectOption("Sign-ins and passwords");
  await page.getByText("disabled the account of Grace").waitFor({ state: "detached" });
  expect((await entries(page)).every((text) => /sign/.test(text))).toBe(true);
  await page.getByLabel("What").selectOption("Everything");
  await page.getByLabel("Who").selectOption("Grace");
  await page.getByText("joined the team as agent").waitFor();

  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.evaluate(() => localStorage.setItem("foyer.draft somebody c1", "Dear customer"));
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("Dear customer");
});
