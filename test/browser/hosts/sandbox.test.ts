import { expect, it } from "vitest";
import { messageIn, say } from "../../support/chat-pages.ts";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { arrived, chatHas, fillIn, openPanel } from "../../support/use-product.ts";

const product = useServedProduct();
const NOTICE = "Your browser does not store data";

describeEachEngine("a page that may only run scripts (sandbox)", (engine) => {
  const open = () => engine.open(product.site.hostPage("sandboxed-page"));

  it("R21: says honestly that nothing is stored, and a form arrives, by the button and by the Enter key", async () => {
    await product.admin.presence("away");
    for (const way of ["button", "Enter"]) {
      const panel = await openPanel(await open());
      await panel.getByText(NOTICE, { exact: false }).waitFor();
      const email = `sandbox-${way}@${engine.name}.example`.toLowerCase();
      await panel.getByLabel("Your message").fill("From a sandbox");
      await panel.getByLabel("Your name").fill("Ada");
      await panel.getByLabel("E-mail").fill(email);
      if (way === "Enter") await panel.getByLabel("E-mail").press("Enter");
      else await fillIn(panel, {});
      await arrived(panel);
      expect((await product.admin.contacts(email)).items).toMatchObject([{ name: "Ada" }]);
    }
  });

  it("a chat goes on, by the button and by the Enter key", async () => {
    await product.admin.presence("available");
    const panel = await openPanel(await open());
    // at the pace of a person, or it counts as a program's work
    await panel.getByLabel("Your message").pressSequentially("Is anybody there?", { delay: 60 });
    await fillIn(panel, { name: "Ada", email: `chat@${engine.name}.example`.toLowerCase() });
    await chatHas(panel);
    await say(panel, "By the Enter key");
    await messageIn(panel, "By the Enter key").waitFor();
    await panel.getByRole("textbox").last().fill("By the button");
    await panel.getByRole("button", { name: "Send" }).click();
    await messageIn(panel, "By the button").waitFor();
  });
});
