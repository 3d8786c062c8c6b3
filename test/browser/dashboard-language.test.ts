import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import type { AgentBrowser } from "../support/agent.ts";
import { axeViolations } from "../support/axe.ts";
import { adminOf } from "../support/dashboard-pages.ts";
import { dashboardPlaces, type Writer, writeAsVisitor } from "../support/dashboard-screens.ts";
import { newPage } from "../support/pages.ts";
import { unreachable } from "../support/reachable.ts";
import { useProduct } from "../support/use-product.ts";

const product = useProduct();
/** Something to look at on every page. */
let writer: Writer;
beforeAll(async () => {
  writer = await writeAsVisitor(product);
});

const SMALL: BrowserContextOptions = { viewport: { width: 320, height: 640 } };

/** Opens the page of an agent's account in a browser that nobody has used. */
async function accountOf(agent: AgentBrowser, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await newPage(product.browser, { reducedMotion: "reduce", ...options });
  await page
    .context()
    .addCookies([...agent.cookies].map(([name, value]) => ({ name, value, url: product.server.url })));
  await page.goto(`${product.server.url}/dashboard/account`);
  return page;
}

/** The texts of a page that have words in Latin letters, without code, data and names. */
const latinTexts = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const isLatin = (text: string | null | undefined): text is string => /[A-Za-z]{3}/.test(text ?? "");
    const walk = (node: Node): void => {
      if (node instanceof Element) {
        if (node.matches("code, kbd, script, style, iframe, option, textarea, [translate=no]")) return;
        for (const name of ["aria-label", "title", "placeholder", "alt"]) {
          const text = node.getAttribute(name);
          if (isLatin(text)) found.push(text);
        }
      }
      if (node.nodeType === Node.TEXT_NODE && isLatin(node.textContent)) found.push(node.textContent.trim());
      node.childNodes.forEach(walk);
    };
    walk(document.body);
    return found;
  });

/** Texts that are the same in every language: names, addresses, the words of visitors, products and protocols. */
const SAME =
  /[\u0600-\u06ff]|localhost|@|example\.com|posix|^(Robin Host|Ada Lovelace|Is the attic free in May\?|Chrome .*|Name|E-mail|English|Deutsch|Français|CSV|TLS|STARTTLS|Node|PHP|Python|Ruby|Java|Shopify)$/;

const direction = (page: Page) =>
  page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

async function expectUsable(page: Page, where: string): Promise<void> {
  expect(await unreachable(page, "main"), where).toEqual([]);
  expect(await axeViolations(page), where).toEqual([]);
}

it("the language that an agent chooses is theirs in every browser", async () => {
  const agent = await adminOf(product);
  const page = await accountOf(agent);
  await page.getByLabel("Language of the dashboard").selectOption("Deutsch");
  await page.getByRole("heading", { name: "Konto und Sicherheit" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Konto und Sicherheit" }).waitFor();

  const other = await accountOf(agent, SMALL);
  await other.getByRole("button", { name: "Passwort ändern" }).click();
  await other.getByLabel("Aktuelles Passwort").waitFor();
  expect(await direction(other)).toEqual(["de", "ltr"]);
  await expectUsable(other, "German");

  await other.getByLabel("Sprache des Dashboards").selectOption("العربية");
  await other.getByRole("heading", { name: "الحساب والأمان" }).waitFor();
  expect(await direction(other)).toEqual(["ar", "rtl"]);
  await expectUsable(other, "Arabic");
});

it("the sign-in page is in the browser's language", async () => {
  const page = await newPage(product.browser, { locale: "fr-CA", ...SMALL });
  await page.goto(`${product.server.url}/dashboard/sign-in`);
  await page.getByRole("button", { name: "Se connecter" }).waitFor();
  await expectUsable(page, "French");
});

it("no screen has an English text in Arabic, and all of it can be reached", async () => {
  const page = await accountOf(await adminOf(product));
  // whatever the language is that another test has left
  await page
    .locator("select")
    .filter({ has: page.locator("option[value=ar]") })
    .selectOption("العربية");
  await page.getByRole("heading", { name: "الحساب والأمان" }).waitFor();
  for (const [place] of dashboardPlaces(writer)) {
    await page.goto(`${product.server.url}/dashboard/${product.admin.property}/${place}`);
    await page.locator("html[lang=ar]").waitFor();
    await page.waitForFunction(
      () => document.querySelector("main h1") && !document.querySelector(".skeleton, [aria-busy=true]"),
    );
    expect(
      (await latinTexts(page)).filter((text) => !SAME.test(text)),
      place,
    ).toEqual([]);
    await expectUsable(page, place);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), place).toBe(0);
  }
});
