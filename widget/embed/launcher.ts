import type { PageSettings } from "./options.ts";
import { sideOf } from "./side-of.ts";

/** The greatest width of a phone, CSS pixels. */
const PHONE = 480;

declare global {
  interface HTMLElementTagNameMap {
    "foyer-chat": HTMLElement;
  }
}

/**
 * Creates an element with properties. A style is set as a property too, which browsers pass on to `style.cssText`: the
 * page's policy (CSP) forbids style attributes.
 */
const create = <N extends keyof HTMLElementTagNameMap>(
  name: N,
  properties: { readonly style: string; readonly lang?: string; readonly ariaLabel?: string },
): HTMLElementTagNameMap[N] => Object.assign(document.createElement(name), properties);

/**
 * Creates the launcher, in the shadow root of an element that is yet to be added to the page.
 *
 * No style sheet of the page can hide, move or cover it, and it takes no part in the page's layout: an important
 * declaration in an element's own style has priority over every rule of the page, a fixed element is no item of a grid
 * or flex container, which would leave a gap for it, and page styles do not apply inside the shadow root. Until
 * consent (R25) it is not in the top layer, so that the banners of the page lie over it.
 *
 * The page may set `--foyer-x` and `--foyer-y` for the element, and `page-watch` sets `--foyer-lift`. The transparent
 * border becomes visible with forced colours. The focus ring is the browser's default, which has two colours and is
 * visible on any background.
 */
export function createLauncher(settings: Omit<PageSettings, "base">) {
  const side = sideOf(settings);
  const offset = innerWidth > PHONE ? settings.offset : settings.offsetPhone;
  const [x, y = 20] = (offset || "20").match(/\d+/g) as RegExpMatchArray;
  const button = create("button", {
    lang: settings.language,
    ariaLabel: settings.label,
    style:
      `position:fixed;bottom:calc(var(--foyer-y,${y}px) + var(--foyer-lift,0px) + env(safe-area-inset-bottom));` +
      `${side}:calc(var(--foyer-x,${x}px) + env(safe-area-inset-${side}));padding:17px;border:2px solid #0000;` +
      `border-radius:50%;background:${settings.accent};color:${settings.onAccent};box-shadow:0 4px 20px #0004;` +
      (settings.launcher ? "display:none" : "cursor:pointer"), // the page may have its own
  });
  button.append(create("div", { style: "padding:9px;border:2px solid;border-radius:50% 50% 50% 2px" }));
  const element = create("foyer-chat", { style: "all:initial!important;position:fixed!important" });
  const root = element.attachShadow({ mode: "open" });
  root.append(button);
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@media print{:host{display:none!important}}");
    root.adoptedStyleSheets = [sheet];
  } catch {
    // an old browser, which knows no constructed sheets, prints it
  }
  return [element, button] as const;
}
