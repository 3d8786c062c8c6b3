import type { Finding } from "../../api/foyer.ts";
import { INSTALLED } from "../../api/global-name.ts";
import type { EmbedForSdk } from "../../embed/panel-host.ts";
import { finding } from "./findings.ts";

/** A script of Foyer's server, with the ID of its property. */
const SCRIPT = /\/w\/([a-z\d]{10})\.js(?:[?#]|$)/;

/** Looks at the page: its address, its scripts, and the launcher. Nothing is requested or stored. */
export function checkPage(embed: EmbedForSdk): Finding[] {
  const findings: Finding[] = [];
  if (location.protocol === "file:") findings.push(finding("local_file"));
  else if (!isSecureContext) findings.push(finding("not_https", location.origin));
  if (isFramed()) findings.push(finding("frame"));
  if (!embed.session()) findings.push(finding("consent_missing"));
  const scripts = [...document.querySelectorAll("script")].flatMap(({ src }) => SCRIPT.exec(src)?.[1] ?? []);
  if (scripts.length > 1) findings.push(finding("second_script", scripts.join(", ")));
  if (window.Foyer !== window[INSTALLED]) findings.push(finding("name_taken"));
  return [...findings, ...checkLauncher(embed)];
}

/** Whether the page is inside a frame of another site. */
function isFramed(): boolean {
  try {
    return window.top?.location.origin !== location.origin;
  } catch {
    return true;
  }
}

function checkLauncher({ launcher, settings }: EmbedForSdk): Finding[] {
  const root = launcher.getRootNode();
  const element = root instanceof ShadowRoot ? root.host : undefined;
  if (!element?.isConnected) return [finding("launcher_removed")];
  if (settings.launcher)
    return document.querySelector(settings.launcher) ? [] : [finding("launcher_missing", settings.launcher)];
  const { x, y, width, height } = launcher.getBoundingClientRect();
  const { visibility } = getComputedStyle(launcher);
  if (!width || visibility !== "visible" || getComputedStyle(element).opacity === "0")
    return [finding("launcher_hidden")];
  // the panel may be open over it
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  if (!top) return [finding("launcher_hidden", "It is outside of the window.")];
  return top === element ? [] : [finding("launcher_covered", describe(top))];
}

/** An element as its developer finds it: `div#banner.cookie`. */
function describe({ localName, id, classList }: Element): string {
  return [localName, id && `#${id}`, ...[...classList].map((name) => `.${name}`)].join("").slice(0, 100);
}
