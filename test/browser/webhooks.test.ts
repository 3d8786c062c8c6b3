import { afterAll, beforeAll, expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { adminOf, dashboardOf } from "../support/dashboard-pages.ts";
import { useProduct } from "../support/use-product.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const product = useProduct({ FOYER_PRIVATE_NETWORKS: "127.0.0.0/8" });
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.stop());

it("an admin adds an endpoint, sends a test, sees why it was refused, and sends it again", async () => {
  const page = await dashboardOf(product, await adminOf(product), "settings/webhooks");
  await page.getByText("No endpoints yet").waitFor();
  await page.getByRole("button", { name: "Add an endpoint" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an endpoint" });
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText(/must be an address that starts with https/i).waitFor();
  await dialog.getByText(/choose at least one event/i).waitFor();
  await dialog.getByLabel("Address").fill(receiver.url);
  await dialog.getByLabel("Description (optional)").fill("CRM");
  await dialog.getByLabel("All events").check();
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();

  const created = page.getByRole("dialog", { name: "The endpoint was added" });
  const secret = await created.locator("code").innerText();
  await created.getByRole("button", { name: "Done" }).click();
  await page.getByText("Nothing was sent yet").waitFor();
  expect(await axeViolations(page)).toEqual([]);

  receiver.answer(() => ({ status: 500, body: '{"error":"no"}' }));
  await page.getByRole("button", { name: "Send a test" }).click();
  const row = page.getByRole("list", { name: "Deliveries" }).getByRole("listitem");
  await row.getByText("Refused", { exact: false }).waitFor();
  await row.getByText("test", { exact: true }).click();
  await row.getByText('"error": "no"').waitFor();
  await row.getByText("Foyer can reach this endpoint.").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  receiver.answer(() => ({ status: 204 }));
  await row.getByRole("button", { name: "Send again" }).click();
  await row.getByText("Delivered").waitFor();
  receiver.verify(secret);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);

  await page.getByRole("button", { name: "All endpoints" }).click();
  const endpoint = page.getByRole("list", { name: "Endpoints" }).getByRole("listitem");
  await endpoint.getByText("All events").waitFor();
  await endpoint.getByRole("button", { name: "Secret" }).click();
  await page.getByRole("dialog").getByText(secret).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await endpoint.getByRole("button", { name: "Switch off" }).click();
  await endpoint.getByText("Off", { exact: true }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await endpoint.getByRole("button", { name: "Remove CRM" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("No endpoints yet").waitFor();
});
