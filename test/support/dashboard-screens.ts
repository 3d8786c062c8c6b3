import type { Page } from "playwright-core";
import { ADMIN } from "./admin.ts";
import { shopPage } from "./site.ts";
import { arrived, fillIn, openPanel, type Product } from "./use-product.ts";

/** A person who has written, and the conversation with them. */
export interface Writer {
  readonly visitor: string;
  readonly conversation: string;
}

/** Writes as a visitor, so that every screen has something to show. */
export async function writeAsVisitor(product: Product): Promise<Writer> {
  const page = await product.browser.newPage();
  await page.goto(product.site.page("/shop", { html: shopPage() }));
  const panel = await openPanel(page);
  // at the pace of a person, or it counts as a program's work
  await panel.getByLabel("Your name").pressSequentially("Ada Lovelace", { delay: 40 });
  await fillIn(panel, { email: "ada@example.com", message: "Is the attic free in May?" });
  await arrived(panel);
  await page.close();
  const [summary] = await product.admin.inbox();
  if (!summary) throw new Error("The message is not in the inbox");
  return { visitor: summary.person.id, conversation: summary.id };
}

/** Every place of the dashboard below the property, with words that are there when it is ready. */
export const dashboardPlaces = ({ visitor, conversation }: Writer) =>
  [
    ["inbox/open", "Ada Lovelace"],
    ["inbox/unread", "Inbox"],
    ["inbox/closed", "No closed conversations"],
    ["inbox/suspicious", "Inbox"],
    [`inbox/open/${conversation}`, "Is the attic free in May?"],
    [`inbox/open/${conversation}?person`, "ada@example.com"],
    ["inbox/open?q=attic", "Is the"],
    ["inbox/open?q=nobody", "Nothing found"],
    ["visitors", "Visitors"],
    ["reports", "Satisfaction"],
    ["reports?from=2020-01-01&to=2020-12-31", "No conversations in this period"],
    ["contacts", "ada@example.com"],
    ["contacts?q=nobody", "nobody"],
    ["contacts/import", "Choose a file"],
    [`contacts/${visitor}`, visitor],
    ["contacts/new", "First name"],
    ["contacts/duplicates", "No duplicates found"],
    [`contacts/merge?with=${visitor}`, "Find a contact to merge"],
    ["organizations", "No organizations yet"],
    ["settings", "Install"],
    ["settings/install", "Paste this line"],
    ["settings/general", "Colour"],
    ["settings/availability", "Time zone"],
    ["settings/forms", "Pre-chat form"],
    ["settings/forms?form=offline", "Offline form"],
    ["settings/email", "Mail server"],
    ["settings/answers", "Saved answers"],
    ["settings/attributes", "No attributes yet"],
    ["settings/sites", "site"],
    ["settings/privacy", "ocation"],
    ["settings/identity", "There is no secret yet"],
    ["settings/api-keys", "No API keys yet"],
    ["settings/webhooks", "No endpoints yet"],
    ["settings/incoming-webhooks", "No incoming webhooks yet"],
    ["settings/alerts", "No channels yet"],
    ["settings/team", ADMIN.email],
    ["settings/storage", "Messages, notes and events"],
    ["settings/audit-log", "created this property"],
    ["nowhere/at/all", "Page not found"],
  ] as const;

/** Opens a place of the dashboard, and waits until it is ready. */
export async function openPlace(
  product: Product,
  page: Page,
  [place, words]: readonly [place: string, words: string],
): Promise<void> {
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/${place}`);
  await screenReady(page, words);
}

/** Waits until a screen shows the words, and has loaded. */
export async function screenReady(page: Page, words: string): Promise<void> {
  await page.getByText(words, { exact: false }).filter({ visible: true }).first().waitFor();
  await page.waitForFunction(() => document.querySelector("main") && !document.querySelector(".skeleton"));
}
