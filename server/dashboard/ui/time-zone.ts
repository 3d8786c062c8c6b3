import { dateLocale } from "./format.ts";

/** The time zone of this browser, as an IANA name. */
export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** The names of all time zones that the browser knows. */
export function timeZones(): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])].sort();
}

/** The current local time of a time zone, as in "Mon 14:32"; null if the time zone does not exist. */
export function wallClock(timeZone: string, now: number): string | null {
  try {
    return new Intl.DateTimeFormat(dateLocale(), {
      timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
    }).format(now);
  } catch {
    return null; // a RangeError: no such zone
  }
}

/** The date and time of a time zone, as in "Thursday 24 December 2026 at 10:00". */
export function wallDate(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat(dateLocale(), { timeZone, dateStyle: "full", timeStyle: "short" }).format(
    at,
  );
}
