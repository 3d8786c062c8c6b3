import type { Opening, Week } from "../../../shared/rules/hours.ts";
import { LOCALE } from "../ui/format.ts";

const DAY_END = 1440;

/** The hours when the schedule is first turned on: Monday to Friday, 9:00 to 17:00. */
export const DEFAULT_HOURS: Week = Array.from({ length: 7 }, (_, day) =>
  day < 5 ? [{ from: 540, to: 1020 }] : [],
);

/** Formats minutes since midnight for a time field. The end of the day, 1440, is shown as 00:00. */
export function timeText(minutes: number): string {
  const inDay = minutes % DAY_END;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}:${String(inDay % 60).padStart(2, "0")}`;
}

/**
 * Parses the value of a time field to minutes since midnight.
 *
 * @param closing whether the time closes an opening: 00:00 is then the end of the day, 1440
 * @returns null if the time is missing or incomplete
 */
export function minutesOf(text: string, closing: boolean): number | null {
  const [hour, minute] = text.split(":").map(Number);
  if (!text || hour === undefined || minute === undefined || Number.isNaN(hour + minute)) return null;
  const minutes = hour * 60 + minute;
  return closing && minutes === 0 ? DAY_END : minutes;
}

/** Adds an opening to a day, after the last one. */
export function addOpening(day: readonly Opening[]): readonly Opening[] {
  const last = day.at(-1);
  if (!last) return [{ from: 540, to: 1020 }];
  const from = Math.min(last.to + 60, DAY_END - 60);
  return [...day, { from, to: Math.min(from + 120, DAY_END) }];
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
export function dayNames(locale = LOCALE): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
}
