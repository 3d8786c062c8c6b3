import { getCountries, isSupportedCountry } from "libphonenumber-js/min";

/** V8 has the zones of a region; the types of its API do not have it yet. */
type LocaleWithZones = Intl.Locale & {
  readonly timeZones?: readonly string[];
  getTimeZones?(): readonly string[];
};

/**
 * The country that a property is probably in: that of its time zone, otherwise that of the owner's language. Pure.
 *
 * @param timeZone an IANA name; `UTC` and the like belong to no country
 * @param languages the value of an `Accept-Language` header; empty: unknown
 * @returns an ISO 3166 code; null: unknown
 */
export function guessCountry(timeZone: string, languages: string): string | null {
  const canonical = new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  zonesByCountry ??= getCountries().map((country) => ({ country, zones: zonesOf(country) }));
  const isIn = (zone: string) => zone === timeZone || zone === canonical;
  return zonesByCountry.find(({ zones }) => zones.some(isIn))?.country ?? countryOfLanguage(languages);
}

/** Computed once, because it takes longer than the rest of receiving a small file. */
let zonesByCountry: readonly { readonly country: string; readonly zones: readonly string[] }[] | undefined;

function zonesOf(country: string): readonly string[] {
  const locale: LocaleWithZones = new Intl.Locale(`und-${country}`);
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

function countryOfLanguage(languages: string): string | null {
  const [tag = ""] = languages.split(/[,;]/);
  if (!/^[A-Za-z]{2,3}(-[A-Za-z\d]{2,8})*$/.test(tag)) return null;
  const { region } = new Intl.Locale(tag).maximize();
  return region && isSupportedCountry(region) ? region : null;
}
