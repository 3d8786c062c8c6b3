import type { Page, Request } from "playwright-core";
import { describe, expect, it } from "vitest";
import { servePackage } from "../support/npm-package.ts";
import { newPage } from "../support/pages.ts";
import { scriptTag, shopPage } from "../support/site.ts";
import {
  arrived,
  eventually,
  fillIn,
  launcherOf,
  openPanel,
  panelOf,
  useProduct,
  visit,
} from "../support/use-product.ts";

const product = useProduct();
const ADA = { name: "Ada", email: "ada@example.com", message: "Is the brass one in stock?" };

/** Every request that goes to the Foyer server, from now on, as method and path. */
function requestsOf(page: Page): { shapes: () => readonly string[]; all: readonly Request[] } {
  const all: Request[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(product.server.url)) all.push(request);
  });
  const shape = (request: Request) => {
    const path = new URL(request.url()).pathname.replace(product.admin.property, "P");
    return `${request.method()} ${path.replace(/-[\w-]{8}\.js$/, "-HASH.js")}`;
  };
  return { shapes: () => all.map(shape), all };
}

/** Counts the calls that the page's scripts ask for when the browser is idle. */
function countIdleCalls(): void {
  const request = window.requestIdleCallback.bind(window);
  window.requestIdleCallback = (callback, options) =>
    request((deadline) => {
      callback(deadline);
      window.idleCalls = (window.idleCalls ?? 0) + 1;
    }, options);
}

const visitRequest = (page: Page) => page.waitForRequest((request) => request.url().endsWith("/visits"));
const visitorId = (page: Page) => page.evaluate(() => window.Foyer?.("visitor") ?? null);

/** Everything that the browser has stored for the page's origin. */
const stored = (page: Page) =>
  page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }));
const NOTHING = { local: [], session: [], cookies: "", databases: [], caches: [] };

describe("a visitor who never chats", () => {
  it("loads one script and makes one request, and no more as long as nothing on the page needs it", async () => {
    const address = product.site.page("/idle", { html: shopPage() });
    const page = await newPage(product.browser);
    await page.addInitScript(countIdleCalls);
    const requests = requestsOf(page);
    const visited = page.waitForResponse((response) => response.url().endsWith("/visits"));
    await page.goto(address);
    expect((await visited).status()).toBe(200);
    await page.mouse.move(100, 100);
    await page.evaluate(() => scrollTo(0, 400));
    // the page is looked at every second
    await eventually(
      () => page.evaluate(() => window.idleCalls ?? 0),
      (calls) => calls >= 3,
    );
    expect(requests.shapes()).toEqual(["GET /w/P.js", "POST /w/P/visits"]);
    expect(requests.all[1]?.postDataJSON()).toMatchObject({
      visitor: expect.stringMatching(/^V\d{16}$/),
      page: address,
      timeZone: expect.any(String),
      screen: "1280x800",
    });
  });

  it.each<[what: string, change: () => void]>([
    ["removes the widget", () => document.querySelector("foyer-chat")?.remove()],
    ["replaces the body and all that follows it", () => document.documentElement.replaceChildren()],
    ["opens a modal dialog", () => document.body.appendChild(document.createElement("dialog")).showModal()],
    [
      "shows a button under the launcher",
      () => {
        const button = document.createElement("button");
        button.style.cssText = "position:fixed;right:30px;bottom:30px;width:40px;height:40px";
        document.body.append(button);
      },
    ],
    [
      "covers the launcher",
      () => {
        const cover = document.createElement("div");
        cover.popover = "manual";
        cover.style.cssText = "inset:0;width:auto;height:auto";
        document.body.append(cover);
        cover.showPopover();
      },
    ],
  ])("loads what watches the page when the page %s", async (_, change) => {
    const page = await newPage(product.browser);
    const visited = visitRequest(page);
    const watched = page.waitForRequest((request) => request.url().endsWith("/page-watch.js"));
    await page.goto(product.site.page("/changing", { html: shopPage() }));
    await visited;
    await page.evaluate(change);
    await watched;
  });

  it("R2, R4: keeps one visitor ID over pages, tabs and reloads", async () => {
    const page = await visit(product, product.site.page("/again", { html: shopPage() }));
    const id = await visitorId(page);
    expect(id).toMatch(/^V\d{16}$/);
    await page.reload();
    await launcherOf(page).waitFor();
    expect(await visitorId(page)).toBe(id);
    const tab = await page.context().newPage();
    await tab.goto(product.site.page("/other", { html: shopPage() }));
    await launcherOf(tab).waitFor();
    expect(await visitorId(tab)).toBe(id);
  });
});

describe("the script tag", () => {
  it("works when it is included twice: one launcher, one visit", async () => {
    const address = product.site.page("/twice", { html: shopPage({ end: scriptTag() + scriptTag() }) });
    const page = await newPage(product.browser);
    const requests = requestsOf(page);
    const visited = visitRequest(page);
    await page.goto(address);
    await visited;
    await page.waitForLoadState("networkidle");
    expect(requests.shapes().filter((shape) => shape.includes("visits"))).toHaveLength(1);
    expect(await page.locator("foyer-chat").count()).toBe(1);
    await openPanel(page);
    expect(await panelOf(page).count()).toBe(1);
  });

  it("works when it is added to a loaded page", async () => {
    const page = await newPage(product.browser);
    await page.goto(product.site.page("/late", { html: shopPage({ end: "" }) }));
    await page.evaluate(
      ([server, property]) => {
        const script = document.createElement("script");
        script.src = `${server}/w/${property}.js`;
        document.head.append(script);
      },
      [product.server.url, product.admin.property],
    );
    const panel = await openPanel(page);
    await fillIn(panel, ADA);
    await arrived(panel);
  });

  it("runs the calls that a page made before it loaded, in order", async () => {
    const stub = `<script>window.Foyer=function(){(Foyer.q=Foyer.q||[]).push(arguments)};
      Foyer("on","open",()=>{window.opened=(window.opened||0)+1});Foyer("open");Foyer("close");Foyer("open")</script>`;
    const page = await newPage(product.browser);
    await page.goto(product.site.page("/queue", { html: shopPage({ head: stub }) }));
    await panelOf(page).getByLabel("Your name").waitFor();
    expect(await page.evaluate(() => (window as { opened?: number }).opened)).toBe(1);
  });

  it("sets the language and the side", async () => {
    const page = await newPage(product.browser);
    const end = scriptTag('data-language="de" data-position="left"');
    await page.goto(product.site.page("/german", { html: shopPage({ end }) }));
    const launcher = launcherOf(page, "Chat öffnen");
    const box = await launcher.boundingBox();
    expect(box?.x).toBeLessThan(100);
    await launcher.click();
    await panelOf(page).getByRole("button", { name: "Senden" }).waitFor();
  });

  it("without an attribute, uses the page's language", async () => {
    const page = await newPage(product.browser);
    await page.goto(product.site.page("/french", { html: shopPage({ lang: "fr-CA" }) }));
    await launcherOf(page, "Ouvrir le chat").click();
    await panelOf(page).getByRole("button", { name: "Envoyer" }).waitFor();
  });

  it("can be replaced by the package's boot()", async () => {
    servePackage(product.site);
    const end = `<script type="module">import { boot } from "./foyer-chat/index.js";
      const foyer = boot({ server: "{{SERVER}}", property: "{{PROPERTY}}", language: "en" });
      foyer.on("open", () => { document.title = "opened"; }); foyer.open();
      window.again = () => boot({ server: "{{SERVER}}", property: "{{PROPERTY}}" });</script>`;
    const page = await newPage(product.browser);
    await page.goto(product.site.page("/bundled", { html: shopPage({ end }) }));
    await panelOf(page).getByLabel("Your name").waitFor();
    expect(await page.title()).toBe("opened");
    await page.evaluate(() => (window as unknown as { again(): void }).again());
    expect(await page.locator("foyer-chat").count()).toBe(1);
  });
});

describe("difficult host pages", () => {
  it("a single-page site that replaces its body keeps the widget, which reports each page", async () => {
    const page = await newPage(product.browser);
    const requests = requestsOf(page);
    const first = visitRequest(page);
    await page.goto(product.site.page("/app", { html: shopPage() }));
    await first;
    const second = visitRequest(page);
    await page.evaluate(() => {
      history.pushState(null, "", "/app/lanterns?colour=brass");
      document.body.replaceChildren("Lanterns");
    });
    expect((await second).postDataJSON()).toMatchObject({
      page: `${product.site.origin}/app/lanterns?colour=brass`,
    });
    const panel = await openPanel(page);
    await panel.getByLabel("Your name").fill("Ada");
    const third = visitRequest(page);
    await page.evaluate(() => history.back());
    expect((await third).postDataJSON()).toMatchObject({ page: `${product.site.origin}/app` });
    expect(await panel.getByLabel("Your name").inputValue()).toBe("Ada");
    expect(requests.shapes().filter((shape) => shape === "GET /w/P.js")).toHaveLength(1);
  });

  it("a hostile style sheet does not change it", async () => {
    const head = `<style>
      html{font-size:40px!important} body,body *{all:unset!important;display:none!important;opacity:0!important;color:red!important}
      foyer-chat,foyer-chat *{display:none!important;visibility:hidden!important;transform:scale(.1)!important;
      position:static!important;z-index:-1!important;width:0!important;pointer-events:none!important}
      button,input,textarea,div{font:80px fantasy!important;letter-spacing:1em!important;direction:rtl!important}</style>`;
    const still = { reducedMotion: "reduce" } as const;
    const plain = await visit(product, product.site.page("/kind", { html: shopPage() }), still);
    const hostile = await visit(product, product.site.page("/hostile", { html: shopPage({ head }) }), still);
    expect(await launcherOf(hostile).boundingBox()).toEqual(await launcherOf(plain).boundingBox());
    const panels = [await openPanel(plain), await openPanel(hostile)] as const;
    const size = (index: 0 | 1) =>
      eventually(
        async () => panels[index].boundingBox(),
        (box) => !!box,
      );
    expect(await size(1)).toEqual(await size(0));
    for (const label of ["Your name", "Your message"])
      expect(await panels[1].getByLabel(label).boundingBox()).toEqual(
        await panels[0].getByLabel(label).boundingBox(),
      );
    await fillIn(panels[1], ADA);
    await arrived(panels[1]);
  });

  it("a page that patches the prototypes of objects and arrays does not change what is sent", async () => {
    const head = `<script>
      for (const type of [Array, Object, String, Number, Boolean])
        type.prototype.toJSON = function () { return "patched"; };
      Array.prototype.last = function () { return this[this.length - 1]; };
      Array.prototype.contains = function (one) { return this.indexOf(one) >= 0; };
      Object.prototype.each = function () {};
      String.prototype.startsWith = function () { return true; };
      Array.prototype.flatten = Array.prototype.clone = function () { return [].concat(...this); };
      Function.prototype.bind = Function.prototype.bind;
      Element.prototype.remove = function () { this.parentNode && this.parentNode.removeChild(this); };
      delete Array.prototype.entries; // as Prototype.js 1.7.3 does
      Array.from = function (list) { return [].slice.call(list); };
    </script>`;
    const page = await visit(product, product.site.page("/patched", { html: shopPage({ head }) }));
    const panel = await openPanel(page);
    await fillIn(panel, { ...ADA, email: "patched@example.com" });
    await arrived(panel);
    const { items } = await product.admin.contacts("patched@example.com");
    expect(items).toMatchObject([{ id: await visitorId(page), name: "Ada", email: "patched@example.com" }]);
  });

  it("a browser without storage gets the widget, with a notice about it", async () => {
    // a sandboxed page has an origin of its own, to which the browser gives no storage, no locks and no channel
    const headers = { "Content-Security-Policy": "sandbox allow-scripts allow-forms" };
    const page = await visit(product, product.site.page("/sandboxed", { html: shopPage(), headers }));
    const panel = await openPanel(page);
    await panel.getByText("Your browser does not store data", { exact: false }).waitFor();
    await fillIn(panel, { ...ADA, email: "private@example.com" });
    await arrived(panel);
    expect((await product.admin.contacts("private@example.com")).items).toHaveLength(1);
  });

  it("R22: on a site that is not allowed, the visitor is told so, with the text still in the form", async () => {
    await product.admin.change({ allowedOrigins: ["https://example.com"] });
    try {
      const page = await visit(product, product.site.page("/foreign", { html: shopPage() }));
      const panel = await openPanel(page);
      await fillIn(panel, ADA);
      await panel.getByText("This site is not allowed", { exact: false }).waitFor();
      expect(await panel.getByLabel("Your message").inputValue()).toBe(ADA.message);
    } finally {
      await product.admin.change({ allowedOrigins: [] });
    }
  });

  it("a page address of any length does not prevent delivery", async () => {
    const address = product.site.page("/long", { html: shopPage() });
    const page = await visit(product, `${address}?q=${"lantern".repeat(1_000)}`);
    const panel = await openPanel(page);
    await fillIn(panel, { ...ADA, email: "long@example.com" });
    await arrived(panel);
  });
});

describe("consent", () => {
  const consentPage = () =>
    product.site.page("/consent", { html: shopPage({ end: scriptTag('data-consent="required"') }) });

  async function quiet(page: Page): Promise<readonly string[]> {
    const requests = requestsOf(page);
    await page.goto(consentPage());
    await launcherOf(page).hover();
    await launcherOf(page).focus();
    await page.waitForLoadState("networkidle");
    return requests.shapes();
  }

  it("R25: before consent nothing is stored, and nothing but the script is requested", async () => {
    const page = await newPage(product.browser);
    expect(await quiet(page)).toEqual(["GET /w/P.js"]);
    expect(await visitorId(page)).toBeNull();
    expect(await stored(page)).toEqual(NOTHING);
  });

  it("R25: once consent is granted the visit is registered, also on later pages", async () => {
    const page = await newPage(product.browser);
    await quiet(page);
    const visited = visitRequest(page);
    await page.evaluate(() => window.Foyer?.("consent", "granted"));
    expect((await visited).postDataJSON()).toMatchObject({ visitor: await visitorId(page) });
    expect((await stored(page)).local).toHaveLength(1);
    const next = visitRequest(page);
    await page.reload();
    await next;
  });

  it("R25: opening the widget grants consent", async () => {
    const page = await newPage(product.browser);
    await quiet(page);
    const panel = await openPanel(page);
    await fillIn(panel, ADA);
    await arrived(panel);
    expect(await visitorId(page)).toMatch(/^V\d{16}$/);
  });

  it("R25: denying consent removes everything stored, and nothing more is sent", async () => {
    const page = await newPage(product.browser);
    const requests = requestsOf(page);
    await quiet(page);
    const panel = await openPanel(page);
    await fillIn(panel, { ...ADA, message: "" });
    await page.evaluate(() => window.Foyer?.("consent", "denied"));
    await panel.waitFor({ state: "detached" });
    await launcherOf(page).waitFor();
    const before = requests.all.length;
    await eventually(
      () => stored(page),
      ({ local, databases }) => !local.length && !databases.length,
    );
    expect(await stored(page)).toEqual(NOTHING);
    await page.reload();
    await launcherOf(page).hover();
    await page.waitForLoadState("networkidle");
    expect(requests.shapes().slice(before)).toEqual(["GET /w/P.js"]);
    expect(await stored(page)).toEqual(NOTHING);
  });

  it("R25: the property's settings can require consent", async () => {
    await product.admin.change({ consent: "required" });
    try {
      const page = await newPage(product.browser);
      const requests = requestsOf(page);
      await page.goto(product.site.page("/settings-consent", { html: shopPage() }));
      await launcherOf(page).waitFor();
      await page.waitForLoadState("networkidle");
      expect(requests.shapes()).toEqual(["GET /w/P.js"]);
      expect(await stored(page)).toEqual(NOTHING);
    } finally {
      await product.admin.change({ consent: "none" });
    }
  });
});

declare global {
  interface Window {
    idleCalls?: number;
  }
}
