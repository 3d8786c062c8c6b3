import { BASE } from "../data/base-path.ts";
import { currentLanguage, numberLocale } from "../i18n/translate.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Locale = string;

/** The locale of dates and numbers: the language on the screen, with the conventions of the region of the agent's browser. */
export const dateLocale = (): Locale => numberLocale(currentLanguage());

const made = new Map<string, unknown>();

function formatter<T>(key: string, make: () => T): T {
  if (!made.has(key)) made.set(key, make());
  // keys name the formatter's kind and options, so one key is always one type
  return made.get(key) as T;
}

const date = (locale: Locale, options: Intl.DateTimeFormatOptions) =>
  formatter(`${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));

/** Date and time in full, as in "Monday, 23 November 2026 at 14:32:07". */
export function fullTime(at: number, locale: Locale = dateLocale()): string {
  return date(locale, { dateStyle: "full", timeStyle: "medium" }).format(at);
}

/** Date and time in short, as in "23 Nov 2026, 14:32". */
export function shortTime(at: number, locale: Locale = dateLocale()): string {
  return date(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** A date in short, as in "23 Nov 2026". */
export function shortDate(at: number, locale: Locale = dateLocale()): string {
  return date(locale, { dateStyle: "medium" }).format(at);
}

/** The time of the day, as in "14:32". */
export function clockTime(at: number, locale: Locale = dateLocale()): string {
  return date(locale, { timeStyle: "short" }).format(at);
}

/** The day of a separator between messages: "today", "yesterday", else "Monday, 23 November", with the year if it is another. */
export function dayName(at: number, now: number, locale: Locale = dateLocale()): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY);
  if (days === 0 || days === 1)
    return formatter(`day ${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" })).format(
      -days,
      "day",
    );
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return date(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(!sameYear && { year: "numeric" }),
  }).format(at);
}

/** The start of the day of a time, in this browser's time zone. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Formats a date such as "2026-01-31" as "31 Jan 2026". Other texts stay unchanged. */
export function plainDate(text: string, locale: Locale = dateLocale()): string {
  const at = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at)) return text;
  return date(locale, { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

/** A duration in short form: "under 1 min", "5 min", "3 h", "2 days". */
export function duration(ms: number, locale: Locale = dateLocale()): string {
  const unit = (unit: string, value: number) =>
    formatter(
      `unit ${unit} ${locale}`,
      () => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }),
    ).format(value);
  if (ms < MINUTE) return `< ${unit("minute", 1)}`;
  if (ms < HOUR) return unit("minute", Math.floor(ms / MINUTE));
  return ms < DAY ? unit("hour", Math.floor(ms / HOUR)) : unit("day", Math.floor(ms / DAY));
}

/** A file's size: "640 kB", "2.4 MB". */
export function fileSize(bytes: number, locale: Locale = dateLocale()): string {
  const [unit, size] =
    bytes < 1_000_000
      ? (["kilobyte", Math.max(1, bytes / 1_000)] as const)
      : (["megabyte", bytes / 1_000_000] as const);
  return formatter(
    `size ${unit} ${locale}`,
    () =>
      new Intl.NumberFormat(locale, {
        style: "unit",
        unit,
        maximumFractionDigits: unit === "megabyte" ? 1 : 0,
      }),
  ).format(size);
}

/** A relative time in short form: "now", "5 min. ago", "3 hr. ago", "yesterday", then the date. */
export function relativeTime(at: number, now: number, locale: Locale = dateLocale()): string {
  const relative = formatter(
    `relative ${locale}`,
    () => new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "narrow" }),
  );
  const past = Math.max(0, now - at);
  if (past < MINUTE) return relative.format(0, "second");
  if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), "minute");
  if (past < DAY) return relative.format(-Math.floor(past / HOUR), "hour");
  if (past < 7 * DAY) return relative.format(-Math.floor(past / DAY), "day");
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return date(locale, {
    day: "numeric",
    month: "short",
    ...(!sameYear && { year: "numeric" }),
  }).format(at);
}

/** A count with the language's own grouping. */
export function count(value: number, locale: Locale = dateLocale()): string {
  return formatter(`number ${locale}`, () => new Intl.NumberFormat(locale)).format(value);
}

/** A count that was counted up to 100 only: "99+" means that there are as many, or more. */
export const limitedCount = (value: number): string => (value > 99 ? "99+" : String(value));

/** A share as a percentage, rounded down: it is whole only when nothing is left. */
export function percent(share: number, locale?: Locale): string {
  return formatter(
    `percent ${locale}`,
    () => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }),
  ).format(Math.floor(share * 100) / 100);
}

/** A two-letter country code as the country's name. */
export function countryName(code: string, locale: Locale = dateLocale()): string {
  const names = formatter(
    `region ${locale}`,
    () => new Intl.DisplayNames(locale, { type: "region", fallback: "code" }),
  );
  return /^[A-Za-z]{2}$/.test(code) ? (names.of(code.toUpperCase()) ?? code) : code;
}

/** A language tag as the language's name. */
export function languageName(tag: string, locale: Locale = dateLocale()): string {
  try {
    const names = formatter(`language ${locale}`, () => new Intl.DisplayNames(locale, { type: "language" }));
    return names.of(tag) ?? tag;
  } catch {
    return tag; // a visitor's browser can report any text; it is shown unchanged
  }
}

/** The initials of a name, for its avatar. */
export function initials(name: string): string {
  // invisible characters, such as direction marks, are not letters
  const words = name
    .replace(/\p{Cf}/gu, "")
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = picked.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "");
  // Arabic letters are joined in writing: ل and ا would form the word "no"
  return letters.join(/\p{Script=Arabic}/u.test(letters[0] ?? "") ? "\u200C" : "");
}

/** An address without its scheme and without a final slash. */
export function readableAddress(address: string): string {
  return address.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

/** The address if it is safe to link, i.e. http or https. A visitor's browser can report any scheme. */
export function safeAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/** The address of an agent's picture. The server sends a path, with or without a leading slash. */
export function pictureAddress(path: string): string {
  return `${BASE}/${path.replace(/^\/+/, "")}`;
}
