import type { SpecialDay, Week } from "../../../shared/rules/hours.ts";
import { openIntervals } from "../../../shared/rules/open-intervals.ts";

const MINUTE = 60_000;

/**
 * When an answer is due: the instant at which a number of minutes of business hours have passed. Pure. When the clocks
 * change, an hour that is skipped does not count and an hour that is repeated counts twice, as `isOpen` says of each
 * instant.
 *
 * @param week null: the property is always open, except on special days
 * @param timeZone an IANA name
 * @param from ms since 1970
 * @param minutes more than 0
 * @returns ms since 1970; null if business hours are so rare that it is not within a year
 */
export function dueTime(
  week: Week | null,
  timeZone: string,
  from: number,
  minutes: number,
  specialDays: readonly SpecialDay[] = [],
): number | null {
  let left = minutes * MINUTE;
  for (const [start, stop] of openIntervals(week, timeZone, from, specialDays)) {
    if (stop - start >= left) return start + left;
    left -= stop - start;
  }
  return null;
}
