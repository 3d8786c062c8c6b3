import type { EmbedSettings } from "../../shared/property.ts";
import type { FoyerOptions } from "../api/foyer.ts";
import { warn } from "./warn.ts";

/** What the page decides about the widget. */
export interface PageOptions extends Pick<EmbedSettings, "consent" | "position"> {
  /** The folder of the server's files for visitors: `https://chat.example.com/w/`. */
  readonly base: string;
  /** A language of the widget. */
  readonly language: string;
}

/** Where the address of the script may be found: a script element, or what the browser says of a loaded file. */
type Source = Partial<Pick<HTMLScriptElement, "src" | "dataset"> & PerformanceResourceTiming> | null;

/**
 * Reads the options of the page. A value that an option does not have is ignored: the property's own setting holds.
 *
 * The attributes are those of every script element with the property's address, because tag managers and jQuery run a
 * copy without attributes, and of the one whose code runs, which may be a bundle of the site or in an SVG image. The
 * address is known to the stack of this call for a tag of any kind and for `import()`, whatever the page's `<base>` says;
 * to the list of what the page has loaded, for a script that is fetched and evaluated.
 *
 * @param given what the page has put at `window.Foyer`
 * @returns an empty `base` if the server's address is not known
 */
export function readOptions(settings: EmbedSettings, given: FoyerOptions): PageOptions {
  const { property, launcher } = settings;
  const tags: Source[] = [
    ...document.querySelectorAll<HTMLScriptElement>(`script[src*="/${property}"]`),
    document.currentScript as HTMLScriptElement | null,
  ];
  const files: Source[] = performance.getEntriesByType("resource");
  const addresses = [...tags, ...files].map((source) => source?.src ?? source?.name);
  // in a stack, line and column follow the address
  const [, folder, query] =
    RegExp(`(\\w+://\\S+/)${property}\\S*?\\.js([^\\s#:)]*)`).exec([Error().stack, ...addresses].join(" ")) ??
    [];
  const options: FoyerOptions = Object.assign(
    {},
    given,
    Object.fromEntries(new URLSearchParams(query)),
    ...tags.map((tag) => tag?.dataset),
  );
  const base = options.server?.replace(/\/?$/, "/w/") ?? folder;
  if (!base) warn("script tag not found, set window.Foyer={server}");
  const [language = ""] = `${options.language || document.documentElement.lang || navigator.language}`
    .toLowerCase()
    .split(/[-_]/);
  return {
    base: base ?? settings.base ?? "",
    language: typeof launcher[language] === "string" ? language : "en",
    consent: /^(none|required)$/.test(options.consent ?? "") ? options.consent : settings.consent,
    position: /^(left|right)$/.test(options.position ?? "") ? options.position : settings.position,
  };
}
