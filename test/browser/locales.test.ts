import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { LOCALE_TAGS, type Locales } from "../../shared/locale-tag.ts";
import { LOCALES } from "../../shared/locales.ts";
import { isRightToLeft } from "../../shared/rules/locale-tags.ts";
import { newPage } from "../support/pages.ts";
import { launcherOf, panelOf, useProduct } from "../support/use-product.ts";

const product = useProduct();
beforeAll(() => product.admin.change({ languages: [...LOCALE_TAGS] as unknown as Locales }));

/** A page of the site in a language. */
const pageIn = (locale: string) =>
  product.site.page(`/shop-${locale}`, {
    html: `<!doctype html><html lang="${locale}"><head><title>Shop</title><meta name="viewport" content="width=device-width">
    </head><body><script src="{{SERVER}}/w/{{PROPERTY}}.js"></script></body></html>`,
  });

/**
 * The texts and controls of the panel that are cut off: by the sides of the window, or by an element that hides what
 * does not fit into it.
 */
const clipped = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector("foyer-chat")?.shadowRoot;
    const elements = [...(root?.querySelectorAll<HTMLElement>("[role=dialog], [role=dialog] *") ?? [])];
    const isText = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return elements
      .filter(
        (element) => element.checkVisibility() && (isText(element) || element.matches("input, textarea")),
      )
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        // one pixel is for screen readers only
        if (width <= 1) return false;
        const hides =
          getComputedStyle(element).overflowX !== "visible" && !element.matches("input, textarea");
        return (
          left < -0.5 || right > innerWidth + 0.5 || (hides && element.scrollWidth > element.clientWidth + 1)
        );
      })
      .map((element) => `${element.localName}.${element.className}: ${element.textContent?.slice(0, 60)}`);
  });

describe("the widget at 320 px", () => {
  it.each(LOCALE_TAGS)("cuts off nothing of the form, its faults and the receipt in %s", async (locale) => {
    const page = await newPage(product.browser, { viewport: { width: 320, height: 568 }, locale });
    await page.goto(pageIn(locale));
    await launcherOf(page, LOCALES[locale].label).click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    expect(await panel.evaluate((element) => getComputedStyle(element).direction)).toBe(
      isRightToLeft(locale) ? "rtl" : "ltr",
    );
    expect(await clipped(page), "form").toEqual([]);

    const [name, email, message] = [0, 1, 2].map((index) => panel.getByRole("textbox").nth(index));
    await email?.fill("a@");
    await panel.locator("button[type=submit]").click();
    await panel.locator("[aria-invalid=true]").first().waitFor();
    expect(await clipped(page), "faults").toEqual([]);

    await name?.fill("Ann");
    await email?.fill(`ann@${locale.toLowerCase()}.example`);
    await message?.fill("?");
    await panel.locator("button[type=submit]").click();
    await panel.locator(".ticket").waitFor();
    expect(await clipped(page), "receipt").toEqual([]);
    await page.context().close();
  });
});
