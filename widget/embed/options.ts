import type { EmbedSettings } from "../../shared/property.ts";
import type { FoyerOptions } from "../api/foyer.ts";
import { warn } from "./warn.ts";

/** The settings of the property, with the options of the page in their place. */
export interface PageSettings extends EmbedSettings {
  /** A selector of elements of the page that open and close the chat in place of the launcher. */
  readonly ownLauncher?: string | undefined;
  /** The folder of the server's files for visitors: `https://chat.example.com/w/`. */
  readonly base: string;
  /** A language of the widget. */
  readonly language: string;
}

/** Where the address of the script may be found: a script element, or what the browser says of a loaded file. */
type Source = Partial<Pick<HTMLScriptElement, "src" | "dataset"> & PerformanceResourceTiming> | null;

/**
 * Reads the options of the page. A value that an option does not have is ignored: the property's own setting holds. It
 * holds too where there is nothing to read; then the console says so, because the site may count on its options (R25).
 *
 * The attributes are those of the script element whose code runs, which may be a bundle of the site or in an SVG image,
 * and of all with the property's address, because tag managers and jQuery run a copy without attributes. Where no element
 * has the address, the list of what the page has loaded has it (`import()`, a shadow root, a script that is fetched and
 * evaluated), or, if the page has emptied the list, the stack of this call, which in WebKit lacks the query.
 *
 * @param given what the page has put at `window.Foyer`
 * @returns an empty `base` if the server's address is not known
 */
export function readOptions(settings: EmbedSettings, given: FoyerOptions): PageSettings {
  const { property, launcher } = settings;
  const tags: Source[] = [
    document.currentScript as HTMLScriptElement | null,
    ...document.querySelectorAll<HTMLScriptElement>(`script[src*="/${property}"]`),
  ];
  const files: Source[] = performance.getEntriesByType("resource");
  const addresses = [...tags, ...files].map((source) => source?.src ?? source?.name);
  // in a stack, line and column follow the address; an address in the query of another one is not meant
  const [, folder, query] =
    RegExp(`[\\s(@](\\w+://[^\\s?#]+/)${property}\\S*?\\.js([^\\s#:)]*)`).exec(
      ["", ...addresses, Error().stack].join(" "),
    ) ?? [];
  const options: FoyerOptions = Object.assign(
    {},
    given,
    Object.fromEntries(new URLSearchParams(query)),
    ...tags.map((tag) => tag?.dataset),
  );
  const base = options.server?.replace(/\/?$/, "/w/") ?? folder;
  if (!base || !(tags.some(Boolean) || Object.keys(options)[0])) warn("set window.Foyer={server}");
  const languages = options.language || document.documentElement.lang || navigator.language;
  const language = `${/[a-z]+/i.exec(languages)}`.toLowerCase();
  const choose = (name: "consent" | "position" | "theme" | "offset" | "offsetPhone", values: RegExp) => ({
    [name]: values.test(`${options[name]}`) ? options[name] : settings[name],
  });
  let ownLauncher = options.launcher;
  try {
    document.querySelector(`${ownLauncher}`);
  } catch {
    warn(`invalid launcher ${ownLauncher}`);
    ownLauncher = undefined;
  }
  return {
    ...settings,
    ...choose("consent", /^(none|required)$/),
    ...choose("position", /^(left|right)$/),
    ...choose("theme", /^(auto|dark|light)$/),
    ...choose("offset", /\d/),
    ...choose("offsetPhone", /\d/),
    base: base ?? settings.base ?? "",
    language: typeof launcher[language] === "string" ? language : "en",
    ownLauncher,
  };
}
