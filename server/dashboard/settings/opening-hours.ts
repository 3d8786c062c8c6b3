import type { Opening, Week } from "../../../shared/rules/hours.ts";
import { LOCALE } from "../ui/format.ts";

const DAY_END = 1440;

/** What a week starts with when it is first set: Monday to Friday, nine to five. */
export const DEFAULT_HOURS: Week = Array.from({ length: 7 }, (_, day) =>
  day < 5 ? [{ from: 540, to: 1020 }] : [],
);

/** Minutes as a time field shows them; the end of the day is its 00:00. */
export function timeText(minutes: number): string {
  const inDay = minutes % DAY_END;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}:${String(inDay % 60).padStart(2, "0")}`;
}

/**
 * Reads a time field.
 *
 * @param closing midnight as a closing time is the end of the day
 * @returns null if nothing (or half a time) was entered
 */
export function minutesOf(text: string, closing: boolean): number | null {
  const [hour, minute] = text.split(":").map(Number);
  if (!text || hour === undefined || minute === undefined || Number.isNaN(hour + minute)) return null;
  const minutes = hour * 60 + minute;
  return closing && minutes === 0 ? DAY_END : minutes;
}

/** One more opening on a day: after the last one, as long as there is room. */
export function addOpening(day: readonly Opening[]): readonly Opening[] {
  const last = day.at(-1);
  if (!last) return [{ from: 540, to: 1020 }];
  const from = Math.min(last.to + 60, DAY_END - 60);
  return [...day, { from, to: Math.min(from + 120, DAY_END) }];
}

/** The week with one day changed. */
export function withDay(week: Week, day: number, openings: readonly Opening[]): Opening[][] {
  return week.map((old, index) => [...(index === day ? openings : old)]);
}

/** Monday's openings from Tuesday to Friday as well. */
export function mondayForWeekdays(week: Week): Opening[][] {
  return week.map((old, index) => [...(index > 0 && index < 5 ? (week[0] ?? []) : old)]);
}

/** The days' names, Monday first. */
export function dayNames(locale = LOCALE): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
}
