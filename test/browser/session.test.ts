import { expect, it } from "vitest";
import { ADMIN } from "../support/admin.ts";
import { beginChat, heardIn } from "../support/chat-pages.ts";
import { adminOf, colleagueOf, composerOf, deskOf, take, threadOf } from "../support/desk-pages.ts";
import { newTab } from "../support/pages.ts";
import { shopPage } from "../support/site.ts";
import { signedInPage, useStage, visit } from "../support/stage.ts";

const stage = useStage();

it("R23: an agent whose session has ended signs in where they are, and goes on writing", async () => {
  await stage.admin.presence("available");
  const visitor = await visit(stage, stage.site.page("/shop", { html: shopPage() }));
  const panel = await beginChat(visitor, {
    name: "Ida",
    email: "ida@example.com",
    message: "Are you there?",
  });
  const desk = await deskOf(stage, await adminOf(stage));
  await take(desk, "Ida");
  await composerOf(desk).fill("I am wri");
  await desk.context().clearCookies();
  await desk.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  const dialog = desk.getByRole("dialog", { name: "Sign in to go on" });
  await dialog.waitFor();
  // what a conversation says is not for whoever passes by
  expect(await desk.getByText("Are you there?").first().isVisible()).toBe(false);
  await desk.keyboard.press("Escape");
  await expect.poll(() => desk.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("password");
  await desk.keyboard.type(ADMIN.password);
  await desk.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await desk.keyboard.type("ting.");
  await desk.keyboard.press("Enter");
  await heardIn(panel, "I am writing.").waitFor();

  // a correction is begun and ended where the agent writes
  await threadOf(desk).locator(".message .sent, .message .read").waitFor();
  await desk.keyboard.press("ArrowUp");
  await desk.getByRole("textbox", { name: "Correct this message" }).waitFor();
  await desk.keyboard.type(" So.");
  await desk.keyboard.press("Enter");
  await heardIn(panel, "I am writing. So.").waitFor();
  await expect.poll(() => composerOf(desk).evaluate((one) => one === document.activeElement)).toBe(true);
});

it("who signs in in one tab is who acts in the others", async () => {
  await colleagueOf(stage, "Grace");
  const page = await signedInPage(stage);
  const address = `${stage.server.url}/dashboard/${stage.admin.property}/inbox/mine`;
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
