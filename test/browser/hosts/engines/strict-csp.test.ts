import { expect, it } from "vitest";
import { Message } from "../../../../shared/conversation.ts";
import { beginChat, messageIn, say } from "../../../support/chat-pages.ts";
import { adminOf } from "../../../support/dashboard-pages.ts";
import { uuid } from "../../../support/deliveries.ts";
import { describeEachEngine, useServedProduct } from "../../../support/engines.ts";
import { arrived, fillIn, openPanel } from "../../../support/use-product.ts";

const product = useServedProduct();
const PAGES = [
  ["a header", () => product.site.hostPage("strict-csp")],
  ["a meta element", () => product.site.example("strict-csp")],
] as const;

// a report of the policy fails a test when its page is closed
describeEachEngine("under the strictest policy, with Trusted Types", (engine) => {
  it.each(PAGES)("a message is sent by the form, with the policy in %s", async (name, address) => {
    await product.admin.presence("away");
    const email = `form-${name.replaceAll(" ", "-")}@${engine.name.toLowerCase()}.example`;
    const page = await engine.open(address());
    const panel = await openPanel(page);
    await fillIn(panel, { name: "Ada", email, message: "Under a policy" });
    await arrived(panel);
    expect((await product.admin.contacts(email)).items).toHaveLength(1);
  });

  it("a chat goes both ways", async () => {
    await product.admin.presence("available");
    const email = `chat@${engine.name.toLowerCase()}.example`;
    const page = await engine.open(product.site.hostPage("strict-csp"));
    const panel = await beginChat(page, { name: "Ada", email, message: "Hello" });
    const item = (await product.admin.inbox()).find(({ person }) => person.email === email);
    const agent = await adminOf(product);
    const at = `/api/properties/${product.admin.property}/conversations/${item?.id}/messages`;
    await agent.ok(Message, "POST", at, { id: uuid(), kind: "message", files: [], text: "Good day" });
    await messageIn(panel, "Good day").waitFor();
    await say(panel, "Thank you");
    await messageIn(panel, "Thank you").waitFor();
  });
});
