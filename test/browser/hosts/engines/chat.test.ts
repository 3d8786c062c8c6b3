import { beforeAll, expect, it } from "vitest";
import { Message } from "../../../../shared/conversation.ts";
import type { AgentBrowser } from "../../../support/agent.ts";
import { beginChat, messageIn, say, writingIn } from "../../../support/chat-pages.ts";
import { adminOf } from "../../../support/dashboard-pages.ts";
import { uuid } from "../../../support/deliveries.ts";
import { describeEachEngine, useServedProduct } from "../../../support/engines.ts";
import { shopPage } from "../../../support/site.ts";
import { eventually } from "../../../support/use-product.ts";

const product = useServedProduct();
let address: string;
let agent: AgentBrowser;
beforeAll(async () => {
  address = product.site.page("/shop", { html: shopPage() });
  agent = await adminOf(product);
});

/** The conversation of a visitor, as an agent has it. */
async function conversationOf(email: string): Promise<string> {
  const items = await product.admin.inbox();
  return items.find(({ person }) => person.email === email)?.id ?? "";
}
const answer = (conversation: string, text: string) =>
  agent.ok(
    Message,
    "POST",
    `/api/properties/${product.admin.property}/conversations/${conversation}/messages`,
    {
      id: uuid(),
      kind: "message",
      files: [],
      text,
    },
  );
const textsOf = async (conversation: string) => {
  const { messages } = await product.admin.conversation(conversation);
  return messages.filter(({ kind }) => kind === "message").map(({ text }) => text);
};

describeEachEngine("a chat", (engine) => {
  it("goes both ways, over a reload and a cut connection", async () => {
    await product.admin.presence("available");
    const email = `ida@${engine.name.toLowerCase()}.example`;
    const page = await engine.open(address);
    const panel = await beginChat(page, { name: "Ida", email, message: "Is it free?" });
    const conversation = await conversationOf(email);
    await answer(conversation, "It is, see https://example.com/attic");
    await panel.getByRole("link", { name: "https://example.com/attic" }).waitFor();

    await writingIn(panel).pressSequentially("First line");
    await writingIn(panel).press("Shift+Enter");
    await writingIn(panel).pressSequentially("second line");
    await writingIn(panel).press("Enter");
    await eventually(
      () => textsOf(conversation),
      (texts) => texts.at(-1) === "First line\nsecond line",
    );

    // the panel was open, so the next page opens it by itself
    await page.reload();
    await messageIn(panel, "Is it free?").waitFor();

    await product.network.goOffline();
    await say(panel, "Written without a connection");
    await answer(conversation, "Answered meanwhile");
    await product.network.goOnline();
    await messageIn(panel, "Answered meanwhile").waitFor();
    const texts = await eventually(
      () => textsOf(conversation),
      (all) => all.includes("Written without a connection"),
    );
    expect(texts).toEqual([
      "Is it free?",
      "It is, see https://example.com/attic",
      "First line\nsecond line",
      "Answered meanwhile",
      "Written without a connection",
    ]);
  });
});
