import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { describeEachEngine, type Engine, useServedProduct } from "../../support/engines.ts";
import { type Frames, openFrames } from "../../support/frames.ts";
import { packageFiles } from "../../support/npm-package.ts";
import { shopPage } from "../../support/site.ts";
import { eventually, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

const SCRIPT = "{{SERVER}}/w/{{PROPERTY}}.js";
const BUNDLE = "{{SERVER}}/bundle.js";

/** Keeps what the console is told, because WebDriver does not report it. */
const KEEP_WARNINGS = `<script>window.warnings = []; const { warn } = console; console.warn = (...told) => {
  if (String(told[0]).startsWith("Foyer: ")) window.warnings.push(told[0]); warn(...told) }</script>`;

let code = "";
beforeAll(async () => {
  code = await (await fetch(`${product.network.url}/w/${product.admin.property}.js`)).text();
  const serve = (path: RegExp, body: string) =>
    product.network.intercept(path, () => ({
      status: 200,
      headers: { "Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*" },
      body,
    }));
  serve(/^\/bundle\.js$/, `(function () {})()${code}(function () {})()`);
  serve(/^\/w\/other00000\.js$/, code.replaceAll(product.admin.property, "other00000"));
  for (const [name, body] of packageFiles()) serve(new RegExp(`^/foyer-chat/${name}$`), body);
});

/** Opens pages in frames, each with one of these ends, and waits until all have tried to start the widget. */
async function openAll(
  engine: Engine,
  folder: string,
  ends: Readonly<Record<string, string>>,
): Promise<Frames> {
  const integrity = `sha384-${createHash("sha384").update(code).digest("base64")}`;
  const pages = Object.entries(ends).map(([name, end]) => {
    const filled = end.replace("{{INTEGRITY}}", integrity);
    return [name, shopPage({ head: KEEP_WARNINGS, end: filled })] as const;
  });
  return openFrames(engine, product.site, folder, Object.fromEntries(pages));
}

/** The same value for every page. */
const each = (pages: Readonly<Record<string, unknown>>, value: unknown) =>
  Object.fromEntries(Object.keys(pages).map((name) => [name, value]));

/** Expressions in a page with the widget. */
const WIDGET = `document.querySelector("foyer-chat")?.shadowRoot`;
const API = `window[Symbol.for("foyer")]`;
const LABEL = `${WIDGET}?.querySelector("button")?.ariaLabel ?? null`;
const HAS_FORM = `!!${WIDGET}?.querySelector("form [type=submit],form button")`;

/** The end of a page whose script is in this shape, and asks for German in a way that the shape allows. */
const SHAPES = {
  "a module": `<script type="module" src="${SCRIPT}" data-language="de"></script>`,
  "a deferred script": `<script defer src="${SCRIPT}" data-language="de"></script>`,
  "a script that a loader adds and removes at once": `<script>const one = document.createElement("script");
    one.src = "${SCRIPT}"; one.dataset.language = "de"; document.head.append(one); one.remove()</script>`,
  "a tag manager's copy without attributes": `<script>const one = document.createElement("script");
    one.src = "${SCRIPT}?language=de"; document.head.append(one)</script>`,
  "a copy that jQuery runs beside the tag": `<script>const tag = document.createElement("script");
    Object.assign(tag, { type: "false/text", src: "${SCRIPT}" }); tag.dataset.language = "de"; document.body.append(tag);
    const copy = document.createElement("script"); copy.src = tag.src; document.head.append(copy); copy.remove()</script>`,
  "an import()": `<script>import("${SCRIPT}?language=de")</script>`,
  "an import() with options of the page": `<script>window.Foyer = { language: "de" }; import("${SCRIPT}")</script>`,
  "an SVG script": `<svg width="1" height="1"><script href="${SCRIPT}" data-language="de"></script></svg>`,
  "a script in a shadow root": `<div id="root"></div><script>const one = document.createElement("script");
    one.src = "${SCRIPT}?language=de"; document.querySelector("#root").attachShadow({ mode: "closed" }).append(one)</script>`,
  "fetched, and run as a function": `<script type="module">const code = await fetch("${SCRIPT}?language=de");
    new Function(await code.text())()</script>`,
  "fetched, and evaluated": `<script type="module">const code = await fetch("${SCRIPT}?language=de");
    (0, eval)(await code.text())</script>`,
  "fetched, and run from a blob": `<script type="module">const code = await (await fetch("${SCRIPT}?language=de")).blob();
    const one = document.createElement("script"); one.src = URL.createObjectURL(code); document.head.append(one)</script>`,
  "joined into the site's bundle": `<script>window.Foyer = { server: "{{SERVER}}", language: "de" }</script>
    <script async src="${BUNDLE}"></script>`,
  "a bundle with the options as attributes": `<script src="${BUNDLE}" data-server="{{SERVER}}" data-language="de"></script>`,
  "a script with an integrity": `<script src="${SCRIPT}" data-language="de" crossorigin integrity="{{INTEGRITY}}"></script>`,
  "a module, where the page empties the list of what it has loaded": `<script>new PerformanceObserver(() =>
    performance.clearResourceTimings()).observe({ type: "resource" })</script>
    <script type="module" src="${SCRIPT}" data-language="de"></script>`,
} as const;

const CONSENT = {
  "in the address": `<script>const one = document.createElement("script");
    one.src = "${SCRIPT}?consent=required"; document.head.append(one)</script>`,
  "in window.Foyer": `<script>window.Foyer = { consent: "required" }</script><script async src="${SCRIPT}"></script>`,
  "beside the queue": `<script>window.Foyer = Object.assign((...call) => Foyer.q.push(call), { q: [], consent: "required" });
    Foyer("on", "open", () => {})</script><script async src="${SCRIPT}"></script>`,
  "at a module": `<script type="module" src="${SCRIPT}" data-consent="required"></script>`,
  "in an import()": `<script>import("${SCRIPT}?consent=required")</script>`,
  "at a tag that is copied without it": `<script src="${SCRIPT}" data-consent="required" type="text/plain"></script>
    <script async src="${SCRIPT}"></script>`,
} as const;

/** Values that a page may have under the name, whether the API is there too, and the page's own value afterwards. */
const NAMES = {
  "an element": [
    `<section id="Foyer">Our hall</section>`,
    true,
    "document.all.Foyer.textContent === 'Our hall'",
  ],
  "two elements": [
    `<i id="Foyer"></i><i id="Foyer"></i>`,
    true,
    "document.querySelectorAll('#Foyer').length === 2",
  ],
  "a frame": [`<iframe name="Foyer" src="{{SERVER}}/missing"></iframe>`, true, "frames.length === 1"],
  "a constant": ["<script>const Foyer = { hall: 1 }</script>", false, "Foyer.hall === 1"],
  "a class": ["<script>class Foyer { hall = 1 }</script>", false, "new Foyer().hall === 1"],
  "a namespace": ["<script>var Foyer = { hall: () => 1 }</script>", false, "Foyer.hall() === 1"],
  "data of the page": ["<script>var Foyer = { user: { id: 7 } }</script>", false, "Foyer.user.id === 7"],
  "a frozen property": [
    `<script>Object.defineProperty(window, "Foyer", { value: "hall" })</script>`,
    false,
    "Foyer === 'hall'",
  ],
  "a getter": [
    `<script>Object.defineProperty(window, "Foyer", { get: () => "hall" })</script>`,
    false,
    "Foyer === 'hall'",
  ],
  "a declared queue": [
    `<script>var Foyer = function () { (Foyer.q = Foyer.q || []).push(arguments) }; Foyer("close")</script>`,
    true,
    "true",
  ],
} as const;

describeEachEngine("the script", (engine) => {
  it("finds its server and its options in every shape", async () => {
    const { evaluate } = await openAll(engine, "/shapes", SHAPES);
    const german = each(SHAPES, "Chat öffnen");
    await expect.poll(() => evaluate(LABEL), { timeout: 30_000 }).toEqual(german);
    await evaluate(`${API}.open()`);
    await expect.poll(() => evaluate(HAS_FORM), { timeout: 30_000 }).toEqual(each(SHAPES, true));
    expect(await evaluate("window.warnings")).toEqual(each(SHAPES, []));
  });

  it("works on a page with a <base>, and on an XHTML page", async () => {
    const head = `<base href="https://elsewhere.invalid/deep/">`;
    const html = shopPage({ head, end: `<script async src="${SCRIPT}" data-language="de"></script>` });
    const xhtml = `<html xmlns="http://www.w3.org/1999/xhtml" lang="de"><head><title>Shop</title></head><body><h1>Shop</h1>
      <script async="async" src="${SCRIPT}?consent=none&amp;position=left"></script></body></html>`;
    const headers = { "Content-Type": "application/xhtml+xml; charset=utf-8" };
    for (const address of [
      product.site.page("/base", { html }),
      product.site.page("/xhtml", { html: xhtml, headers }),
    ]) {
      const page = await engine.open(address);
      await page.getByRole("button", { name: "Chat öffnen" }).click();
      await panelOf(page).getByRole("button", { name: "Senden" }).waitFor();
    }
  });

  it("in a bundle of a site that does not say where the server is, uses the address at which it was fetched, and writes one line into the console", async () => {
    const { evaluate } = await openAll(engine, "/nowhere", { bundle: `<script src="${BUNDLE}"></script>` });
    expect(await evaluate("window.warnings")).toEqual({
      bundle: [expect.stringContaining("set window.Foyer={server")],
    });
    await evaluate(`${API}.open()`);
    await expect.poll(() => evaluate(HAS_FORM), { timeout: 30_000 }).toEqual({ bundle: true });
  });

  it("R25: reads that consent is required wherever it can be said", async () => {
    const { evaluate } = await openAll(engine, "/consent", CONSENT);
    await expect.poll(() => evaluate(`!!${API}`)).toEqual(each(CONSENT, true));
    expect(await evaluate(`${API}.visitor()`)).toEqual(each(CONSENT, null));
    expect(await evaluate("localStorage.length")).toEqual(each(CONSENT, 0));
    await evaluate(`${API}.consent("granted")`);
    expect(await evaluate(`${API}.visitor()`)).toEqual(each(CONSENT, expect.stringMatching(/^V\d{16}$/)));
  });

  it("of a second property does nothing; the console says so", async () => {
    const end = `<script src="${SCRIPT}" data-language="de"></script><script src="{{SERVER}}/w/other00000.js"></script>`;
    const { evaluate } = await openAll(engine, "/two", { both: end });
    await expect.poll(() => evaluate("window.warnings")).toEqual({ both: ["Foyer: other00000 not added"] });
    expect(await evaluate(LABEL)).toEqual({ both: "Chat öffnen" });
    expect(await evaluate(`document.querySelectorAll("foyer-chat").length`)).toEqual({ both: 1 });
  });

  it("leaves the page what it has under the name Foyer; where the API is not there, the console says where it is", async () => {
    const tag = `<script src="${SCRIPT}" data-language="de"></script>`;
    const of = (choose: (one: readonly [string, boolean, string]) => unknown) =>
      Object.fromEntries(Object.entries(NAMES).map(([name, one]) => [name, choose(one)]));
    const ends = Object.fromEntries(
      Object.entries(NAMES).map(([name, [end, , own]]) => [
        name,
        `${end}<script>window.isOwn = () => ${own}</script>${tag}`,
      ]),
    );
    const { evaluate } = await openAll(engine, "/names", ends);
    await expect.poll(() => evaluate(LABEL)).toEqual(each(NAMES, "Chat öffnen"));
    expect(await evaluate("isOwn()")).toEqual(each(NAMES, true));
    expect(await evaluate(`Foyer === ${API}`)).toEqual(of(([, isInstalled]) => isInstalled));
    expect(await evaluate("window.warnings.length")).toEqual(of(([, isInstalled]) => (isInstalled ? 0 : 1)));
    await evaluate(`${API}.open()`);
    await expect.poll(() => evaluate(HAS_FORM), { timeout: 30_000 }).toEqual(each(NAMES, true));
    await evaluate(`${API}.shutdown()`);
    expect(await evaluate(`!!(${WIDGET} || ${API})`)).toEqual(each(NAMES, false));
    expect(await evaluate("isOwn()")).toEqual(each(NAMES, true));
  });

  it("of the package works where the page has frozen the name, before and after it has loaded", async () => {
    const end = `<script>Object.defineProperty(window, "Foyer", { value: "hall" })</script><script type="module">
      import { boot } from "{{SERVER}}/foyer-chat/index.js";
      window.handle = boot({ server: "{{SERVER}}", property: "{{PROPERTY}}", language: "de" });
      handle.on("open", () => { document.title = "opened" }); handle.open()</script>`;
    const page = await engine.open(product.site.page("/package", { html: shopPage({ end }) }));
    await panelOf(page).getByRole("button", { name: "Senden" }).waitFor();
    await eventually(
      () => page.title(),
      (title) => title === "opened",
    );
    expect(await page.evaluate("handle.visitor()")).toMatch(/^V\d{16}$/);
    await page.evaluate("handle.shutdown()");
    expect(await page.evaluate("handle.visitor()")).toBe(null);
  });
});
