import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();
const at = (place: string) => `${product.server.url}/dashboard/${product.admin.property}/${place}`;

/** The focused element, by its label or its content. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
  });

/** Adds somebody by hand, as an agent does. */
async function addByHand(page: Page, name: string): Promise<void> {
  await page.goto(at("contacts/new"));
  await page.getByLabel("First name").fill(name);
  await page.getByLabel("E-mail").fill(`${name.toLowerCase()}@example.com`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

beforeAll(async () => {
  const page = await product.browser.newPage();
  await page.context().addCookies(
    product.admin.cookie.split("; ").map((one) => {
      const [name = "", value = ""] = one.split(/=(.*)/s);
      return { name, value, url: product.server.url };
    }),
  );
  for (const name of ["Ada", "Grace", "Hedy"]) await addByHand(page, name);
  await page.context().close();
});

it("a dialog returns the focus, however it is closed", async () => {
  const page = await signedInPage(product);
  await page.goto(at("settings/answers"));
  for (const name of ["Your picture", "Keyboard shortcuts"]) {
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("button", { name }).click();
    await page.getByRole("dialog", { name }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await focused(page)).toContain("Account of");
  }
  await page.getByRole("button", { name: "Add an answer" }).click();
  await page.getByLabel("Shortcut").fill("hello");
  await page.getByRole("dialog").getByRole("textbox").last().fill("Hello!");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await focused(page)).toBe("Add an answer");
});

it("the search shortcut focuses the search on every screen", async () => {
  const page = await signedInPage(product);
  for (const place of ["settings/answers", "contacts"]) {
    await page.goto(at(place));
    await page.getByRole("heading", { level: 1 }).waitFor();
    // the heading is there before the code of the screen, which listens to the key
    const pressed = async () => {
      if ((await focused(page)) !== "Search contacts") await page.keyboard.press("/");
      return focused(page);
    };
    await expect.poll(pressed).toBe("Search contacts");
  }
});

it("an invalid form focuses the first invalid field", async () => {
  const page = await signedInPage(product);
  await page.goto(at("contacts/new"));
  await page.getByRole("button", { name: "Add contact" }).click();
  const field = page.getByLabel("First name");
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
});

it("Back from a contact returns to the row of the list", async () => {
  const page = await signedInPage(product);
  await page.goto(at("contacts?sort=name"));
  await page.getByRole("link", { name: /^A?.*Ada/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  expect(await focused(page)).toContain("Grace");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Grace" }).waitFor();
  await page.goBack();
  await expect.poll(() => focused(page)).toContain("grace@example.com");
  await page.keyboard.press("j");
  expect(await focused(page)).toContain("Hedy");
});

it("a column header keeps the focus when the list is sorted by it", async () => {
  const page = await signedInPage(product);
  await page.goto(at("contacts"));
  await page.getByRole("link", { name: /^Name/ }).press("Enter");
  await expect.poll(() => focused(page)).toBe("Name sorted ascending");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Name sorted descending");
});

it("a date can be typed into a filter, its year digit by digit", async () => {
  const page = await signedInPage(product);
  await page.goto(at("contacts"));
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Contact since: from").focus();
  await page.keyboard.type("02032026", { delay: 50 });
  await page
    .getByText(/^Contact since/)
    .filter({ hasText: "2026" })
    .first()
    .waitFor();
  expect(await page.getByLabel("Contact since: from").inputValue()).toBe("2026-02-03");
});
