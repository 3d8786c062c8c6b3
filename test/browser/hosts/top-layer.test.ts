import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

/** The element in front at the launcher's centre. */
const inFront = (page: EnginePage) =>
  page.evaluate(() => {
    const roots = [
      document,
      ...[...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? []),
    ];
    const host = roots.map((root) => root.querySelector("foyer-chat")).find(Boolean);
    const box = host?.shadowRoot?.querySelector("button")?.getBoundingClientRect();
    if (!box?.width) return "hidden";
    let element = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    while (element !== host && element?.shadowRoot)
      element = element.shadowRoot.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return `${element?.localName} ${host?.parentElement?.localName}`;
  });

const DIALOG = `<dialog id="one" style="transform:scale(1);overflow:hidden;animation:in 1s"><p>Terms</p><button>Agree</button></dialog>
  <dialog id="two"><input aria-label="Code"></dialog>`;

describeEachEngine("what lies over the page", (engine) => {
  const open = (end: string, head = "") =>
    engine.open(product.site.page("/over", { html: shopPage({ head, end: `${end}${scriptTag()}` }) }));

  it("a modal dialog: the chat can be opened and written in, before and during", async () => {
    const page = await open(DIALOG);
    await launcherOf(page).waitFor();
    const panel = await openPanel(page);
    await panel.getByLabel("Your name").fill("Ada");
    await page.evaluate(() => document.querySelector<HTMLDialogElement>("#one")?.showModal());
    await eventually(
      () => page.evaluate(() => document.querySelector("foyer-chat")?.parentElement?.id),
      (id) => id === "one",
    );
    await panel.getByLabel("E-mail").pressSequentially("ada@example.com");
    await panel.getByRole("button", { name: "Close" }).click();
    expect(await inFront(page)).toBe("foyer-chat dialog");
    await launcherOf(page).click();
    await fillIn(panelOf(page), { message: "In front of a dialog" });
    await arrived(panelOf(page));
    await panelOf(page).getByRole("button", { name: "Close" }).click();

    // another dialog over the first; both are closed
    await page.evaluate(() => document.querySelector<HTMLDialogElement>("#two")?.showModal());
    await eventually(() => page.evaluate(() => !!document.querySelector("#two foyer-chat")), Boolean);
    await page.evaluate(() => document.querySelector<HTMLDialogElement>("#two")?.close());
    await eventually(() => page.evaluate(() => !!document.querySelector("#one foyer-chat")), Boolean);
    await page.evaluate(() => document.querySelector("#one")?.remove());
    await eventually(
      () => inFront(page),
      (front) => front === "foyer-chat html" || front === "foyer-chat body",
    );
  });

  it("a modal dialog in a shadow root", async () => {
    const page = await open("<my-dialog></my-dialog>");
    await launcherOf(page).waitFor();
    await page.evaluate(() => {
      const root = document.querySelector("my-dialog")?.attachShadow({ mode: "open" });
      if (root) root.innerHTML = '<dialog><input aria-label="Code"></dialog>';
      root?.querySelector("dialog")?.showModal();
    });
    await eventually(
      () => inFront(page),
      (front) => front === "foyer-chat dialog",
    );
    await page.evaluate(() => document.querySelector("my-dialog")?.remove());
    await eventually(
      () => inFront(page),
      (front) => front === "foyer-chat html",
    );
  });

  it("a root element with a transform that is a little lower than the window: the launcher is where it is elsewhere", async () => {
    const style = "html{transform:translateX(0);height:calc(100vh - 100px);overflow:hidden}";
    const page = await engine.open(
      product.site.page("/low", { html: shopPage({ head: `<style>${style}</style>` }) }),
    );
    const corner = async () => {
      const box = await launcherOf(page).boundingBox();
      return box && [box.x + box.width, box.y + box.height].map(Math.round);
    };
    await expect.poll(corner).toEqual([1260, 780]);
  });

  it("a root element with a transform or a filter: the launcher is where it is elsewhere", async () => {
    const page = await open("");
    await launcherOf(page).waitFor();
    const corner = async () => {
      const box = await launcherOf(page).boundingBox();
      return box && [box.x + box.width, box.y + box.height].map(Math.round);
    };
    for (const style of [
      "transform:translateY(300px)",
      "filter:blur(0)",
      "contain:strict;height:300px",
      "will-change:transform;height:200px;overflow:hidden",
      "perspective:100px",
    ]) {
      await page.evaluate((style) => {
        document.documentElement.style.cssText = style;
      }, style);
      await expect.poll(corner, { message: style }).toEqual([1260, 780]);
    }
  });
});
