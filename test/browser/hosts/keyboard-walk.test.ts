import { expect, it } from "vitest";
import { beginChat, writingIn } from "../../support/chat-pages.ts";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { shopPage } from "../../support/site.ts";
import { launcherOf, openPanel } from "../../support/use-product.ts";

const product = useServedProduct();
const PAGE = shopPage().replace("</main>", '<a href="#end">Imprint</a></main>');

/** The focused element by its name, label or text; `page` for none, and for the browser's own controls. */
const focused = (page: EnginePage): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body || element === document.documentElement) return "page";
    const { ariaLabel, textContent, className } = element as HTMLElement;
    const label = (element as HTMLInputElement).labels?.[0]?.textContent;
    return element.matches(".preview-text, .list") ? className : (ariaLabel ?? label ?? textContent ?? "");
  });

/** Presses a key several times. @returns what had the focus after each */
async function walk(page: EnginePage, key: "Tab" | "Shift+Tab", steps: number): Promise<string[]> {
  const names: string[] = [];
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press(key);
    names.push(await focused(page));
  }
  return names;
}

describeEachEngine("Tab and Shift+Tab", (engine) => {
  it("go through the launcher and back into the page", async () => {
    const page = await engine.open(product.site.page("/walk", { html: PAGE }));
    await launcherOf(page).waitFor();
    await page.getByRole("link", { name: "Imprint" }).focus();
    expect(await walk(page, "Tab", 1)).toEqual(["Open chat"]);
    expect(await walk(page, "Shift+Tab", 2)).toEqual(["Imprint", "Add to basket"]);
  });

  it("stay in the dialog with a form", async () => {
    const page = await engine.open(product.site.page("/walk", { html: PAGE }));
    const panel = await openPanel(page);
    await panel.getByRole("button", { name: "Your conversations" }).waitFor();
    await panel.getByLabel("Your name").focus();
    const round = ["E-mail", "Your message", "Send", "Your conversations", "Close", "Your name"];
    const names = await walk(page, "Tab", 6);
    expect(names.map((name, at) => name.startsWith(round[at] ?? ""))).toEqual(round.map(() => true));
    expect(await walk(page, "Shift+Tab", 3)).toEqual(["Close", "Your conversations", "Send"]);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Open chat");
  });

  it("stay in the dialog with a chat, with its list and the links in messages", async () => {
    await product.admin.presence("available");
    const page = await engine.open(product.site.page("/walk", { html: PAGE }));
    const panel = await beginChat(page, {
      name: "Ada",
      email: "ada@example.com",
      message: "See https://a.example/",
    });
    await panel.getByRole("link").waitFor();
    await writingIn(panel).focus();
    const around = [
      ...["Attach a file", "Send", "End chat", "Download chat", "Mute"],
      ...["Your conversations", "Close"],
      ...["list", "https://a.example/", "Write a message"],
    ];
    expect(await walk(page, "Tab", 10)).toEqual(around);
    expect(await walk(page, "Shift+Tab", 9)).toEqual(around.slice(0, 9).reverse());
  });

  it("pass through the preview of an unread message into the page, and Escape closes it", async () => {
    await product.admin.presence("available");
    const page = await engine.open(product.site.page("/walk", { html: PAGE }));
    const message = `Anybody, ${engine.name}?`;
    const panel = await beginChat(page, { name: "Bo", email: "bo@example.com", message });
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    const [conversation] = await product.admin.inbox();
    await product.admin.reply(conversation?.id ?? "", "Here I am");
    const preview = page.locator("aside");
    await preview.waitFor();

    await page.getByRole("link", { name: "Imprint" }).focus();
    expect(await walk(page, "Tab", 3)).toEqual(["Open chat (1)", "preview-text", "Close"]);
    const [next] = await walk(page, "Tab", 1);
    expect(["page", "Add to basket"]).toContain(next);
    await page.getByRole("link", { name: "Imprint" }).focus();
    await walk(page, "Tab", 3);
    expect(await walk(page, "Shift+Tab", 3)).toEqual(["preview-text", "Open chat (1)", "Imprint"]);
    await walk(page, "Tab", 2);
    await page.keyboard.press("Escape");
    await preview.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Open chat (1)");

    await product.admin.reply(conversation?.id ?? "", "And here I am again");
    await preview.waitFor();
    await page.keyboard.press("Escape"); // on the launcher
    await preview.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Open chat (2)");
    expect(await walk(page, "Shift+Tab", 1)).toEqual(["Imprint"]);
  });
});
