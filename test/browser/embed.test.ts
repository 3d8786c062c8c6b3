import { readFileSync } from "node:fs";
import type { Page, Request } from "playwright-core";
import { describe, expect, it } from "vitest";
import { newPage } from "../support/pages.ts";
import { scriptTag, shopPage } from "../support/site.ts";
import {
  arrived,
  eventually,
  fillIn,
  launcherOf,
  openPanel,
  panelOf,
  useStage,
  visit,
} from "../support/stage.ts";

const stage = useStage();
const ADA = { name: "Ada", email: "ada@example.com", message: "Is the brass one in stock?" };

/** Every request that goes to the Foyer server, from now on, as method and path. */
function requestsOf(page: Page): { shapes: () => readonly string[]; all: readonly Request[] } {
  const all: Request[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(stage.server.url)) all.push(request);
  });
  const shape = (request: Request) => {
    const path = new URL(request.url()).pathname.replace(stage.admin.property, "P");
    return `${request.method()} ${path.replace(/-[\w-]{8}\.js$/, "-HASH.js")}`;
  };
  return { shapes: () => all.map(shape), all };
}

const visitRequest = (page: Page) => page.waitForRequest((request) => request.url().endsWith("/visits"));
const visitorId = (page: Page) => page.evaluate(() => window.Foyer?.("visitor") ?? null);

/** What the browser has stored for the page's origin. */
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
  it("pays for one script, and for one request when the browser is idle", async () => {
    const address = stage.site.page("/idle", { html: shopPage() });
    const page = await newPage(stage.browser);
    const requests = requestsOf(page);
    const visited = page.waitForResponse((response) => response.url().endsWith("/visits"));
    await page.goto(address);
    expect((await visited).status()).toBe(200);
    await page.waitForLoadState("networkidle");
    expect(requests.shapes()).toEqual(["GET /w/P.js", "POST /w/P/visits"]);
    expect(requests.all[1]?.postDataJSON()).toMatchObject({
      visitor: expect.stringMatching(/^V\d{16}$/),
      page: address,
      timeZone: expect.any(String),
      screen: "1280x800",
    });
  });

  it("R2, R4: has one ID over pages, tabs and reloads", async () => {
    const page = await visit(stage, stage.site.page("/again", { html: shopPage() }));
    const id = await visitorId(page);
    expect(id).toMatch(/^V\d{16}$/);
    await page.reload();
    await launcherOf(page).waitFor();
    expect(await visitorId(page)).toBe(id);
    const tab = await page.context().newPage();
    await tab.goto(stage.site.page("/other", { html: shopPage() }));
    await launcherOf(tab).waitFor();
    expect(await visitorId(tab)).toBe(id);
  });
});

describe("the script tag", () => {
  it("works when it is there twice: one launcher, one visit", async () => {
    const address = stage.site.page("/twice", { html: shopPage({ end: scriptTag() + scriptTag() }) });
    const page = await newPage(stage.browser);
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

  it("works when it comes late, into a page that has long been there", async () => {
    const page = await newPage(stage.browser);
    await page.goto(stage.site.page("/late", { html: shopPage({ end: "" }) }));
    await page.evaluate(
      ([server, property]) => {
        const script = document.createElement("script");
        script.src = `${server}/w/${property}.js`;
        document.head.append(script);
      },
      [stage.server.url, stage.admin.property],
    );
    const panel = await openPanel(page);
    await fillIn(panel, ADA);
    await arrived(panel);
  });

  it("takes the calls that a page made before it came, in order", async () => {
    const stub = `<script>window.Foyer=function(){(Foyer.q=Foyer.q||[]).push(arguments)};
      Foyer("on","open",()=>{window.opened=(window.opened||0)+1});Foyer("open");Foyer("close");Foyer("open")</script>`;
    const page = await newPage(stage.browser);
    await page.goto(stage.site.page("/queue", { html: shopPage({ head: stub }) }));
    await panelOf(page).getByLabel("Your name").waitFor();
    expect(await page.evaluate(() => (window as { opened?: number }).opened)).toBe(1);
  });

  it("says in which language and on which side", async () => {
    const page = await newPage(stage.browser);
    const end = scriptTag('data-language="de" data-position="left"');
    await page.goto(stage.site.page("/german", { html: shopPage({ end }) }));
    const launcher = launcherOf(page, "Chat öffnen");
    const box = await launcher.boundingBox();
    expect(box?.x).toBeLessThan(100);
    await launcher.click();
    await panelOf(page).getByRole("button", { name: "Senden" }).waitFor();
  });

  it("without a word about it, speaks the page's language", async () => {
    const page = await newPage(stage.browser);
    await page.goto(stage.site.page("/french", { html: shopPage({ lang: "fr-CA" }) }));
    await launcherOf(page, "Ouvrir le chat").click();
    await panelOf(page).getByRole("button", { name: "Envoyer" }).waitFor();
  });

  it("can be left to a bundler: boot() of the package does the same", async () => {
    const script = readFileSync(new URL("../../dist/npm/index.js", import.meta.url), "utf8");
    stage.site.page("/foyer.js", { html: script, headers: { "Content-Type": "text/javascript" } });
    const end = `<script type="module">import { boot } from "./foyer.js";
      const foyer = boot({ server: "{{SERVER}}", property: "{{PROPERTY}}", language: "en" });
      foyer.on("open", () => { document.title = "opened"; }); foyer.open();
      window.again = () => boot({ server: "{{SERVER}}", property: "{{PROPERTY}}" });</script>`;
    const page = await newPage(stage.browser);
    await page.goto(stage.site.page("/bundled", { html: shopPage({ end }) }));
    await panelOf(page).getByLabel("Your name").waitFor();
    expect(await page.title()).toBe("opened");
    await page.evaluate(() => (window as unknown as { again(): void }).again());
    expect(await page.locator("foyer-chat").count()).toBe(1);
  });
});

describe("pages that make it hard", () => {
  it("a single-page site changes its address and replaces its body: the widget stays, and reports each page", async () => {
    const page = await newPage(stage.browser);
    const requests = requestsOf(page);
    const first = visitRequest(page);
    await page.goto(stage.site.page("/app", { html: shopPage() }));
    await first;
    const second = visitRequest(page);
    await page.evaluate(() => {
      history.pushState(null, "", "/app/lanterns?colour=brass");
      document.body.replaceChildren("Lanterns");
    });
    expect((await second).postDataJSON()).toMatchObject({
      page: `${stage.site.origin}/app/lanterns?colour=brass`,
    });
    const panel = await openPanel(page);
    await panel.getByLabel("Your name").fill("Ada");
    const third = visitRequest(page);
    await page.evaluate(() => history.back());
    expect((await third).postDataJSON()).toMatchObject({ page: `${stage.site.origin}/app` });
    expect(await panel.getByLabel("Your name").inputValue()).toBe("Ada");
    expect(requests.shapes().filter((shape) => shape === "GET /w/P.js")).toHaveLength(1);
  });

  it("a hostile style sheet neither hides, moves nor disfigures it", async () => {
    const head = `<style>
      html{font-size:40px!important} body,body *{all:unset!important;display:none!important;opacity:0!important;color:red!important}
      foyer-chat,foyer-chat *{display:none!important;visibility:hidden!important;transform:scale(.1)!important;
      position:static!important;z-index:-1!important;width:0!important;pointer-events:none!important}
      button,input,textarea,div{font:80px fantasy!important;letter-spacing:1em!important;direction:rtl!important}</style>`;
    const still = { reducedMotion: "reduce" } as const;
    const plain = await visit(stage, stage.site.page("/kind", { html: shopPage() }), still);
    const hostile = await visit(stage, stage.site.page("/hostile", { html: shopPage({ head }) }), still);
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

  it("a page that has changed what every object and array has changes nothing of what is sent", async () => {
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
    const page = await visit(stage, stage.site.page("/patched", { html: shopPage({ head }) }));
    const panel = await openPanel(page);
    await fillIn(panel, { ...ADA, email: "patched@example.com" });
    await arrived(panel);
    const { items } = await stage.admin.contacts("patched@example.com");
    expect(items).toMatchObject([{ id: await visitorId(page), name: "Ada", email: "patched@example.com" }]);
  });

  it("a browser that stores nothing gets the widget all the same, with an honest word about it", async () => {
    // a sandboxed page has an origin of its own, to which the browser gives no storage, no locks and no channel
    const headers = { "Content-Security-Policy": "sandbox allow-scripts allow-forms" };
    const page = await visit(stage, stage.site.page("/sandboxed", { html: shopPage(), headers }));
    const panel = await openPanel(page);
    await panel.getByText("Your browser does not store data", { exact: false }).waitFor();
    await fillIn(panel, { ...ADA, email: "private@example.com" });
    await arrived(panel);
    expect((await stage.admin.contacts("private@example.com")).items).toHaveLength(1);
  });

  it("R22: a site that the owner did not allow: the visitor is told, with the text still in hand", async () => {
    await stage.admin.change({ allowedOrigins: ["https://example.com"] });
    try {
      const page = await visit(stage, stage.site.page("/foreign", { html: shopPage() }));
      const panel = await openPanel(page);
      await fillIn(panel, ADA);
      await panel.getByText("This site has not been allowed", { exact: false }).waitFor();
      expect(await panel.getByLabel("Your message").inputValue()).toBe(ADA.message);
    } finally {
      await stage.admin.change({ allowedOrigins: [] });
    }
  });

  it("a page address of any length does not keep a message from arriving", async () => {
    const address = stage.site.page("/long", { html: shopPage() });
    const page = await visit(stage, `${address}?q=${"lantern".repeat(1_000)}`);
    const panel = await openPanel(page);
    await fillIn(panel, { ...ADA, email: "long@example.com" });
    await arrived(panel);
  });
});

describe("consent", () => {
  const consentPage = () =>
    stage.site.page("/consent", { html: shopPage({ end: scriptTag('data-consent="required"') }) });

  async function quiet(page: Page): Promise<readonly string[]> {
    const requests = requestsOf(page);
    await page.goto(consentPage());
    await launcherOf(page).hover();
    await launcherOf(page).focus();
    await page.waitForLoadState("networkidle");
    return requests.shapes();
  }

  it("R25: until it is given nothing is stored, and nothing but the script is fetched", async () => {
    const page = await newPage(stage.browser);
    expect(await quiet(page)).toEqual(["GET /w/P.js"]);
    expect(await visitorId(page)).toBeNull();
    expect(await stored(page)).toEqual(NOTHING);
  });

  it("R25: once granted the visit is registered, and later pages need not ask again", async () => {
    const page = await newPage(stage.browser);
    await quiet(page);
    const visited = visitRequest(page);
    await page.evaluate(() => window.Foyer?.("consent", "granted"));
    expect((await visited).postDataJSON()).toMatchObject({ visitor: await visitorId(page) });
    expect((await stored(page)).local).toHaveLength(1);
    const next = visitRequest(page);
    await page.reload();
    await next;
  });

  it("R25: a visitor who opens the widget has said yes", async () => {
    const page = await newPage(stage.browser);
    await quiet(page);
    const panel = await openPanel(page);
    await fillIn(panel, ADA);
    await arrived(panel);
    expect(await visitorId(page)).toMatch(/^V\d{16}$/);
  });

  it("R25: denied, all that was stored is gone, and nothing more is sent", async () => {
    const page = await newPage(stage.browser);
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

  it("R25: the owner may ask for it in the property's settings too", async () => {
    await stage.admin.change({ consent: "required" });
    try {
      const page = await newPage(stage.browser);
      const requests = requestsOf(page);
      await page.goto(stage.site.page("/settings-consent", { html: shopPage() }));
      await launcherOf(page).waitFor();
      await page.waitForLoadState("networkidle");
      expect(requests.shapes()).toEqual(["GET /w/P.js"]);
      expect(await stored(page)).toEqual(NOTHING);
    } finally {
      await stage.admin.change({ consent: "none" });
    }
  });
});
