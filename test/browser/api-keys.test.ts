import { expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { adminOf, dashboardOf } from "../support/dashboard-pages.ts";
import { useProduct } from "../support/use-product.ts";

const product = useProduct();

it("R34: an admin creates a key, a program uses it, and the admin revokes it", async () => {
  const page = await dashboardOf(product, await adminOf(product), "settings/api-keys");
  await page.getByText("No API keys yet").waitFor();
  await page.getByText(`curl ${product.server.url}/api/v1/contacts/upsert`).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Create key" }).click();
  const dialog = page.getByRole("dialog", { name: "Create an API key" });
  await dialog.getByRole("button", { name: "Create key" }).click();
  await dialog.getByText("a name is needed").waitFor();
  await dialog.getByText("a scope is needed").waitFor();
  await dialog.getByLabel("Name", { exact: true }).fill("CRM sync");
  await dialog.getByRole("checkbox", { name: "contacts:read" }).check();
  await dialog.getByRole("checkbox", { name: "contacts:write" }).check();
  await dialog.getByLabel("Expires").selectOption({ label: "In 90 days" });
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Create key" }).click();

  const shown = page.getByRole("dialog", { name: "Your new API key" });
  const secret = (await shown.getByText(/^foyer_[\da-f]{64}$/).textContent()) ?? "";
  expect(await axeViolations(page)).toEqual([]);
  const call = (name: string) =>
    fetch(`${product.server.url}/api/v1/contacts/upsert`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify({ name, emails: ["ada@example.com"] }),
    });
  expect(await (await call("Ada")).json()).toMatchObject({ outcome: "created" });
  await shown.getByRole("button", { name: "Done" }).click();

  await page.reload();
  const row = page.getByRole("list", { name: "API keys" }).getByRole("listitem").first();
  await row.getByText(`${secret.slice(0, 12)}…`).waitFor();
  await row.getByText(/last used/).waitFor();
  expect(await page.content()).not.toContain(secret);
  await row.getByRole("button", { name: "Revoke CRM sync" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await row.getByText("Revoked", { exact: true }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  expect((await call("Ada Lovelace")).status).toBe(401);
});
