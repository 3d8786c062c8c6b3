import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { FileInfo } from "../../shared/file.ts";
import { threadOf } from "./dashboard-pages.ts";
import type { EngineLocator, EnginePage } from "./engines-page.ts";
import { withData } from "./prepared-data.ts";
import { chatHas, eventually, fillIn, launcherOf, type Product, panelOf, type Words } from "./use-product.ts";

/** Words in the conversation as the visitor sees it, not as screen readers are told of them. */
export function messageIn(panel: Locator, text: string): Locator;
export function messageIn(panel: EngineLocator, text: string): EngineLocator;
export function messageIn(panel: EngineLocator, text: string): EngineLocator {
  return panel.getByRole("log").getByText(text, { exact: true });
}

/** Where the visitor writes in a chat. */
export function writingIn(panel: Locator): Locator;
export function writingIn(panel: EngineLocator): EngineLocator;
export function writingIn(panel: EngineLocator): EngineLocator {
  return panel.getByRole("textbox").last();
}

/** Opens the panel of a visitor for whom somebody is there, and begins a chat by the pre-chat form. */
export async function beginChat(page: Page, words: Words): Promise<Locator>;
export async function beginChat(page: EnginePage, words: Words): Promise<EngineLocator>;
export async function beginChat(page: EnginePage, words: Words): Promise<EngineLocator> {
  await launcherOf(page).click();
  const panel = panelOf(page);
  await panel.getByRole("heading", { name: "How can we help?" }).waitFor();
  // at the pace of a person, or it counts as a program's work
  await panel.getByLabel("Your message").pressSequentially(words.message ?? "", { delay: 60 });
  await fillIn(panel, words);
  await chatHas(panel);
  return panel;
}

/** Sends one message by the button. */
export async function sendByButton(panel: EngineLocator, text: string): Promise<void> {
  await writingIn(panel).fill(text);
  await panel.getByRole("button", { name: "Send", exact: true }).click();
}

/** Sends one message by the Enter key. On a touch screen, Enter makes a line instead. */
export async function say(panel: EngineLocator, text: string): Promise<void> {
  await writingIn(panel).fill(text);
  await writingIn(panel).press("Enter");
}

const REMOVED = "(removed)";

/** A conversation as the visitor sees it, in order: texts and names of files. */
export function seenByVisitor(panel: Locator): Promise<string[]> {
  return panel.locator(".message").evaluateAll(
    (entries, removed) =>
      entries.flatMap((entry) => {
        const texts = [...entry.querySelectorAll(".text, .file span")].map((one) => one.textContent ?? "");
        return entry.querySelector(":scope > i") ? [removed] : texts;
      }),
    REMOVED,
  );
}

/** The conversation as an agent sees it, without notes. */
export function seenByAgent(dashboard: Page): Promise<string[]> {
  return threadOf(dashboard)
    .locator(".message:not(.internal) .bubble")
    .evaluateAll(
      (bubbles, removed) =>
        bubbles.flatMap((bubble) =>
          bubble.classList.contains("retracted")
            ? [removed]
            : [...bubble.querySelectorAll(".message-text, .file-name, img")].map(
                (one) => one.getAttribute("alt") ?? one.textContent ?? "",
              ),
        ),
      REMOVED,
    );
}

/** The conversations of a visitor as the server has stored them. */
export async function onDisk(product: Product, visitor: string): Promise<string[]> {
  const rows = await withData(product.server.data, ({ read }) =>
    read
      .selectFrom("messages as m")
      .innerJoin("conversations as c", (join) =>
        join.onRef("c.property_id", "=", "m.property_id").onRef("c.id", "=", "m.conversation_id"),
      )
      .select(["m.text", "m.files", "m.retracted"])
      .where("m.property_id", "=", product.admin.property)
      .where("c.visitor_id", "=", visitor)
      .where("m.kind", "=", "message")
      .orderBy("m.sequence")
      .execute(),
  );
  return rows.flatMap(({ text, files, retracted }) => {
    if (retracted) return [REMOVED];
    const names = (JSON.parse(files) as FileInfo[]).map(({ name }) => name);
    return text ? [text, ...names] : names;
  });
}

export const visitorIdOf = async (page: EnginePage): Promise<string> =>
  (await page.evaluate(() => window.Foyer?.("visitor"))) ?? "";

/** Both screens show, in the same order, exactly what the database has. */
export async function expectOneTruth(
  product: Product,
  { page, dashboard }: { page: Page; dashboard: Page },
  expected?: readonly string[],
): Promise<void> {
  const visitor = await visitorIdOf(page);
  const views = async () => ({
    disk: await onDisk(product, visitor),
    visitor: await seenByVisitor(panelOf(page)),
    agent: await seenByAgent(dashboard),
  });
  const same = (some: readonly string[], more: readonly string[]) =>
    JSON.stringify(some) === JSON.stringify(more);
  const last = await eventually(
    views,
    ({ disk, visitor, agent }) => same(disk, visitor) && same(disk, agent),
  ).catch(views);
  expect(last.visitor).toEqual(last.disk);
  expect(last.agent).toEqual(last.disk);
  if (expected) expect(last.disk).toEqual(expected);
}

/** The live connections that a page opens from now on: how many there were, and which are open. */
export function socketsOf(page: Page): { count(): number; open(): number } {
  const open = new Set<unknown>();
  let count = 0;
  page.on("websocket", (socket) => {
    count++;
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  return { count: () => count, open: () => open.size };
}
