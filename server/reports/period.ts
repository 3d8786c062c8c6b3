import { DEFAULT_REPORT_PERIOD, type ReportPeriod, type ReportQuery } from "../../shared/reports.ts";
import { localTime } from "../../shared/rules/hours.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** No clock differs from UTC by as much, ms. */
const MOST_OFFSET = 15 * HOUR;

/** The days from one to another, both included, as days from 1970-01-01. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** A day as a date, such as 2026-01-31. */
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (date: string): number => Date.parse(date) / DAY;

/** The day of the week, 0 for Monday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** The period that a query names. Pure. @param today as days from 1970-01-01 */
export function periodOf({ period, from, to }: ReportQuery, today: number): Period {
  if (from !== undefined && to !== undefined) return { from: dayOf(from), to: dayOf(to) };
  return namedPeriod(period ?? DEFAULT_REPORT_PERIOD, today);
}

function namedPeriod(name: ReportPeriod, today: number): Period {
  const month = dayOf(`${dateOf(today).slice(0, 7)}-01`);
  switch (name) {
    case "last_7_days":
      return { from: today - 6, to: today };
    case "last_28_days":
      return { from: today - 27, to: today };
    case "last_90_days":
      return { from: today - 89, to: today };
    case "this_month":
      return { from: month, to: today };
    case "last_month":
      return { from: dayOf(`${dateOf(month - 1).slice(0, 7)}-01`), to: month - 1 };
  }
}

/** The period of the same length before another one. Pure. */
export const periodBefore = ({ from, to }: Period): Period => ({
  from: from - (to - from) - 1,
  to: from - 1,
});

/**
 * When a day begins in a time zone, ms since 1970: its first minute, which is not midnight where the clocks skip that. A
 * day that a time zone has skipped begins when the next one does. Pure.
 */
export function startOfDay(timeZone: string, day: number): number {
  let before = (day * DAY - MOST_OFFSET) / MINUTE;
  let since = (day * DAY + MOST_OFFSET) / MINUTE;
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2);
    if (localTime(timeZone, middle * MINUTE).day < day) before = middle;
    else since = middle;
  }
  return since * MINUTE;
}
