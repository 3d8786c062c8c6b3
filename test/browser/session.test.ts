import { expect, it } from "vitest";
import { ADMIN } from "../support/admin.ts";
import { beginChat, messageIn } from "../support/chat-pages.ts";
import { adminOf, colleagueOf, composerOf, dashboardOf, take, threadOf } from "../support/dashboard-pages.ts";
import { newTab } from "../support/pages.ts";
import { shopPage } from "../support/site.ts";
import { signedInPage, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();

it("R23: an agent whose session has ended signs in on the same screen, and continues writing", async () => {
  await product.admin.presence("available");
  const visitor = await visit(product, product.site.page("/shop", { html: shopPage() }));
  const panel = await beginChat(visitor, {
    name: "Ida",
    email: "ida@example.com",
    message: "Are you there?",
  });
  const dashboard = await dashboardOf(product, await adminOf(product));
  await take(dashboard, "Ida");
  await composerOf(dashboard).fill("I am wri");
  await dashboard.context().clearCookies();
  await dashboard.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  const dialog = dashboard.getByRole("dialog", { name: "Sign in to continue" });
  await dialog.waitFor();
  // what a conversation says is not for whoever passes by
  expect(await dashboard.getByText("Are you there?").first().isVisible()).toBe(false);
  await dashboard.keyboard.press("Escape");
  await expect
    .poll(() => dashboard.evaluate(() => document.activeElement?.getAttribute("type")))
    .toBe("password");
  await dashboard.keyboard.type(ADMIN.password);
  await dashboard.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await dashboard.keyboard.type("ting.");
  await dashboard.keyboard.press("Enter");
  await messageIn(panel, "I am writing.").waitFor();

  // a correction is begun and ended where the agent writes
  await threadOf(dashboard).locator(".message .sent, .message .read").waitFor();
  await dashboard.keyboard.press("ArrowUp");
  await dashboard.getByRole("textbox", { name: "Edit message" }).waitFor();
  await dashboard.keyboard.type(" So.");
  await dashboard.keyboard.press("Enter");
  await messageIn(panel, "I am writing. So.").waitFor();
  await expect.poll(() => composerOf(dashboard).evaluate((one) => one === document.activeElement)).toBe(true);
});

it("signing in in one tab changes the agent in all tabs", async () => {
  await colleagueOf(product, "Grace");
  const page = await signedInPage(product);
  const address = `${product.server.url}/dashboard/${product.admin.property}/inbox/mine`;
  await page.goto(address);
  const tab = await newTab(page);
  await tab.goto(address);
  await tab.getByRole("button", { name: `Account of ${ADMIN.name}` }).waitFor();
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("E-mail").fill("grace@team.example.com");
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  for (const one of [page, tab]) await one.getByRole("button", { name: "Account of Grace" }).waitFor();
});
