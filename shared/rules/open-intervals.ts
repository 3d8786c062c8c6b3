import { DAY_MINUTES } from "./calendar.ts";
import { openingsOn, type SpecialDay, type Week, wallTime } from "./hours.ts";

const MINUTE = 60_000;
const DAY = DAY_MINUTES * MINUTE;
/** The longest time in which an opening is looked for, days. */
const MAX_DAYS = 366;

/** The difference between the clocks of a time zone and UTC at an instant, ms. */
function offsetAt(timeZone: string, at: number): number {
  const second = Math.floor(at / 1_000) * 1_000;
  return wallTime(timeZone, second) - second;
}

/** The first minute after `from` at which the offset is no longer that of `from`; null: it is the same until `until`. */
function offsetChange(timeZone: string, from: number, until: number): number | null {
  const offset = offsetAt(timeZone, from);
  if (offsetAt(timeZone, until) === offset) return null;
  let same = Math.floor(from / MINUTE);
  let other = Math.ceil(until / MINUTE);
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(timeZone, middle * MINUTE) === offset) same = middle;
    else other = middle;
  }
  return other * MINUTE;
}

/**
 * The open intervals of one local day in ms since its midnight, in order. Openings that overlap are cut, as are those of
 * the day before that last past midnight.
 */
function intervalsOf(
  week: Week | null,
  specialDays: readonly SpecialDay[],
  localMidnight: number,
): [from: number, to: number][] {
  const day = Math.round(localMidnight / DAY);
  const overnight = openingsOn(week, specialDays, day - 1).map(({ from, to }) => ({
    from: from - DAY_MINUTES,
    to: to - DAY_MINUTES,
  }));
  const sorted = [...overnight, ...openingsOn(week, specialDays, day)].sort((a, b) => a.from - b.from);
  let end = 0;
  return sorted.flatMap(({ from, to }): [number, number][] => {
    const start = Math.max(from * MINUTE, end);
    end = Math.max(end, Math.min(to * MINUTE, DAY));
    return start < end ? [[start, end]] : [];
  });
}

/**
 * The intervals in which a property is open after an instant, in order, within a year. When the clocks change, an hour
 * that is skipped is in none and one that is repeated is in two, as `isOpen` says of each instant. Pure.
 *
 * @param week null: the property is always open, except on special days
 * @param timeZone an IANA name
 * @param from ms since 1970
 * @returns ms since 1970; an interval that continues another may begin where that one ends
 */
export function* openIntervals(
  week: Week | null,
  timeZone: string,
  from: number,
  specialDays: readonly SpecialDay[] = [],
): Generator<readonly [start: number, stop: number]> {
  const end = from + MAX_DAYS * DAY;
  for (let at = from; at < end; ) {
    const offset = offsetAt(timeZone, at);
    const midnight = Math.floor((at + offset) / DAY) * DAY;
    const nextMidnight = midnight + DAY - offset;
    const until = offsetChange(timeZone, at, nextMidnight) ?? nextMidnight;
    for (const [opens, closes] of intervalsOf(week, specialDays, midnight)) {
      const start = Math.max(at, midnight + opens - offset);
      const stop = Math.min(until, midnight + closes - offset);
      if (start < stop) yield [start, stop];
    }
    at = until;
  }
}

/**
 * When a property is open again.
 *
 * @param now ms since 1970
 * @returns `now` if it is open; ms since 1970; null if it does not open within a year
 */
export function nextOpening(
  week: Week | null,
  timeZone: string,
  now: number,
  specialDays: readonly SpecialDay[] = [],
): number | null {
  const { value } = openIntervals(week, timeZone, now, specialDays).next();
  return value ? value[0] : null;
}
