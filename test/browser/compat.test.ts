import { fileURLToPath } from "node:url";
import { build } from "vite";
import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../support/engines.ts";
import type { EnginePage } from "../support/engines-page.ts";
import { scriptTag, shopPage } from "../support/site.ts";
import { arrived, eventually, fillIn, launcherOf, panelOf } from "../support/use-product.ts";

const product = useServedProduct();

/** The packages of the vendors in one script, `window.vendors`. */
async function buildVendors(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL("compat-app/vendors.js", import.meta.url)),
        formats: ["iife"],
        name: "_",
      },
    },
  });
  const [output] = [built].flat();
  if (!output || !("output" in output)) throw new Error("The vendors' packages were not built");
  return output.output[0].code;
}

const addresses: Record<string, string> = {};
beforeAll(async () => {
  const { site } = product;
  site.page("/vendors.js", {
    html: await buildVendors(),
    headers: { "Content-Type": "text/javascript; charset=utf-8" },
  });
  addresses.attribute = site.page("/attribute", {
    html: shopPage({
      end: `<script>intercomSettings = { name: "Ada" }</script>${scriptTag('data-compat="intercom"')}`,
    }),
  });
  for (const vendor of ["Intercom", "Crisp", "Tawk"])
    addresses[vendor] = site.page(`/${vendor}`, {
      html: shopPage({
        end: `<script src="/vendors.js"></script><script>window.sdk = vendors.start${vendor}("{{SERVER}}", "{{PROPERTY}}")</script>`,
      }),
    });
});

/** Waits until the vendor's package has called a callback of the page. @returns all that were called */
const happened = (page: EnginePage, name: string): Promise<string[]> =>
  eventually(
    () => page.evaluate<string[]>("vendors.happened.map(([name]) => name)"),
    (names) => names.includes(name),
  );

/** Waits until an expression in the page is true. */
const isTrue = (page: EnginePage, expression: string) =>
  eventually(() => page.evaluate<boolean>(expression), Boolean);

/** Runs statements in the page. */
const run = (page: EnginePage, statements: string) => page.evaluate(`(() => { ${statements} })()`);

describeEachEngine("a page moved over", (engine) => {
  it("from Intercom, with its package", async () => {
    const page = await engine.open(addresses.Intercom ?? "");
    await launcherOf(page).waitFor();
    await run(page, "sdk.showNewMessage('Is it in stock?')");
    await panelOf(page).getByRole("textbox").first().waitFor();
    expect(await happened(page, "show")).toEqual(["unread", "show"]);
    await eventually(
      () => panelOf(page).getByLabel("Your message").inputValue(),
      (text) => text === "Is it in stock?",
    );
    await isTrue(page, "sdk.getVisitorId().length === 17 && window.Intercom.booted");
    await run(
      page,
      "sdk.update({plan:'pro'}); sdk.trackEvent('seen', {page:1}); sdk.startTour(1); sdk.showArticle(1); sdk.hide()",
    );
    await happened(page, "hide");
    await run(page, "sdk.shutdown()");
    await eventually(
      () => launcherOf(page).isVisible(),
      (isVisible) => !isVisible,
    );
  });

  it("from Crisp, with its package", async () => {
    const page = await engine.open(addresses.Crisp ?? "");
    await launcherOf(page, "Chat öffnen").waitFor();
    await happened(page, "loaded");
    await run(page, "sdk.chat.open()");
    await panelOf(page).getByRole("textbox").first().waitFor();
    await happened(page, "opened");
    expect(
      await page.evaluate("[sdk.chat.isChatOpened(), sdk.chat.unreadCount(), sdk.user.getNickname()]"),
    ).toEqual([true, 0, "Ada"]);
    await run(
      page,
      "sdk.session.setData({plan:'pro'}); sdk.session.pushEvent('seen'); sdk.message.showText('Hi'); sdk.trigger.run('x'); sdk.chat.close()",
    );
    await happened(page, "closed");
    await run(page, "sdk.chat.hide()");
    await eventually(
      () => launcherOf(page, "Chat öffnen").isVisible(),
      (isVisible) => !isVisible,
    );
  });

  it("from tawk.to, with its React package", async () => {
    const page = await engine.open(addresses.Tawk ?? "");
    await launcherOf(page).waitFor();
    const { x = 0 } = (await launcherOf(page).boundingBox()) ?? {};
    expect(x).toBe(40);
    expect(await happened(page, "load")).toEqual(["beforeLoad", "load"]);
    await run(page, "sdk.current.maximize()");
    await panelOf(page).getByRole("textbox").first().waitFor();
    expect(
      await page.evaluate("[sdk.current.isChatMaximized(), sdk.current.getStatus(), sdk.current.onLoaded()]"),
    ).toEqual([true, "offline", true]);
    await run(page, "sdk.current.addTags(['vip']); sdk.current.popup(); sdk.current.minimize()");
    await happened(page, "minimized");
  });

  it("whose tag of Foyer says whose calls it makes", async () => {
    const page = await engine.open(addresses.attribute ?? "");
    await isTrue(page, "window.Intercom?.booted && window.Intercom('getVisitorId') !== ''");
    await run(page, "Intercom('show')");
    await panelOf(page).getByRole("textbox").first().waitFor();
    await isTrue(page, "Intercom.q === undefined");
  });

  it("from Chatwoot, without a change but the address", async () => {
    const page = await engine.open(product.site.example("chatwoot-moved"));
    await page.getByText("The chat is ready.").waitFor();
    await page.getByRole("button", { name: "Ask the workshop" }).click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    await page.getByText("The chat is open.").waitFor();
    await fillIn(panel, { name: "Ada Lovelace", email: "ada@fernhill.example", message: "My chain is off" });
    await arrived(panel);
    await run(page, "$chatwoot.toggle('close')");
    await page.getByText("The chat is closed.").waitFor();
    await page.getByRole("button", { name: "Sign in as Ada" }).click();
    await page.getByText("Signed in.").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("Signed out.").waitFor();
  });
});
