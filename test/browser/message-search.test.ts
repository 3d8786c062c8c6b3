import type { BrowserContextOptions } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { Message } from "../../shared/conversation.ts";
import type { AgentBrowser } from "../support/agent.ts";
import { axeViolations } from "../support/axe.ts";
import { BrowserVisitor } from "../support/browser-visitor.ts";
import { adminOf, overHttp } from "../support/dashboard-pages.ts";
import { uuid } from "../support/deliveries.ts";
import { PHONE, signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();
/** More entries than a conversation loads when it is opened, and than a thread draws. */
const LATER = 340;

let admin: AgentBrowser;

/** Somebody writes; the server is told by its API. */
async function arrive(name: string, message: string): Promise<string> {
  const visitor = new BrowserVisitor(overHttp(product), product.admin.property);
  visitor.headers.origin = product.site.origin;
  await visitor.visit();
  const email = `${name.split(" ")[0]?.toLowerCase()}@example.com`;
  const receipt = await visitor.submit({ name, email, message });
  if (receipt.status !== "accepted" || !receipt.conversation) throw new Error("The submission was refused");
  return receipt.conversation;
}

async function write(
  conversation: string,
  text: string,
  kind: "message" | "note" = "message",
): Promise<void> {
  const at = `/api/properties/${product.admin.property}/conversations/${conversation}/messages`;
  await admin.ok(Message, "POST", at, { id: uuid(), text, kind, files: [] });
}

beforeAll(async () => {
  admin = await adminOf(product);
  const long = await arrive("Zoë Müller", "My parcel 4711-0815 has not arrived. <b>Where</b> is the parcel?");
  for (let n = 1; n <= LATER; n += 20)
    await Promise.all(Array.from({ length: 20 }, (_, at) => write(long, `Later message ${n + at}`)));
  await write(long, "Ask the carrier about the parcel of Frau Müller", "note");
  const other = await arrive("Ali Haddad", "الطلب لم يصل بعد");
  await write(other, "We look for your parcel.");
  await arrive("Mei Lin", "我想问一下充电器什么时候发货");
});

it.each<[string, boolean, BrowserContextOptions]>([
  ["on a desktop", false, { viewport: { width: 1280, height: 800 } }],
  ["on a phone, in the dark", true, { ...PHONE, colorScheme: "dark" }],
])("messages are searched, and the one that was found is shown, %s", async (_, isPhone, options) => {
  const page = await signedInPage(product, options);
  const accessible = async (where: string) => expect(await axeViolations(page), where).toEqual([]);
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/inbox/all`);
  await page.getByRole("link", { name: "Search messages" }).waitFor();
  await page.keyboard.press("/");
  const field = page.getByRole("searchbox", { name: "Search messages" });
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
  await accessible("the empty search");

  await page.keyboard.type("parcel mueller");
  const results = page.getByRole("region", { name: "Search results" });
  const note = results.getByRole("link", { name: /Ask the carrier/ });
  await note.waitFor();
  const searched = (words: string) =>
    expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe(words);
  await searched("parcel mueller");
  // the results of a search that was typed in part are replaced
  await expect.poll(() => note.locator("mark").allTextContents()).toEqual(["parcel", "Müller"]);

  await field.fill("4711 where");
  await searched("4711 where");
  const old = results.getByRole("link", { name: /has not arrived/ });
  await expect.poll(() => old.locator("mark").allTextContents()).toEqual(["4711", "Where"]);
  // what somebody wrote is a text, never HTML
  expect(await old.locator("b").count()).toBe(0);
  expect(await old.textContent()).toContain("<b>Where</b>");
  await accessible("the results");
  await field.press("ArrowDown");
  await page.keyboard.press("Enter");
  const found = page.locator(".message[aria-current]");
  await found.waitFor();
  await expect.poll(() => found.evaluate(isInView)).toBe(true);
  expect(await found.textContent()).toContain("4711-0815");
  await accessible("the message that was found");
  if (isPhone) await page.goBack();

  await field.fill("zoe");
  await results.getByRole("heading", { name: "People" }).waitFor();
  await field.fill("充电器");
  await results.getByRole("link", { name: /充电器/ }).waitFor();
  await field.fill("طلب");
  await results.getByRole("link", { name: /الطلب/ }).waitFor();
  await field.fill("nowhere to be found");
  await page.getByRole("heading", { name: "Nothing found" }).waitFor();
  await accessible("nothing found");
  await page.reload();
  await page.getByRole("heading", { name: "Nothing found" }).waitFor();
  await page.getByRole("link", { name: "Close the search" }).click();
  await page.getByRole("link", { name: "Search messages" }).waitFor();
  await page.context().close();
});

/** Whether an element is inside of the window. Runs in the page. */
function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

it("a search that fails says why, and can be tried again", async () => {
  const page = await signedInPage(product);
  let isBroken = true;
  await page.route("**/message-search?*", (route) => (isBroken ? route.abort() : route.continue()));
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/inbox/all?q=parcel`);
  const retry = page.getByRole("alert").getByRole("button", { name: "Try again" });
  await retry.waitFor();
  isBroken = false;
  await retry.click();
  await page.getByRole("region", { name: "Search results" }).getByRole("link").first().waitFor();
  await page.context().close();
});
