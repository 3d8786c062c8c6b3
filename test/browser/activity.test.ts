import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { FoyerCommands } from "../../widget/api/foyer.ts";
import { scriptTag, shopPage } from "../support/site.ts";
import { launcherOf, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();

/** Calls commands of the widget one after the other, as the page's script does. */
const call = (page: Page, ...calls: readonly [command: keyof FoyerCommands, ...args: readonly unknown[]][]) =>
  page.evaluate((all) => {
    for (const one of all) (window.Foyer as (...args: readonly unknown[]) => unknown)(...one);
  }, calls);

/** The bodies of the batches that a page sends, from now on. */
async function batchesOf(page: Page): Promise<{ id: string; entries: { kind: string; name?: string }[] }[]> {
  const batches: { id: string; entries: { kind: string; name?: string }[] }[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/activity")) batches.push(request.postDataJSON());
  });
  return batches;
}
const timelineOf = async (page: Page) => {
  const visitor = await page.evaluate(() => (window.Foyer as unknown as FoyerCommands).visitor());
  const items = await product.admin.timeline(visitor ?? "");
  return items.flatMap((item) => {
    if (item.kind === "event") return [["event", item.name] as const];
    return item.kind === "change" ? [[item.field, item.value] as const] : [];
  });
};

it("what a page says in a loop becomes few requests, and comes to the timeline", async () => {
  await product.admin.defineAttribute("plan");
  const page = await visit(product, product.site.page("/activity", { html: shopPage() }));
  const batches = await batchesOf(page);
  await page.evaluate(() => {
    const foyer = window.Foyer as unknown as FoyerCommands;
    for (let at = 0; at < 3_000; at++) foyer.set({ plan: `Plan ${at}` });
    foyer.track("order placed", { total: 12.5 });
  });
  await expect
    .poll(() => timelineOf(page))
    .toEqual(
      expect.arrayContaining([
        ["event", "order placed"],
        ["custom:plan", "Plan 2999"],
      ]),
    );
  expect(batches.length).toBeLessThan(5);
});

it("without a network it is sent later, once, and before consent not at all", async () => {
  const page = await visit(
    product,
    product.site.page("/consent", { html: shopPage({ end: scriptTag('data-consent="required"') }) }),
  );
  const batches = await batchesOf(page);
  await call(page, ["track", "before"]);
  await page.waitForFunction(() => performance.now() > 1_500);
  expect(batches).toEqual([]);
  await call(page, ["consent", "granted"]);
  await expect.poll(() => timelineOf(page)).toEqual([["event", "before"]]);
  let refusals = 0;
  await page.route("**/activity", (route) => (++refusals < 3 ? route.abort() : route.continue()));
  await call(page, ["track", "offline"]);
  await expect.poll(() => timelineOf(page), { timeout: 20_000 }).toContainEqual(["event", "offline"]);
  const ids = batches
    .filter(({ entries }) => entries.some(({ name }) => name === "offline"))
    .map(({ id }) => id);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(1);
  expect(await timelineOf(page)).toHaveLength(2);
});

it("unknown names are said in the console once, and page() registers a visit at once", async () => {
  const page = await visit(product, product.site.page("/names", { html: shopPage() }));
  await launcherOf(page).waitFor();
  const warned: string[] = [];
  page.on("console", (message) => warned.push(message.text()));
  const answered = page.waitForResponse((response) => response.url().endsWith("/activity"));
  await call(page, ["set", { nothing: 1 }], ["tag", "Nobody"]);
  await answered;
  await expect.poll(() => warned.join("\n")).toContain("attributes.nothing, tags.Nobody");
  const visited = page.waitForRequest(
    (request) => request.url().endsWith("/visits") && request.postDataJSON().page.endsWith("/basket"),
  );
  await page.evaluate(() => {
    history.pushState(null, "", "/basket");
    (window.Foyer as unknown as FoyerCommands).page();
  });
  await visited;
});
