import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { newPage } from "../support/pages.ts";
import { PHONE, useProduct } from "../support/use-product.ts";

const product = useProduct();
beforeAll(() =>
  product.admin.change({
    languages: ["en", "ar"],
    namedForms: [
      {
        key: "contact",
        name: "Contact form",
        form: {
          intro: { default: "We answer within a day." },
          fields: [
            { id: "name", type: "name", required: false },
            { id: "email", type: "email", required: true },
            {
              id: "about",
              type: "choice",
              required: false,
              label: { default: "What is it about?" },
              options: [
                { id: "order", label: { default: "An order" } },
                { id: "return", label: { default: "A return" } },
              ],
            },
            {
              id: "when",
              type: "choices",
              required: false,
              label: { default: "When may we call?" },
              help: { default: "We call from +49 30 1234" },
              options: [
                { id: "morning", label: { default: "In the morning" } },
                { id: "evening", label: { default: "In the evening" } },
              ],
            },
            { id: "message", type: "long_text", required: true },
            { id: "news", type: "checkbox", required: false, label: { default: "Send me the newsletter" } },
          ],
        },
      },
    ],
  }),
);

/** A browser in which no script of a page runs. */
const withoutScripts = (options: BrowserContextOptions = {}) =>
  newPage(product.browser, { ...options, javaScriptEnabled: false });

const address = () => `${product.server.url}/w/${product.admin.property}/forms/contact`;

/** A page of the site, with a form of its own in the place of the one that a script would show. */
const sitePage = () =>
  product.site.page("/contact", {
    html: `<!doctype html><html lang="en"><head><title>Contact</title></head><body><h1>Contact</h1>
      <script type="module" src="{{SERVER}}/w/{{PROPERTY}}/forms.js"></script>
      <foyer-form form="contact"><form method="post" action="{{SERVER}}/w/{{PROPERTY}}/forms/contact">
        <label>E-mail <input name="email"></label>
        <label>Your message <textarea name="message"></textarea></label>
        <button>Send</button>
      </form></foyer-form></body></html>`,
  });

const expectAccessible = async (page: Page, what: string) => {
  // axe is a script, which this browser runs for the test alone
  const copy = await newPage(product.browser, { viewport: page.viewportSize() ?? PHONE.viewport ?? null });
  await copy.setContent(await page.content());
  expect(await axeViolations(copy), what).toEqual([]);
  expect(await copy.evaluate(() => document.documentElement.scrollWidth <= innerWidth), what).toBe(true);
  await copy.context().close();
};

it("R21, R27: a visitor without JavaScript corrects a form of the site, and sends it once", async () => {
  const page = await withoutScripts();
  await page.goto(sitePage());
  await page.getByLabel("E-mail").fill("ann@");
  await page.getByLabel("Your message").fill("Is the attic free in May?");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("Please enter a valid e-mail address.").waitFor();
  await expectAccessible(page, "with a fault");
  await page.getByLabel("E-mail").fill("ann@example.com");
  await page.getByLabel("In the evening").check();
  await page.getByLabel("What is it about?").selectOption({ label: "A return" });
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("Ticket number").waitFor();
  await expectAccessible(page, "received");
  await page.reload();
  await page.getByText("Ticket number").waitFor();
  const inbox = await product.admin.inbox();
  expect(inbox.map(({ preview }) => preview)).toEqual(["Is the attic free in May?"]);
});

it.each([
  ["on a phone", PHONE, "", "ltr"],
  [
    "at 320 px, in Arabic, in the dark",
    { viewport: { width: 320, height: 600 }, colorScheme: "dark" },
    "?language=ar",
    "rtl",
  ],
] as const)("the page of a form is usable %s", async (what, options, query, direction) => {
  const page = await withoutScripts(options);
  await page.goto(address() + query);
  expect(await page.locator("html").getAttribute("dir")).toBe(direction);
  await expectAccessible(page, what);
});
