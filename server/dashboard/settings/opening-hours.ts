import { DAY_MINUTES } from "../../../shared/rules/calendar.ts";
import { type Opening, type Week, wallTime } from "../../../shared/rules/hours.ts";
import { dateLocale } from "../ui/format.ts";

/** ms */
const DAY = DAY_MINUTES * 60_000;

/** The hours when the schedule is first turned on: Monday to Friday, 9:00 to 17:00. */
export const DEFAULT_HOURS: Week = Array.from({ length: 7 }, (_, day) =>
  day < 5 ? [{ from: 540, to: 1020 }] : [],
);

/** Formats minutes since midnight for a time field. The end of the day, 1440, is shown as 00:00. */
export function timeText(minutes: number): string {
  const inDay = minutes % DAY_MINUTES;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}:${String(inDay % 60).padStart(2, "0")}`;
}

/**
 * Parses the value of a time field to minutes since midnight.
 *
 * @returns null if the time is missing or incomplete
 */
export function minutesOf(text: string): number | null {
  const [hour, minute] = text.split(":").map(Number);
  if (!text || hour === undefined || minute === undefined || Number.isNaN(hour + minute)) return null;
  return hour * 60 + minute;
}

/**
 * Changes the time at which an opening begins or ends. A closing time that is not after the opening time is on the next
 * day; 00:00 is the end of the day.
 *
 * @param minutes since midnight
 */
export function withTime(opening: Opening, end: "from" | "to", minutes: number): Opening {
  const from = end === "from" ? minutes : opening.from;
  const to = (end === "to" ? minutes : opening.to) % DAY_MINUTES;
  return { from, to: to > from ? to : to + DAY_MINUTES };
}

/**
 * The instant at which a clock of a time zone shows a time, ms since 1970. Of an hour that is skipped, that as long after
 * the last minute before; of one that is repeated, the first.
 *
 * @param wall the time as ms since 1970 of a clock of UTC
 */
export function instantOf(timeZone: string, wall: number): number {
  const candidates = [wall - DAY, wall + DAY].map((near) => wall - (wallTime(timeZone, near) - near));
  return candidates.find((at) => wallTime(timeZone, at) === wall) ?? candidates[0] ?? wall;
}

/** Adds an opening to a day, after the last one. */
export function addOpening(day: readonly Opening[]): readonly Opening[] {
  const last = day.at(-1);
  if (!last) return [{ from: 540, to: 1020 }];
  const from = Math.min(last.to + 60, DAY_MINUTES - 60);
  return [...day, { from, to: Math.min(from + 120, DAY_MINUTES) }];
}

/** Replaces the openings of one day. */
export function withDay(week: Week, day: number, openings: readonly Opening[]): Opening[][] {
  return week.map((old, index) => [...(index === day ? openings : old)]);
}

/** Copies the openings of Monday to Tuesday until Friday. */
export function mondayForWeekdays(week: Week): Opening[][] {
  return week.map((old, index) => [...(index > 0 && index < 5 ? (week[0] ?? []) : old)]);
}

/** The names of the days, Monday first. */
export function dayNames(locale = dateLocale()): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
}
