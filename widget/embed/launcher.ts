import type { EmbedSettings } from "../../shared/property.ts";

/** The language among ours that is written from right to left. */
export const RIGHT_TO_LEFT = "ar";

/** Makes an element with a style. Set by script and not as an attribute, a style is no business of the page's policy. */
function draw<N extends keyof HTMLElementTagNameMap>(
  name: N,
  style: string,
  parent: Node & ParentNode,
): HTMLElementTagNameMap[N] {
  const element = document.createElement(name);
  element.style.cssText = style;
  parent.append(element);
  return element;
}

declare global {
  interface HTMLElementTagNameMap {
    "foyer-chat": HTMLElement;
  }
}

/**
 * Draws the launcher into a shadow root of its own, outside `body`, which frameworks like to replace.
 *
 * No rule of the page hides, moves or covers it: an important declaration of an element's own style wins over all of
 * theirs, and into the shadow root they do not reach. The clear border is there for forced colours, which make it
 * visible. The focus ring is the browser's own: of two colours, so that one of them stands out on any page.
 */
export function drawLauncher(
  { accent, onAccent, launcher }: EmbedSettings,
  position: string | undefined,
  language: string,
): HTMLButtonElement {
  const side = (position === "left") === (language === RIGHT_TO_LEFT) ? "right" : "left";
  const button = draw(
    "button",
    `position:fixed;z-index:9999999999;bottom:20px;${side}:20px;padding:17px;border:2px solid #0000;` +
      `border-radius:50%;background:${accent};color:${onAccent};box-shadow:0 4px 20px #0004;cursor:pointer`,
    draw("foyer-chat", "all:initial!important", document.documentElement).attachShadow({ mode: "open" }),
  );
  draw("div", "padding:9px;border:2px solid;border-radius:50% 50% 50% 2px", button);
  button.lang = language;
  button.ariaLabel = launcher[language] as string; // every language that has a locale has a label
  return button;
}
