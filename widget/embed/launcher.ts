import type { EmbedSettings } from "../../shared/property.ts";

/** The only one of the widget's languages that is written from right to left. */
export const RIGHT_TO_LEFT = "ar";

/** Appends an element with a style. The style is set by script: the page's policy (CSP) forbids style attributes. */
function append<N extends keyof HTMLElementTagNameMap>(
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
 * Adds the launcher to the page, in a shadow root outside `body`, because frameworks may replace the content of `body`.
 *
 * No style sheet of the page can hide, move or cover it: an important declaration in an element's own style has
 * priority, and page styles do not apply inside the shadow root. The transparent border becomes visible with forced
 * colours. The focus ring is the browser's default, which has two colours and is visible on any background.
 */
export function addLauncher(
  { accent, onAccent, launcher }: EmbedSettings,
  position: string | undefined,
  language: string,
): HTMLButtonElement {
  const side = (position === "left") === (language === RIGHT_TO_LEFT) ? "right" : "left";
  const button = append(
    "button",
    `position:fixed;z-index:9999999999;bottom:20px;${side}:20px;padding:17px;border:2px solid #0000;` +
      `border-radius:50%;background:${accent};color:${onAccent};box-shadow:0 4px 20px #0004;cursor:pointer`,
    append("foyer-chat", "all:initial!important", document.documentElement).attachShadow({ mode: "open" }),
  );
  append("div", "padding:9px;border:2px solid;border-radius:50% 50% 50% 2px", button);
  button.lang = language;
  button.ariaLabel = launcher[language] as string; // every language that has a locale has a label
  return button;
}
