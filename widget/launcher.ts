import type { EmbedSettings } from "../shared/property.ts";

/** Languages that are written from right to left. */
export const RIGHT_TO_LEFT = /^(ar|fa|he|ur)/;

/**
 * The declarations on `:host` are important, and important declarations of a shadow tree win over those of the page:
 * no page rule hides, moves or covers the widget. The clear border is there for forced colours, which make it visible.
 * The focus ring is the browser's own: of two colours, so that one of them stands out on any page.
 */
const css = ({ accent, onAccent }: EmbedSettings, side: string) =>
  ":host{all:initial!important;position:fixed!important;z-index:9999999999!important}" +
  `button{position:fixed;bottom:20px;${side}:20px;padding:17px;border:2px solid #0000;border-radius:50%;` +
  `background:${accent};color:${onAccent};box-shadow:0 4px 20px #0004;cursor:pointer}` +
  "button[aria-busy=true]{opacity:.6}" +
  'button:before{content:"";display:block;padding:9px;border:2px solid;border-radius:50% 50% 50% 2px}';

/** Draws the launcher into a shadow root of its own, outside `body`, which frameworks like to replace. */
export function drawLauncher(
  settings: EmbedSettings,
  position: string,
  language: string,
): [host: HTMLElement, launcher: HTMLButtonElement] {
  const host = document.createElement("foyer-chat");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  const launcher = document.createElement("button");
  sheet.replaceSync(css(settings, (position === "left") === RIGHT_TO_LEFT.test(language) ? "right" : "left"));
  root.adoptedStyleSheets = [sheet];
  root.append(launcher);
  launcher.lang = language;
  launcher.ariaLabel = settings.launcher[language] as string;
  document.documentElement.append(host);
  return [host, launcher];
}
