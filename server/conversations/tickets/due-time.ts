import type { Week } from "../../../shared/rules/hours.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Business hours so rare that the target is not reached within this many days set no due time. */
const MAX_DAYS = 366;

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

/** The difference between a clock of the time zone and UTC at an instant, ms. */
function offsetAt(timeZone: string, at: number): number {
  const second = Math.floor(at / 1_000) * 1_000;
  const parts = clockOf(timeZone).formatToParts(second);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - second;
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

/** The open intervals of one local day in ms since its midnight, in order. Openings that overlap are cut. */
function intervalsOf(week: Week | null, localMidnight: number): [from: number, to: number][] {
  if (!week) return [[0, DAY]];
  // 1970-01-01 was a Thursday; the week begins with Monday
  const weekday = (((localMidnight / DAY + 3) % 7) + 7) % 7;
  const sorted = [...(week[weekday] ?? [])].sort((a, b) => a.from - b.from);
  let end = 0;
  return sorted.flatMap(({ from, to }): [number, number][] => {
    const start = Math.max(from * MINUTE, end);
    end = Math.max(end, to * MINUTE);
    return start < end ? [[start, end]] : [];
  });
}

/**
 * When an answer is due: the instant at which a number of minutes of business hours have passed. Pure. When the clocks
 * change, an hour that is skipped does not count and an hour that is repeated counts twice, as `isOpen` says of each
 * instant.
 *
 * @param week null: the property is always open
 * @param timeZone an IANA name
 * @param from ms since 1970
 * @param minutes more than 0
 * @returns ms since 1970; null if business hours are so rare that it is not within a year
 */
export function dueTime(week: Week | null, timeZone: string, from: number, minutes: number): number | null {
  let left = minutes * MINUTE;
  const end = from + MAX_DAYS * DAY;
  for (let at = from; at < end; ) {
    const offset = offsetAt(timeZone, at);
    const midnight = Math.floor((at + offset) / DAY) * DAY;
    const nextMidnight = midnight + DAY - offset;
    const until = offsetChange(timeZone, at, nextMidnight) ?? nextMidnight;
    for (const [opens, closes] of intervalsOf(week, midnight)) {
      const start = Math.max(at, midnight + opens - offset);
      const stop = Math.min(until, midnight + closes - offset);
      if (stop <= start) continue;
      if (stop - start >= left) return start + left;
      left -= stop - start;
    }
    at = until;
  }
  return null;
}
