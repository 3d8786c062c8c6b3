import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { eventually, PHONE, signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();

const labels = (page: Page) => page.locator(".field-list .field-label").allTextContents();

it("R27: an owner makes a form of their own, drags its fields, shows one conditionally, and a page shows it", async () => {
  const page = await signedInPage(product);
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/settings/forms`);
  await page.getByRole("button", { name: "Add a form" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("Contact form");
  await dialog.getByRole("button", { name: "Add form" }).click();
  await page.getByText('<foyer-form form="contact_form">').waitFor();

  await page.getByRole("button", { name: "Add a field" }).click();
  await page.getByRole("button", { name: /^Department/ }).click();
  await page.getByLabel("Label", { exact: true }).fill("What is it about?");
  await page.getByLabel("Option 1", { exact: true }).fill("An order");
  await page.getByRole("button", { name: "Add an option" }).click();
  await page.getByLabel("Option 2", { exact: true }).fill("A return");
  await page.getByLabel("Assign A return to").waitFor();
  expect(await axeViolations(page)).toEqual([]);

  const before = await labels(page);
  const rows = page.locator(".field-line");
  await rows
    .last()
    .locator(".drag-handle")
    .dragTo(rows.first(), { targetPosition: { x: 40, y: 4 } });
  const dragged = await eventually(
    () => labels(page),
    (now) => now[0] === "What is it about?",
  );
  expect([...dragged].sort()).toEqual([...before].sort());
  await page
    .getByText(`What is it about? is now field 1 of ${before.length}.`)
    .waitFor({ state: "attached" });

  await page.getByRole("button", { name: /^Message/ }).click();
  await page.getByLabel("Show this field").selectOption({ label: "Depending on “What is it about?”" });
  await page.getByLabel("If the answer").selectOption({ label: "is one of …" });
  await page.getByLabel("A return", { exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").first().waitFor();

  const address = product.site.page("/contact", {
    html: `<!doctype html><html lang="en"><title>Contact</title>
      <script type="module" src="{{SERVER}}/w/{{PROPERTY}}/forms.js"></script>
      <foyer-form form="contact_form"></foyer-form></html>`,
  });
  await page.goto(address);
  await page.getByText("A return").waitFor();
  expect(await page.getByLabel("Your message").count()).toBe(0);
  await page.getByText("A return").click();
  await page.getByLabel("Your message").waitFor();
});

it("has nothing that axe finds on a phone, in the dark", async () => {
  const page = await signedInPage(product, { ...PHONE, colorScheme: "dark" });
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/settings/forms?form=offline`);
  await page.getByRole("button", { name: /^E-mail/ }).click();
  await page.getByLabel("Show this field").waitFor();
  expect(await axeViolations(page)).toEqual([]);
});
