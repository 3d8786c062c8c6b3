import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../../support/engines.ts";
import { shopPage } from "../../../support/site.ts";
import { arrived, fillIn, openPanel } from "../../../support/use-product.ts";

const product = useServedProduct();
let address: string;
beforeAll(async () => {
  address = product.site.page("/shop", { html: shopPage() });
  await product.admin.change({
    offlineForm: {
      intro: {},
      fields: [
        { id: "name", type: "name", required: true },
        { id: "email", type: "email", required: true },
        { id: "phone", type: "phone", required: false },
        { id: "terms", type: "consent", required: true, label: { default: "You may keep my answers" } },
        { id: "message", type: "long_text", required: true },
      ],
    },
  });
});

describeEachEngine("the form", (engine) => {
  // nobody else's number: a number that is known makes a submission its contact's
  const phone = { Chromium: "+44 20 7946-0958", Firefox: "+44 20 7946-0959", WebKit: "+44 20 7946-0960" }[
    engine.name
  ];
  const emailOf = (name: string) => `${name}@${engine.name.toLowerCase()}.example`;

  it("R27: makes a contact, with each answer beside its question", async () => {
    const email = emailOf("ada");
    const page = await engine.open(address);
    const panel = await openPanel(page);
    await panel.getByLabel("Phone").fill(phone);
    await panel.getByLabel("You may keep my answers").click();
    await fillIn(panel, { name: "Ada", email, message: "Line one\nline two" });
    await arrived(panel);
    expect((await product.admin.contacts(email)).items).toMatchObject([{ name: "Ada", email }]);
    const item = (await product.admin.inbox()).find(({ person }) => person.email === email);
    const { submissions } = await product.admin.conversation(item?.id ?? "");
    expect(submissions[0]?.answers.map(({ label, answer }) => [label, answer])).toEqual([
      ["Name", "Ada"],
      ["E-mail", email],
      ["Phone", phone.replace(/[ -]/g, "")],
      ["You may keep my answers", true],
      ["Message", "Line one\nline two"],
    ]);
  });

  it("R7: says what is wrong beside the field, and focuses the first fault", async () => {
    const page = await engine.open(address);
    const panel = await openPanel(page);
    await panel.getByLabel("Phone").fill("+44 2x7");
    await fillIn(panel, { name: "Ada", email: "ada@", message: "Hello" });
    await panel.getByText("“x” is not allowed").waitFor();
    await panel.getByText("Please enter a valid e-mail address.").waitFor();
    const isFocused = (element: Element) => element.matches(":focus");
    expect(await panel.getByLabel("E-mail").evaluate(isFocused)).toBe(true);
    expect(await panel.getByLabel("E-mail").getAttribute("aria-invalid")).toBe("true");
  });

  it("R23: an unfinished form is still there after a reload", async () => {
    const page = await engine.open(address);
    const panel = await openPanel(page);
    await panel.getByLabel("Your name").fill("Ada");
    await panel.getByLabel("Your message").fill("Not yet finished");
    await page.reload();
    await openPanel(page);
    expect(await panel.getByLabel("Your name").inputValue()).toBe("Ada");
    expect(await panel.getByLabel("Your message").inputValue()).toBe("Not yet finished");
  });
});
