import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import { scriptTag, shopPage } from "../../support/site.ts";
import { eventually } from "../../support/use-product.ts";

const product = useServedProduct();
const DESKTOP = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };

/** A bar at the bottom of the window with one control at its end. */
const bar = (control: string, style = "") =>
  `<div id="bar" style="position:fixed;inset:auto 0 0;display:flex;justify-content:space-between;align-items:center;
    padding:12px 16px;background:#222;color:#fff;z-index:2147483647;${style}"><b>We use cookies.</b>${control}</div>`;
const BUTTON = '<button id="control" style="padding:14px 28px">Accept</button>';

/**
 * Finds the element that a visitor hits who clicks at the centre of an element, and how far the launcher is from the bottom.
 *
 * @param scale the page's zoom in WebKit, which measures boxes in lengths of the page
 */
const look = (page: EnginePage, selector = "#control", scale = 1) =>
  page.evaluate(
    ({ selector, scale }) => {
      let root: Document | ShadowRoot = document;
      for (const part of selector.split(" >>> ").slice(0, -1))
        root = root.querySelector(part)?.shadowRoot ?? root;
      const box = root.querySelector(selector.split(" >>> ").at(-1) ?? "")?.getBoundingClientRect();
      const centre =
        box && document.elementFromPoint((box.x + box.width / 2) * scale, (box.y + box.height / 2) * scale);
      const launcher = document.querySelector("foyer-chat")?.shadowRoot?.querySelector("button");
      return {
        covered: centre?.localName === "foyer-chat",
        bottom: Math.round(innerHeight - (launcher?.getBoundingClientRect().bottom ?? 0) * scale),
      };
    },
    { selector, scale },
  );

/** Waits until the launcher is away from its usual distance to the bottom, and covers nothing. */
const isAside = ({ covered, bottom }: { covered: boolean; bottom: number }) => !covered && bottom > 40;
const isHome = ({ bottom }: { bottom: number }) => bottom === 20;

/** Controls, each with what makes it one. */
const CONTROLS: Readonly<Record<string, string>> = {
  "a button": bar(BUTTON),
  "a link": bar('<a id="control" href="/buy" style="padding:14px 28px">Buy now</a>'),
  "a field": bar('<input id="control" style="width:120px;height:40px">'),
  "a label of a hidden box": bar(
    '<label id="control" style="padding:14px 28px"><input type="checkbox" hidden>Agree</label>',
  ),
  "an element with a role": bar(
    '<div id="control" role="button" tabindex="0" style="padding:14px 28px">Accept</div>',
  ),
  "an element over which the page shows a hand": bar(
    '<div id="control" style="padding:14px 28px;cursor:pointer"><span>Accept</span></div>',
  ),
  "the launcher of another widget, in a frame":
    '<iframe id="control" title="Other" srcdoc="" style="position:fixed;right:16px;bottom:16px;width:64px;height:64px"></iframe>',
  "a small round button":
    '<button id="control" style="position:fixed;right:24px;bottom:24px;width:24px;height:24px">×</button>',
  "a sticky element":
    '<div style="height:3000px"></div><div style="position:sticky;bottom:0;text-align:right">' +
    '<button id="control" style="width:90px;padding:24px 0">Buy now</button></div>',
};

describeEachEngine("the launcher is over the centre of no control of the page", (engine) => {
  const open = (end: string, viewport = DESKTOP) =>
    engine.open(product.site.page("/controls", { html: shopPage({ end: `${end}${scriptTag()}` }) }), {
      viewport,
    });
  const put = (page: EnginePage, html: string) =>
    page.evaluate((html) => {
      document.querySelector("main + div")?.remove();
      const end = document.createElement("div");
      end.innerHTML = html;
      document.querySelector("main")?.after(end);
    }, html);

  it("of any kind, and it goes back down when the control is gone", async () => {
    const page = await open("");
    const heading = () => page.evaluate(() => document.querySelector("h1")?.getBoundingClientRect().top);
    const before = await heading();
    for (const [kind, control] of Object.entries(CONTROLS)) {
      await put(page, control);
      const { bottom } = await eventually(() => look(page), isAside);
      expect(bottom, kind).toBeLessThan(160);
      expect(await heading(), "the page is not shifted").toEqual(before);
      await put(page, "");
      await eventually(() => look(page), isHome);
    }
  });

  it("in the shadow root of a banner", async () => {
    const page = await open(`<cookie-banner></cookie-banner><script>
      document.querySelector("cookie-banner").attachShadow({ mode: "open" }).innerHTML = ${JSON.stringify(bar(BUTTON))}</script>`);
    await eventually(() => look(page, "cookie-banner >>> #control"), isAside);
  });

  it("that is shown by a class, or moves in", async () => {
    const page = await open(
      `<style>.away{display:none!important}.below{transform:translateY(100%)}#bar{transition:transform .3s}</style>${bar(BUTTON)}`,
    );
    const toggle = (className: string) =>
      page.evaluate((name) => document.getElementById("bar")?.classList.toggle(name), className);
    await eventually(() => look(page), isAside);
    for (const className of ["away", "below"]) {
      await toggle(className);
      await eventually(() => look(page), isHome);
      await toggle(className);
      await eventually(() => look(page), isAside);
    }
  });

  it("on a phone, above a bar that stands on another, and when the window changes its size", async () => {
    const upper = bar('<button id="upper" style="padding:14px 28px">Buy now</button>', "bottom:64px");
    const style = "<style>@media(min-width:900px){#bar{display:none!important}}</style>";
    const page = await open(style + bar(BUTTON) + upper, PHONE);
    await eventually(() => look(page), isAside);
    await eventually(() => look(page, "#upper"), isAside);
    if (engine.name === "WebKit") return; // there, a phone is a frame
    await page.setViewportSize(DESKTOP);
    await eventually(() => look(page), isHome);
    await page.setViewportSize(PHONE);
    await eventually(() => look(page), isAside);
  });

  it("at the end of a long page, on pages with a zoom, and not if controls are everywhere", async () => {
    const page = await open(
      '<div style="height:3000px"></div><div style="text-align:right;padding:16px">' +
        '<button id="control" style="padding:14px 28px">Order</button></div>',
    );
    await eventually(() => look(page), isHome);
    await page.evaluate(() => scrollTo(0, 1e6));
    await eventually(() => look(page), isAside);
    await page.evaluate(() => scrollTo(0, 0));
    await eventually(() => look(page), isHome);

    const centred =
      '<button id="control" style="position:fixed;right:37px;bottom:37px;width:24px;height:24px"></button>';
    for (const zoom of ["0.8", "1.25", "1.5"]) {
      await page.evaluate((zoom) => document.documentElement.style.setProperty("zoom", zoom), zoom);
      await put(page, centred);
      await eventually(
        () => look(page, "#control", engine.name === "WebKit" ? Number(zoom) : 1),
        ({ covered, bottom }) => !covered && bottom > 40 * Number(zoom) && bottom < 90 * Number(zoom),
      );
      await put(page, "");
    }
    await page.evaluate(() => document.documentElement.style.removeProperty("zoom"));
    await eventually(() => look(page), isHome);

    await put(page, centred);
    await eventually(() => look(page), isAside);
    const wall = '<button style="min-height:0"></button>'.repeat(60);
    await put(page, `<div style="position:fixed;inset:0;display:grid">${wall}</div>`);
    await eventually(() => look(page), isHome);
  });
});
