import { beforeAll, expect, it } from "vitest";
import { type FormDraft, PublicForm } from "../../shared/form.ts";
import { drawForm } from "../../shared/rules/draw-form.ts";
import { visitorIdOf } from "../support/chat-pages.ts";
import { describeEachEngine, useServedProduct } from "../support/engines.ts";
import { shopPage } from "../support/site.ts";
import { eventually, openPanel, outboxReady } from "../support/use-product.ts";

const FIRST: FormDraft["fields"] = [
  { id: "name", type: "name", required: true },
  { id: "message", type: "long_text", required: true },
];
const SECOND = { intro: { default: "Just a message" }, fields: FIRST.slice(1) };

const product = useServedProduct();
let shop: string;
let contact: string;
beforeAll(async () => {
  shop = product.site.page("/shop", { html: shopPage() });
  contact = product.site.page("/contact", {
    html: `<!doctype html><html lang="en"><title>Contact</title><foyer-form form="contact"></foyer-form>
      <script type="module" src="{{SERVER}}/w/{{PROPERTY}}/forms.js"></script></html>`,
  });
  await product.admin.change({
    offlineForm: { fields: FIRST },
    namedForms: [{ key: "contact", name: "Contact", form: { fields: FIRST } }],
    comparisons: ["offline", "contact"].map((form) => ({ form, second: SECOND, share: 50 })),
  });
});

const served = async (key: string) => {
  const response = await fetch(`${product.server.url}/w/${product.admin.property}/forms/${key}.json`);
  return PublicForm.parse(await response.json()).definition;
};

describeEachEngine("the comparison of two versions of a form", (engine) => {
  it("R29: shows each visitor one of them, on every page and in every place, and counts them apart", async () => {
    const [offline, inPage] = [await served("offline"), await served("contact")];
    const before = (await product.admin.formMeasure("offline")).comparison;
    const shown = { first: before?.first.shown ?? 0, second: before?.second.shown ?? 0 };
    const drawn = new Set<string>();
    for (let visitors = 0; drawn.size < 2 && visitors < 30; visitors++) {
      const page = await engine.open(shop);
      const panel = await openPanel(page);
      await outboxReady(page);
      const visitor = await visitorIdOf(page);
      const version = drawForm(offline, visitor).version === offline.version ? "first" : "second";
      await panel.getByLabel("Your message").waitFor();
      expect(await panel.getByLabel("Your name").count()).toBe(version === "first" ? 1 : 0);

      await page.goto(contact);
      const form = page.locator("foyer-form");
      await form.getByLabel("Your message").waitFor();
      const isFirst = drawForm(inPage, visitor).version === inPage.version;
      expect(await form.getByLabel("Your name").count()).toBe(isFirst ? 1 : 0);

      await page.goto(shop);
      const again = await openPanel(page);
      await outboxReady(page);
      await again.getByLabel("Your message").waitFor();
      expect(await again.getByLabel("Your name").count()).toBe(version === "first" ? 1 : 0);
      await page.goto("about:blank");
      shown[version] += 2;
      drawn.add(version);
    }
    expect(drawn.size).toBe(2);
    const counts = await eventually(
      async () => (await product.admin.formMeasure("offline")).comparison,
      (comparison) =>
        (comparison?.first.shown ?? 0) + (comparison?.second.shown ?? 0) >= shown.first + shown.second,
    );
    expect({ first: counts?.first.shown, second: counts?.second.shown }).toEqual(shown);
  });
});
