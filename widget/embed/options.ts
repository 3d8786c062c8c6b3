import type { InlinedSettings } from "../../shared/property.ts";
import { labelFor } from "../../shared/rules/locale-tags.ts";
import type { FoyerOptions } from "../api/foyer.ts";
import { warn } from "./warn.ts";

/** The settings of the property, with the options of the page in their place. */
export interface PageSettings extends InlinedSettings {
  /** A selector of elements of the page that open and close the chat in place of the launcher; `page-watch` checks it. */
  launcher?: string | undefined;
  /** The vendor whose interface the page calls. */
  compat?: string | undefined;
  /** The folder of the server's files for visitors: `https://chat.example.com/w/`. */
  readonly base: string;
  /** A language of the widget. */
  readonly language: string;
  /** The launcher's accessible name in that language. */
  readonly label: string;
}

/** The options by their names; a page may give others, which are ignored. */
interface Options extends Record<string, unknown> {
  server?: string | undefined;
  language?: string | undefined;
}

/** The options that replace settings: those with their values, distances with a number in them, and a selector. */
const VALID =
  /^(consent=(none|required)|position=(left|right)|theme=(auto|dark|light))$|^offset.*\d|^launcher|^compat/;

/**
 * Reads the options of the page. A value that an option does not have is ignored: the property's own setting holds. It
 * holds too where there is nothing to read; then the console says so, because the site may count on its options (R25).
 *
 * The attributes are those of the script element whose code runs, which may be a bundle of the site or in an SVG image,
 * and of all with the property's address, because tag managers and jQuery run a copy without attributes. The options in
 * the script's address are among the settings: the server has read them.
 *
 * The server's address is that of the script's element. Where there is none (`import()`, a shadow root, a script that
 * is fetched and evaluated), it is the one at which the server was asked for the script.
 *
 * @param given what the page has put at `window.Foyer`
 */
export function readOptions(settings: InlinedSettings, given: FoyerOptions): PageSettings {
  const options: Options = { ...given, ...settings.query };
  let folder: string | undefined;
  for (const tag of [
    document.currentScript as HTMLScriptElement | null,
    ...document.querySelectorAll<HTMLScriptElement>(`script[src*="/${settings.property}"]`),
  ]) {
    Object.assign(options, tag?.dataset);
    folder ??= RegExp(`^[^?#]+/(?=${settings.property})`).exec(`${tag?.src}`)?.[0];
  }
  folder = options.server?.replace(/\/?$/, "/w/") ?? folder;
  if (!folder && !Object.keys(options)[0]) warn("set window.Foyer={server}");
  const [language, label] = labelFor(
    settings.labels,
    options.language || document.documentElement.lang || navigator.language,
  );
  const page: Record<string, unknown> & PageSettings = {
    ...settings,
    base: folder ?? new URL(settings.base, document.baseURI).href,
    language,
    label,
  };
  for (const name in options) if (VALID.test(`${name}=${options[name]}`)) page[name] = options[name];
  return page;
}
