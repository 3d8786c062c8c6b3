import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { eventually } from "../../support/use-product.ts";

const product = useServedProduct();

/** Evaluates an expression in the frame. */
const inFrame = (page: EnginePage, expression: string) =>
  page.evaluate(
    (sent) =>
      new Promise<unknown>((resolve) => {
        addEventListener("message", ({ data }) => resolve(data), { once: true });
        document.querySelector("iframe")?.contentWindow?.postMessage(sent, "*");
      }),
    expression,
  );

const ROOT = `document.querySelector("foyer-chat").shadowRoot`;

/** Waits until an expression is true in the frame. */
const isTrue = (page: EnginePage, expression: string) => eventually(() => inFrame(page, expression), Boolean);
const says = (page: EnginePage, words: string) =>
  isTrue(page, `${ROOT}.textContent.includes(${JSON.stringify(words)})`);

/** Types into the field with a label. */
const type = (page: EnginePage, label: string, text: string) =>
  inFrame(
    page,
    `{ const { control } = [...${ROOT}.querySelectorAll("label")].find((one) => one.textContent.includes("${label}"));
       control.value = "${text}"; control.dispatchEvent(new Event("input", { bubbles: true })) }`,
  );

describeEachEngine("a frame that may only run scripts", (engine) => {
  it("R21: has a chat that says that nothing is stored, and a form that arrives", async () => {
    await product.admin.presence("away");
    const page = await engine.open(product.site.hostPage("sandboxed-frame"));
    await eventually(() => page.evaluate(() => document.readyState === "complete"), Boolean);
    await isTrue(page, `!!document.querySelector("foyer-chat")`);
    await inFrame(page, `${ROOT}.querySelector("button").click()`);
    await says(page, "Your browser does not store data");
    const email = `frame@${engine.name}.example`.toLowerCase();
    await type(page, "Your name", "Ada");
    await type(page, "E-mail", email);
    await type(page, "Your message", "From the frame");
    await inFrame(
      page,
      `[...${ROOT}.querySelectorAll("button")].find((one) => one.textContent === "Send").click()`,
    );
    await says(page, "We have received your message");
    expect((await product.admin.contacts(email)).items).toMatchObject([{ name: "Ada" }]);
  });
});
