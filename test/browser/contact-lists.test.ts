import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { PHONE, signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();
/** More than one page of the list. */
const COUNT = 60;

/** Creates contacts by the agents' API. */
async function addContacts(page: Page, name: string): Promise<void> {
  const failures = await page.evaluate(
    async ([property, count, first]) => {
      const make = (index: number) =>
        fetch(`/api/properties/${property}/contacts`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ firstName: `${first} ${index}`, emails: [`${first}${index}@example.com`] }),
        });
      let failed = 0;
      for (let index = 0; index < count; index++) if (!(await make(index)).ok) failed++;
      return failed;
    },
    [product.admin.property, COUNT, name] as const,
  );
  expect(failures).toBe(0);
}

it.each<[string, string, BrowserContextOptions]>([
  ["on a desktop", "ada", { viewport: { width: 1280, height: 800 } }],
  ["on a phone, in the dark", "bob", { ...PHONE, colorScheme: "dark" }],
])(
  "all contacts that match are selected, tagged, untagged by the undo, deleted and restored, %s",
  async (_, name, options) => {
    const page = await signedInPage(product, options);
    await page.goto(`${product.server.url}/dashboard/`);
    await addContacts(page, name);
    await page.goto(`${product.server.url}/dashboard/${product.admin.property}/contacts?q=${name}`);
    const accessible = async (where: string) => expect(await axeViolations(page), where).toEqual([]);
    await page.getByText(`${COUNT} contacts for “${name}”`).waitFor();
    await page.getByRole("link", { name: `Export ${COUNT} contacts` }).waitFor({ state: "attached" });
    await page.getByLabel("Select all loaded contacts").check();
    await page.getByRole("button", { name: `Select all ${COUNT} that match` }).click();
    await page.getByText(`All ${COUNT} contacts that match selected`).waitFor();
    await accessible("all that match selected");
    await page.getByRole("button", { name: "Tag", exact: true }).click();
    await page.getByLabel("Tag", { exact: true }).fill("Spring");
    await page.getByRole("button", { name: "Add tag" }).click();
    await page.getByText(`Tag “Spring” added to ${COUNT} contacts.`).waitFor();
    await accessible("tagged");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText(`Tag “Spring” added to ${COUNT} contacts.`).waitFor({ state: "hidden" });

    await page.getByLabel("Select all loaded contacts").check();
    await page.getByRole("button", { name: `Select all ${COUNT} that match` }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await accessible("the question");
    await page.getByRole("button", { name: `Delete ${COUNT} contacts` }).click();
    await page.getByText(`${COUNT} contacts deleted.`).waitFor();
    await page.getByText(`No contacts found for “${name}”`).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText(`${COUNT} contacts for “${name}”`).waitFor();
    await page.context().close();
  },
);
