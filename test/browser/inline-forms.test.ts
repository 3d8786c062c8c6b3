import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../support/engines.ts";
import type { EnginePage } from "../support/engines-page.ts";
import { eventually, fillIn } from "../support/use-product.ts";

const product = useServedProduct();
beforeAll(() =>
  product.admin.change({
    namedForms: [
      {
        key: "contact",
        name: "Contact form",
        form: {
          intro: { default: "We answer within a day." },
          fields: [
            { id: "name", type: "name", required: true, always: true },
            { id: "email", type: "email", required: true, always: true },
            { id: "message", type: "long_text", required: true },
          ],
        },
      },
    ],
  }),
);

const SCRIPT = '<script type="module" nonce="n1" src="{{SERVER}}/w/{{PROPERTY}}/forms.js"></script>';
const FORM = '<foyer-form form="contact"><p>Write to us: shop@example.com</p></foyer-form>';

/** A page with forms, and nothing else of the widget. */
const formPage = (path: string, body = FORM, headers: Readonly<Record<string, string>> = {}) =>
  product.site.page(path, {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Contact</title>
      <meta name="viewport" content="width=device-width,initial-scale=1"></head>
      <body><main><h1>Contact</h1>${body}</main>${SCRIPT}</body></html>`,
    headers,
  });

const formIn = (page: EnginePage) => page.locator("foyer-form");

/** Fills in the form once it is usable, and sends it. */
async function write(page: EnginePage, email: string, message: string): Promise<void> {
  const form = formIn(page).first();
  await form.getByLabel("Your message").waitFor();
  await fillIn(form, { name: "Ada", email, message });
}

/** Waits for the receipt with the number of the ticket. */
const received = (page: EnginePage) => formIn(page).first().getByText("Ticket number").waitFor();

/** The messages of a person in the inbox. */
const inboxOf = async (email: string) =>
  (await product.admin.inbox()).filter(({ person }) => person.email === email).map(({ preview }) => preview);

/** Waits until what sends the form is loaded: the form is usable before. */
const ready = (page: EnginePage) =>
  eventually(
    () =>
      page.evaluate(() =>
        performance.getEntriesByType("resource").some(({ name }) => name.includes("/forms-send.js")),
      ),
    (isLoaded) => isLoaded,
  );

let people = 0;
const somebody = (engine: string) => `inline-${++people}@${engine}.example`.toLowerCase();

/** `default-src 'none'`, host sources, and Trusted Types where the engine has them. */
const STRICT = () => ({
  "Content-Security-Policy": `default-src 'none'; script-src 'nonce-n1' ${product.network.url}; connect-src ${product.network.url}; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`,
});

describeEachEngine("a form in a page", (engine) => {
  it("R21: is sent once, and shows its receipt, also after a reload; a strict policy reports nothing", async () => {
    const page = await engine.open(formPage("/contact", FORM, STRICT()));
    const email = somebody(engine.name);
    await write(page, email, "Where is my lantern?");
    await received(page);
    expect(await inboxOf(email)).toEqual(["Where is my lantern?"]);
    await page.reload();
    await received(page);
    expect(await inboxOf(email)).toHaveLength(1);
  });

  it("R21, R23: what is typed survives a reload, and what is sent offline arrives once, told in words", async () => {
    const page = await engine.open(formPage("/contact"));
    const email = somebody(engine.name);
    const message = formIn(page).getByLabel("Your message");
    await message.waitFor();
    await message.fill("Half a");
    await page.reload();
    await message.waitFor();
    expect(await message.inputValue()).toBe("Half a");
    await ready(page);
    await product.network.goOffline();
    await write(page, email, "Half a lantern");
    await formIn(page).getByText("Your message is saved").waitFor();
    await product.network.goOnline();
    await page.evaluate(() => void dispatchEvent(new Event("online")));
    await received(page);
    expect(await inboxOf(email)).toEqual(["Half a lantern"]);
  });

  it("two of one form have an answer each, a moved one loses nothing, and one that is unknown shows its own content", async () => {
    const unknown = '<foyer-form form="nobody"><p>Call us</p></foyer-form>';
    const page = await engine.open(formPage("/two", FORM + FORM + unknown));
    const email = somebody(engine.name);
    const [first, second] = [formIn(page).first(), formIn(page).nth(1)];
    await second.getByLabel("Your message").waitFor();
    await second.getByLabel("Your message").fill("In the second");
    await page.evaluate(() => {
      const [one, other] = document.querySelectorAll("foyer-form");
      if (one && other) one.before(other);
    });
    expect(await first.getByLabel("Your message").inputValue()).toBe("In the second");
    await write(page, email, "In the moved one");
    await received(page);
    expect(await second.getByLabel("Your message").inputValue()).toBe("");
    expect(await formIn(page).nth(2).getByText("Call us").isVisible()).toBe(true);
    expect(await inboxOf(email)).toEqual(["In the moved one"]);
  });
});
