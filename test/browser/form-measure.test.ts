import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../support/engines.ts";
import type { EnginePage } from "../support/engines-page.ts";
import { shopPage } from "../support/site.ts";
import { arrived, eventually, fillIn, openPanel, outboxReady, panelOf } from "../support/use-product.ts";

const product = useServedProduct();
let shop: string;
beforeAll(() => {
  shop = product.site.page("/shop", { html: shopPage() });
});

const measured = async () => {
  const [version] = (await product.admin.formMeasure("offline")).versions;
  return {
    shown: version?.shown ?? 0,
    started: version?.started ?? 0,
    submitted: version?.submitted ?? 0,
    leftAt: Object.fromEntries(version?.fields.map(({ id, left }) => [id, left]) ?? []),
    leftBeforeSending: version?.leftBeforeSending ?? 0,
  };
};

/** Leaves the page, as a visitor who follows a link to another site. */
const leave = (page: EnginePage) => page.goto("about:blank");

describeEachEngine("the measure of a form", (engine) => {
  it("R29: has the exact numbers of visitors who look, begin, fill in, come back, and send", async () => {
    const before = await measured();
    const open = async () => {
      const page = await engine.open(shop);
      const panel = await openPanel(page);
      await outboxReady(page);
      return { page, panel };
    };
    const looks = await open();
    await leave(looks.page);

    const closes = await open();
    await closes.panel.getByRole("button", { name: "Close" }).click();
    await closes.page.getByRole("button", { name: "Open chat" }).click();
    await leave(closes.page);

    const begins = await open();
    await begins.panel.getByLabel("Your name").fill("Ann");
    await leave(begins.page);

    const fillsIn = await open();
    await fillsIn.panel.getByLabel("Your name").fill("Ann");
    await fillsIn.panel.getByLabel("E-mail").fill("ann@example.com");
    await fillsIn.panel.getByLabel("Your message").fill("Hello");
    await leave(fillsIn.page);

    const sends = await open();
    await fillIn(sends.panel, { name: "Ann", email: "not one", message: "Hello" });
    await fillIn(sends.panel, { email: `ann@${engine.name.toLowerCase()}.example` });
    await arrived(panelOf(sends.page));
    await leave(sends.page);

    const passesBy = await engine.open(shop);
    await passesBy.getByRole("button", { name: "Open chat" }).waitFor();
    await leave(passesBy);

    const after = await eventually(measured, ({ shown }) => shown >= before.shown + 5);
    expect({
      shown: after.shown - before.shown,
      started: after.started - before.started,
      submitted: after.submitted - before.submitted,
      atEmail: (after.leftAt.email ?? 0) - (before.leftAt.email ?? 0),
      atName: (after.leftAt.name ?? 0) - (before.leftAt.name ?? 0),
      beforeSending: after.leftBeforeSending - before.leftBeforeSending,
    }).toEqual({ shown: 5, started: 3, submitted: 1, atEmail: 1, atName: 0, beforeSending: 1 });
  });
});
