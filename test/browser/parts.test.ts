import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { beginChat, messageIn, say } from "../support/chat-pages.ts";
import { adminOf, dashboardOf, reply, take } from "../support/dashboard-pages.ts";
import { launcherOf, panelOf, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();

/** The scripts of the widget that a page has loaded since it was opened, by their names. */
const loadedBy = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .flatMap(({ name }) => /\/assets\/.*\/([\w-]+)\.js$/.exec(name)?.[1] ?? [])
      .filter((name) => name !== "page-watch")
      .sort(),
  );

const CHAT = ["chat-bundle", "en", "en-chat", "panel"];

it("each part of the widget is loaded on its occasion, and a visitor who reads, writes and sends loads none", async () => {
  const dashboard = await dashboardOf(product, await adminOf(product));
  const first = await visit(product, product.site.example("plain"));
  const words = { name: "Ada", email: "ada@example.com", message: "Is the attic free?" };
  await beginChat(first, words);
  expect(await loadedBy(first)).toEqual([...CHAT, "form-part", "form-view"].sort());
  await take(dashboard, "Ada");
  await messageIn(panelOf(first), "Robin Host joined the chat.").waitFor();
  const context = first.context();
  await first.close();

  const page = await context.newPage();
  await page.goto(product.site.example("plain"));
  const panel = panelOf(page);
  await messageIn(panel, words.message).waitFor();
  await reply(dashboard, "It is.");
  await messageIn(panel, "It is.").waitFor();
  await say(panel, "For two?");
  await dashboard.getByText("For two?", { exact: true }).last().waitFor();
  await context.setOffline(true);
  await say(panel, "And a dog?");
  await panel.getByText("No connection.", { exact: false }).waitFor();
  await context.setOffline(false);
  await dashboard.getByText("And a dog?", { exact: true }).last().waitFor();
  expect(await loadedBy(page)).toEqual(CHAT);

  const expected = [...CHAT];
  const comes = async (...parts: readonly string[]) => {
    expected.push(...parts);
    await expect.poll(() => loadedBy(page)).toEqual(expected.sort());
  };
  await reply(dashboard, "See https://example.com/dogs");
  await panel.getByRole("link", { name: "https://example.com/dogs" }).waitFor();
  await comes("links");
  await panel.getByRole("button", { name: "Close", exact: true }).click();
  await reply(dashboard, "Are you there?");
  await launcherOf(page).waitFor();
  await page.getByText("Are you there?").last().waitFor();
  await comes("unread-part");
  await launcherOf(page).click();
  const buffer = Buffer.from("a map");
  await panel.getByLabel("Attach").setInputFiles({ name: "map.txt", mimeType: "text/plain", buffer });
  await comes("files-part");
  await panel.getByRole("button", { name: "End chat" }).click();
  await panel.getByRole("button", { name: "Good", exact: true }).waitFor();
  await comes("rating-part");
  await panel.getByRole("button", { name: "Your conversations" }).click();
  await comes("conversations-part", "en-conversations");
});
