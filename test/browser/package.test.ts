import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, type Engine, useServedProduct } from "../support/engines.ts";
import type { EnginePage } from "../support/engines-page.ts";
import { serveExample, serveReactExample } from "../support/example-sites.ts";
import { servePackage } from "../support/npm-package.ts";
import { type Site, shopPage, startSite } from "../support/site.ts";
import { arrived, eventually, fillIn, launcherOf, openPanel, panelOf } from "../support/use-product.ts";

const product = useServedProduct();

const sites: Site[] = [];
let react18: Site;
let react19: Site;
let vue = "";
let svelte = "";
beforeAll(async () => {
  const { network, admin, site } = product;
  const paths = ["/", "/classes", "/press"];
  const start = async (version: 18 | 19) => {
    const one = await startSite(network.url, admin.property);
    sites.push(one);
    await serveReactExample(one, version, network.url, admin.property, paths);
    return one;
  };
  react18 = await start(18);
  react19 = await start(19);
  vue = await serveExample(site, "examples/vue");
  svelte = await serveExample(site, "test/browser/hosts/pages/svelte");
  servePackage(site);
  return () => {
    for (const one of sites) one.close();
  };
});

const widgets = (page: EnginePage) => page.evaluate(() => document.querySelectorAll("foyer-chat").length);
/** How often the property's script was asked for so far. */
const scripts = () => product.network.requests.filter((one) => /^GET \/w\/\w+\.js/.test(one)).length;
const gone = (page: EnginePage) =>
  eventually(
    () => widgets(page),
    (count) => count === 0,
  );

/** Drives the example: a page from the server, the panel by the page's button, a message, other pages, one without chat. */
async function driveReact(engine: Engine, site: Site, email: string): Promise<void> {
  const before = scripts();
  const page = await engine.open(`${site.origin}/`);
  await launcherOf(page).waitFor();
  await page.getByRole("link", { name: "Classes" }).click();
  await page.getByRole("button", { name: "Ask us" }).click();
  const panel = panelOf(page);
  await panel.getByLabel("Your name").waitFor();
  await fillIn(panel, { name: "Ada", email, message: "From React" });
  await arrived(panel);
  await page.getByText("Thank you. We answer within a day.").waitFor();
  expect(await widgets(page)).toBe(1);
  expect(scripts()).toBe(before + 1);
  await page.getByRole("link", { name: "Press" }).click();
  await gone(page);
  await page.getByRole("link", { name: "Clay on Thursdays" }).click();
  await eventually(
    () => widgets(page),
    (count) => count === 1,
  );
}

describeEachEngine("the package", (engine) => {
  const chromiumOnly = it.runIf(engine.name === "Chromium");

  it("React 19, rendered by a server: one widget through hydration, strict mode and navigation, none on a page without", async () => {
    await driveReact(engine, react19, `react-19@${engine.name.toLowerCase()}.example`);
  });

  it("a module that is evaluated again, as a hot reload does, has the same widget; shutdown leaves none, and another run brings it again", async () => {
    const end = `<script type="module">
      const options = { server: "{{SERVER}}", property: "{{PROPERTY}}" };
      window.run = async (version) => {
        const { attach, foyer } = await import("./foyer-chat/index.js?" + version);
        window.release?.();
        window.release = attach(options);
        window.foyer = foyer;
      };
      await run(1);
      await run(2);
      window.foyer.open();
    </script>`;
    const headers = { "Content-Security-Policy": "require-trusted-types-for 'script'; trusted-types foyer" };
    const page = await engine.open(product.site.page("/hot", { html: shopPage({ end }), headers }));
    const panel = panelOf(page);
    await panel.getByLabel("Your name").fill("Ada");
    await page.evaluate(() => (window as unknown as { run(version: number): Promise<void> }).run(3));
    expect(await panel.getByLabel("Your name").inputValue()).toBe("Ada");
    expect(await widgets(page)).toBe(1);
    await page.evaluate(() => (window as unknown as { foyer: { shutdown(): void } }).foyer.shutdown());
    await gone(page);
    await page.evaluate(() => (window as unknown as { run(version: number): Promise<void> }).run(4));
    await launcherOf(page).waitFor();
    expect(await widgets(page)).toBe(1);
  });

  chromiumOnly("React 18 does the same", async () => {
    await driveReact(engine, react18, "react-18@example.com");
  });

  chromiumOnly("a page that is offline when it starts has the widget once the network is back", async () => {
    const stop = product.network.intercept(/^\/w\/\w+\.js$/, () => "cut");
    const end = `<script type="module">
      import { boot } from "./foyer-chat/index.js";
      boot({ server: "{{SERVER}}", property: "{{PROPERTY}}" }).open();
    </script>`;
    const page = await engine.open(product.site.page("/offline", { html: shopPage({ end }) }));
    await eventually(
      () => page.evaluate(() => document.scripts.length),
      (count) => count === 1,
    );
    stop();
    await panelOf(page).getByLabel("Your name").waitFor();
  });

  it("./forms shows a form without the chat, and hears that it was delivered", async () => {
    const stop = product.network.intercept(/\/forms\.js$/, () => "cut");
    const end = `<div id="contact"></div><script type="module">
      import { loadForms } from "./foyer-chat/forms.js";
      const forms = await loadForms({ server: "{{SERVER}}", property: "{{PROPERTY}}" });
      forms.mountForm(document.querySelector("#contact"), { form: "offline", prefill: { name: "Ada" } })
        .on("delivered", ({ detail }) => { document.title = "Ticket " + detail.ticket; });
    </script>`;
    const page = await engine.open(product.site.page("/forms", { html: shopPage({ end }) }));
    await eventually(
      async () => product.network.requests.some((one) => one.endsWith("/forms.js")),
      (isTried) => isTried,
    );
    stop();
    const form = page.locator("foyer-form");
    await form.getByLabel("Your message").waitFor();
    expect(await form.getByLabel("Your name").inputValue()).toBe("Ada");
    await fillIn(form, { email: `forms@${engine.name.toLowerCase()}.example`, message: "From the package" });
    await eventually(
      () => page.title(),
      (title) => /^Ticket \d+$/.test(title),
    );
    expect(await widgets(page)).toBe(0);
  });

  chromiumOnly("Vue: the example's button writes into the form of the one widget, and opens it", async () => {
    const page = await engine.open(vue);
    await launcherOf(page).waitFor();
    await page.getByRole("button", { name: "Ask us" }).click();
    const message = panelOf(page).getByLabel("Your message");
    await eventually(
      () => message.inputValue(),
      (text) => text === "Is the rain coat in medium in stock?",
    );
    expect(await widgets(page)).toBe(1);
  });

  chromiumOnly("Svelte: the action adds the widget and takes it away, and the stores follow it", async () => {
    const page = await engine.open(svelte);
    const panel = await openPanel(page);
    await page.getByText("0 unread, nobody is here").waitFor();
    await page.evaluate(() => (window as unknown as { Foyer: { close(): void } }).Foyer.close());
    await page.getByRole("button", { name: "Chat on this page" }).click();
    await gone(page);
    await page.getByRole("button", { name: "Chat on this page" }).click();
    await page.getByRole("button", { name: "Ask us" }).click();
    await panel.getByLabel("Your name").waitFor();
    expect(await widgets(page)).toBe(1);
  });
});
