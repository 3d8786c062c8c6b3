import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { beginChat, messageIn, say, writingIn } from "../../support/chat-pages.ts";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import { eventually, launcherOf, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();
const require = createRequire(import.meta.url);
const read = (path: string) => readFileSync(path, "utf8");
/** A package that focus-trap needs. */
const TABBABLE = createRequire(require.resolve("focus-trap")).resolve("tabbable/dist/index.umd.min.js");

/** Each library, and how a page opens `#modal` with it. */
const TRAPS = [
  [
    "Bootstrap",
    `<script>${read(require.resolve("bootstrap/dist/js/bootstrap.bundle.min.js"))}</script>`,
    `new bootstrap.Modal("#modal").show()`,
  ],
  [
    "focus-trap",
    `<script>${read(TABBABLE)}</script>
     <script>${read(require.resolve("focus-trap/dist/focus-trap.umd.min.js"))}</script>`,
    `document.getElementById("modal").style.display = "block";
     focusTrap.createFocusTrap("#modal").activate()`,
  ],
  [
    // as Radix has it: the focus must not leave either
    "a scope that watches focusout",
    "",
    `const modal = document.getElementById("modal");
     modal.style.display = "block";
     let last = modal.querySelector("input");
     last.focus();
     document.addEventListener("focusin", ({ target }) => modal.contains(target) ? (last = target) : last.focus());
     document.addEventListener("focusout", ({ relatedTarget }) =>
       relatedTarget && !modal.contains(relatedTarget) && last.focus());`,
  ],
] as const;

function pageWith(script: string, open: string): string {
  const head = `<style>${read(require.resolve("bootstrap/dist/css/bootstrap.min.css"))}</style>`;
  const end = `<button type="button" id="ask">Ask for the address</button>
    <div class="modal" id="modal" role="dialog" aria-label="Newsletter" tabindex="-1"><div class="modal-dialog">
      <div class="modal-body"><label>Address <input></label> <button type="button">Subscribe</button></div></div></div>
    ${script}<script>document.getElementById("ask").onclick = () => { ${open} }</script>${scriptTag()}`;
  return shopPage({ head, end });
}

/** Whether the focus is in the page's modal. */
const isInModal = (page: EnginePage) => page.evaluate(() => !!document.activeElement?.closest("#modal"));

async function openModal(page: EnginePage): Promise<void> {
  await page.getByRole("button", { name: "Ask for the address" }).click();
  await eventually(() => isInModal(page), Boolean);
}

describeEachEngine("while a modal of the page traps the focus", (engine) => {
  it.each(TRAPS)("the chat can be written in, before and during: %s", async (name, script, open) => {
    await product.admin.presence("available");
    const address = product.site.page(`/${encodeURIComponent(name)}`, { html: pageWith(script, open) });
    const page = await engine.open(address);
    const email = `${name.replaceAll(" ", "-")}@${engine.name}.example`.toLowerCase();
    const panel = await beginChat(page, { name: "Ida", email, message: "Before the modal" });
    await openModal(page);

    await writingIn(panel).click();
    await page.keyboard.type("During");
    await page.keyboard.press("Enter");
    await messageIn(panel, "During").waitFor();
    await page.keyboard.type("By the button");
    await panel.getByRole("button", { name: "Send" }).click();
    await messageIn(panel, "By the button").waitFor();
    await writingIn(panel).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.type("By Tab");
    await page.keyboard.press("Enter");
    await messageIn(panel, "By Tab").waitFor();

    // the page's own trap still works
    await page.getByLabel("Address").focus();
    await page.evaluate(() => document.getElementById("ask")?.focus());
    expect(await isInModal(page)).toBe(true);
    expect(await panelOf(page).isVisible()).toBe(true);
  });

  it("the chat can be opened by one click, although the panel is still to be loaded", async () => {
    const [, [, script, open]] = TRAPS; // the only one that stops clicks outside it
    const page = await engine.open(product.site.page("/click", { html: pageWith(script, open) }));
    await eventually(() => page.evaluate(() => !!document.querySelector("foyer-chat[popover]")), Boolean);
    await openModal(page);
    await launcherOf(page).click();
    await panelOf(page).getByRole("textbox").first().waitFor();
  });

  it("the chat can be opened", async () => {
    await product.admin.presence("available");
    const [, [, script, open]] = TRAPS; // the only one that stops clicks outside it
    const page = await engine.open(product.site.page("/open", { html: pageWith(script, open) }));
    await launcherOf(page).waitFor();
    await openModal(page);
    await launcherOf(page).hover();
    // the pointer rests on it while the panel and the chat are loaded
    await eventually(() => page.evaluate(async () => (await indexedDB.databases()).length > 0), Boolean);
    const panel = await beginChat(page, {
      name: "Ida",
      email: "ida@example.com",
      message: "Opened during the modal",
    });
    await say(panel, "And on");
    await messageIn(panel, "And on").waitFor();
  });
});
