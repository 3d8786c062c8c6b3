import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../../support/engines.ts";
import { shopPage } from "../../../support/site.ts";
import { arrived, eventually, fillIn, openPanel, outboxReady } from "../../../support/use-product.ts";

const product = useServedProduct();
let address: string;
beforeAll(() => {
  address = product.site.page("/shop", { html: shopPage() });
});

describeEachEngine("the outbox", (engine) => {
  const emailOf = (name: string) => `${name}@${engine.name.toLowerCase()}.example`;
  const previewsOf = async (email: string) => {
    const items = await product.admin.inbox();
    return items.filter(({ person }) => person.email === email).map(({ preview }) => preview);
  };

  it("R21: a message that is sent without a connection waits, and arrives once when the server is back", async () => {
    const email = emailOf("ada");
    const page = await engine.open(address);
    const panel = await openPanel(page);
    await outboxReady(page);
    await product.network.goOffline();
    await fillIn(panel, { name: "Ada", email, message: "Written offline" });
    await panel.getByText("Your message is saved").waitFor();
    expect(await previewsOf(email)).toEqual([]);
    await product.network.goOnline();
    await arrived(panel);
    expect(await previewsOf(email)).toEqual(["Written offline"]);
  });

  it("R21: a page that is closed without a connection leaves its message to the next page, which sends it once", async () => {
    const email = emailOf("bob");
    const page = await engine.open(address);
    const panel = await openPanel(page);
    await outboxReady(page);
    await product.network.goOffline();
    await fillIn(panel, { name: "Bob", email, message: "Send me later" });
    await panel.getByText("Your message is saved").waitFor();
    await page.goto("about:blank");
    await product.network.goOnline();
    await page.goto(address);
    const previews = await eventually(
      () => previewsOf(email),
      (all) => all.length > 0,
    );
    expect(previews).toEqual(["Send me later"]);
  });

  it("R21: a message whose answer is lost on the way is sent again, and stored once", async () => {
    const email = emailOf("cy");
    const page = await engine.open(address);
    const panel = await openPanel(page);
    let lost = 0;
    const restore = product.network.intercept(/\/deliveries$/, ({ method }) =>
      method === "POST" && lost++ === 0 ? "lost" : undefined,
    );
    await fillIn(panel, { name: "Cy", email, message: "Once" });
    await arrived(panel);
    restore();
    expect(lost).toBeGreaterThan(1);
    expect(await previewsOf(email)).toEqual(["Once"]);
  });
});
