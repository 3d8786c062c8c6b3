import { afterAll, beforeAll, expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { type ChatService, startChatService } from "../support/chat-service.ts";
import { adminOf, dashboardOf } from "../support/dashboard-pages.ts";
import { shopPage } from "../support/site.ts";
import { eventually, fillIn, openPanel, useProduct } from "../support/use-product.ts";

const product = useProduct({ FOYER_PRIVATE_NETWORKS: "127.0.0.0/8" });
let service: ChatService;
beforeAll(async () => {
  service = await startChatService();
});
afterAll(() => service.stop());

it("an admin adds a channel, tests it, and the team is alerted of a chat that waits", async () => {
  const page = await dashboardOf(product, await adminOf(product), "settings/alerts");
  await page.getByText("No channels yet").waitFor();
  await page.getByRole("button", { name: "Add a channel" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a channel" });
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText("Must be like https://hooks.slack.com/services/…").waitFor();
  await dialog.getByLabel("Service").selectOption({ label: "Telegram" });
  await dialog.getByLabel("Chat ID").waitFor();
  await dialog.getByLabel("Service").selectOption("slack_compatible");
  await dialog.getByLabel("Webhook address").fill(service.addressOf());
  await dialog.getByLabel("Name", { exact: true }).fill("#support");
  await dialog.getByLabel("Seconds that a chat waits").fill("1");
  await dialog.getByLabel("Include names and messages").check();
  await dialog.getByLabel("Quiet hours").check();
  await dialog.getByLabel("Quiet from").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByLabel("Quiet hours").uncheck();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  const row = page.getByRole("list", { name: "Channels" }).getByRole("listitem");
  await row.getByText("Waiting chats after 1 second · New tickets · With names and messages").waitFor();

  await row.getByRole("button", { name: "Send a test" }).click();
  await row.getByText("The service has accepted a test.").waitFor();
  service.answer(() => ({ status: 404 }));
  await row.getByRole("button", { name: "Send a test" }).click();
  await row.getByText("The service does not know this address any more.").waitFor();
  service.answer();
  service.forget();
  expect(await axeViolations(page)).toEqual([]);

  const visitor = await product.browser.newPage();
  await visitor.goto(product.site.page("/shop", { html: shopPage() }));
  const panel = await openPanel(visitor);
  // at the pace of a person, or it counts as a program's work
  await panel.getByLabel("Your name").pressSequentially("Ada Lovelace", { delay: 40 });
  await fillIn(panel, { email: "ada@example.com", message: "Is the attic free in May?" });
  const received = await eventually(
    async () => service.received(),
    ({ length }) => length > 0,
  );
  expect(received[0]).toMatch(
    /Ada Lovelace has been waiting in the chat for \d+ seconds?\.\n“Is the attic free in May\?”/,
  );

  await page.reload();
  await row.getByText("Last sent").waitFor();
  await row.getByRole("button", { name: "Pause" }).click();
  await row.getByText("Paused by an admin").waitFor();
  await row.getByRole("button", { name: "Resume" }).click();
  await row.getByText("Paused by an admin").waitFor({ state: "detached" });
  await row.getByRole("button", { name: "Edit #support" }).click();
  const editor = page.getByRole("dialog", { name: "Edit #support" });
  expect(await editor.getByLabel("Webhook address").inputValue()).toBe("");
  await editor.getByLabel("A new ticket").uncheck();
  await editor.getByRole("button", { name: "Save" }).click();
  await row.getByText("Waiting chats after 1 second · With names and messages").waitFor();
  await row.getByRole("button", { name: "Remove #support" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("No channels yet").waitFor();
});
