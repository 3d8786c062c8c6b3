import { DAY_MINUTES } from "./calendar.ts";

/**
 * One interval of business hours, in minutes since the local midnight of the day on which it begins. `to` is at most 1440
 * minutes later; above 1440 it is on the next day: 22:00 to 02:00 is from 1320 to 1560.
 */
export interface Opening {
  readonly from: number;
  readonly to: number;
}

/** Business hours of a week: seven entries, Monday first; an empty entry means closed all day. */
export type Week = readonly (readonly Opening[])[];

/** A single day with hours of its own, such as a holiday. */
export interface SpecialDay {
  /** The local date, as in `2026-12-24`. */
  readonly date: string;
  /** Empty: closed. */
  readonly openings: readonly Opening[];
}

/** ms */
const DAY = DAY_MINUTES * 60_000;
const ALL_DAY: readonly Opening[] = [{ from: 0, to: DAY_MINUTES }];

/** A formatter for each time zone: making one takes longer than using it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      hourCycle: "h23",
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/**
 * The date and time of a time zone at an instant, daylight saving included, as the ms since 1970 at which a clock of UTC
 * shows the same, without the ms of the second.
 *
 * @param timeZone an IANA name
 * @param now ms since 1970
 */
export function wallTime(timeZone: string, now: number): number {
  const parts = clockOf(timeZone).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

/**
 * The local time of a time zone, daylight saving included.
 *
 * @param timeZone an IANA name
 * @param now ms since 1970
 * @returns the date as the days since 1970-01-01, and the minutes since midnight
 */
export function localTime(timeZone: string, now: number): { readonly day: number; readonly minute: number } {
  const wall = wallTime(timeZone, now);
  const day = Math.floor(wall / DAY);
  return { day, minute: Math.floor((wall - day * DAY) / 60_000) };
}

/**
 * The openings that begin on a day: those of a special day, or else those of the day of the week.
 *
 * @param week null if the property is open all day, except on special days
 * @param day the days since 1970-01-01
 */
export function openingsOn(
  week: Week | null,
  specialDays: readonly SpecialDay[],
  day: number,
): readonly Opening[] {
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  const special = specialDays.find((one) => one.date === date);
  if (special) return special.openings;
  // 1970-01-01 was a Thursday; the week begins with Monday
  return week ? (week[(((day + 3) % 7) + 7) % 7] ?? []) : ALL_DAY;
}

/**
 * Whether a property is open at an instant, by the local time of its time zone (R20). An opening that began on the day
 * before can last past midnight, also into a special day.
 *
 * @param week null if the property is always open, except on special days
 * @param timeZone an IANA name
 * @param now milliseconds since 1970
 */
export function isOpen(
  week: Week | null,
  timeZone: string,
  now: number,
  specialDays: readonly SpecialDay[] = [],
): boolean {
  if (!week && !specialDays.length) return true;
  const { day, minute } = localTime(timeZone, now);
  const isIn = (openings: readonly Opening[], at: number) =>
    openings.some(({ from, to }) => from <= at && at < to);
  return (
    isIn(openingsOn(week, specialDays, day), minute) ||
    isIn(openingsOn(week, specialDays, day - 1), minute + DAY_MINUTES)
  );
}
