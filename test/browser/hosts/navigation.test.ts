import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { runFor } from "../../support/run-for.ts";
import { shopPage } from "../../support/site.ts";

const product = useServedProduct();

/** Keeps the paths of the visits that the widget registers. */
const KEEP_VISITS = `<script>window.visited = []; { const { fetch } = window; window.fetch = (address, request) => {
  if (address.endsWith("/visits")) visited.push(JSON.parse(request.body).page.slice(location.origin.length));
  return fetch(address, request) } }</script>`;

const visited = (page: EnginePage) => page.evaluate<string[]>("window.visited");

/** Waits until exactly these pages have been registered. */
const hasVisited = (page: EnginePage, ...paths: string[]) =>
  expect.poll(() => visited(page), { timeout: 15_000 }).toEqual(paths);

describeEachEngine("a single-page site", (engine) => {
  const open = async (path: string, head = "") => {
    const page = await engine.open(product.site.page(path, { html: shopPage({ head: KEEP_VISITS + head }) }));
    await hasVisited(page, path);
    return page;
  };

  it("reports every new address once, also back and forward, and no other", async () => {
    const page = await open("/spa");
    await page.evaluate("history.pushState({}, '', '/spa?page=2')");
    await hasVisited(page, "/spa", "/spa?page=2");
    await page.evaluate("history.replaceState({}, '', '/spa?page=3')");
    await hasVisited(page, "/spa", "/spa?page=2", "/spa?page=3");
    await page.evaluate("location.hash = '#reviews'");
    await page.evaluate("history.back()");
    await page.evaluate("history.back()");
    await hasVisited(page, "/spa", "/spa?page=2", "/spa?page=3", "/spa");
    await page.evaluate("location.hash = '#/rooms'");
    await hasVisited(page, "/spa", "/spa?page=2", "/spa?page=3", "/spa", "/spa#/rooms");
  });

  it("that changes its address all the time is one visit once the address has settled", async () => {
    const page = await open("/storm");
    await page.evaluate(`(() => { let step = 0; const storm = setInterval(() => {
      history.replaceState({}, "", "/storm?scrolled=" + ++step); if (step === 12) clearInterval(storm) }, 250) })()`);
    await hasVisited(page, "/storm", "/storm?scrolled=12");
  });

  it("that never settles is a visit all the same", async () => {
    const storm = `<script>let step = 0; setInterval(() => history.replaceState({}, "", "?at=" + ++step), 250)</script>`;
    const html = shopPage({ head: KEEP_VISITS + storm });
    const page = await engine.open(product.site.page("/restless", { html }));
    await expect.poll(async () => (await visited(page)).length).toBe(1);
    await runFor(page, 3_000);
    expect(await visited(page)).toHaveLength(1);
  });

  it("keeps its history as it is: the browser's functions, or those that it puts in their place and takes away", async () => {
    const head = `<script>window.native = history.pushState;
      window.patch = () => { history.pushState = function (...args) { window.calls = (window.calls ?? 0) + 1;
        return native.apply(this, args) } }; patch()</script>`;
    const page = await open("/patched", head);
    await page.evaluate("history.pushState({ mine: 1 }, '', '/patched?page=2')");
    await hasVisited(page, "/patched", "/patched?page=2");
    expect(await page.evaluate("[window.calls, history.state.mine, history.length > 1]")).toEqual([
      1,
      1,
      true,
    ]);
    await page.evaluate("delete history.pushState");
    await page.evaluate("history.pushState({}, '', '/patched?page=3')");
    await hasVisited(page, "/patched", "/patched?page=2", "/patched?page=3");
    await page.evaluate("Foyer.shutdown()");
    expect(await page.evaluate("[history.pushState === native, window.calls]")).toEqual([true, 1]);
  });

  it("with an element that is named like the Navigation API is watched all the same", async () => {
    const page = await open("/named", "");
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement("nav"), { id: "navigation" }))`,
    );
    await page.evaluate("history.pushState({}, '', '/named?page=2')");
    await hasVisited(page, "/named", "/named?page=2");
  });

  it("is not watched any more after shutdown", async () => {
    const page = await open("/left");
    await page.evaluate("Foyer.shutdown()");
    await page.evaluate("history.pushState({}, '', '/left?page=2')");
    await runFor(page, 3_000);
    expect(await visited(page)).toEqual(["/left"]);
  });
});
