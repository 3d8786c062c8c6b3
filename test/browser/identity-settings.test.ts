import { expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { signToken } from "../support/identity-tokens.ts";
import { signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();

it("R33: an admin makes a secret, checks a token with it, and replaces the secret", async () => {
  const page = await signedInPage(product);
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/settings/identity`);
  await page.getByRole("button", { name: "Create a secret" }).click();
  const shown = page.locator(".identity-secret code");
  await expect.poll(() => shown.innerText()).toMatch(/^[\da-f]{64}$/);
  const secret = await shown.innerText();

  const field = page.getByLabel("Paste a token");
  const check = page.getByRole("button", { name: "Check the token" });
  await field.fill(await signToken(secret, { user_id: "42", name: "Ann Lee" }, { at: Date.now() }));
  await check.click();
  await page.getByText("This token is good. It makes a new contact").waitFor();
  await page.getByText("Ann Lee").waitFor();
  await page.getByLabel("Python", { exact: true }).check();
  expect(await axeViolations(page)).toEqual([]);

  await field.fill(await signToken("x".repeat(32), { user_id: "42" }, { at: Date.now() }));
  await check.click();
  await page.getByText("identity_token_invalid").waitFor();

  await page.getByRole("button", { name: "Rotate: add a new secret" }).click();
  await page.getByText("Both secrets are valid.").waitFor();
  await page.getByRole("button", { name: "Remove" }).last().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(`ending in ${secret.slice(-4)}`).waitFor();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Both secrets are valid.").waitFor({ state: "hidden" });
  expect(await axeViolations(page)).toEqual([]);
});
