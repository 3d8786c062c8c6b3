import type { QuietHours } from "../../shared/notifications.ts";
import { localTime } from "../../shared/rules/hours.ts";

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

function isQuiet({ from, to, timeZone }: QuietHours, at: number): boolean {
  const { minute } = localTime(timeZone, at);
  return from < to ? from <= minute && minute < to : minute >= from || minute < to;
}

/** The minutes of the clock until the end of the quiet hours. */
function minutesLeft({ to, timeZone }: QuietHours, at: number): number {
  const { minute } = localTime(timeZone, at);
  return (to - minute + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
}

/**
 * When an agent may be told again: the first minute that is not quiet by the clock of their time zone. When clocks go
 * forward over the end, that is the minute after the gap. Pure.
 *
 * @param hours null: none
 * @param now ms since 1970
 * @returns `now` if it is not quiet; ms since 1970
 */
export function afterQuietHours(hours: QuietHours | null, now: number): number {
  if (!hours || !isQuiet(hours, now)) return now;
  const start = now - (now % MINUTE);
  let end = start;
  // a second round is needed only if clocks went back in the first
  while (isQuiet(hours, end)) end = firstNotQuiet(hours, end, end + minutesLeft(hours, end) * MINUTE);
  return end;
}

/**
 * The first minute after a quiet one that is not, up to a limit: clocks that go forward make it earlier than the clock's difference.
 *
 * @returns the limit if it is quiet up to there
 */
function firstNotQuiet(hours: QuietHours, quiet: number, limit: number): number {
  let [low, high] = [quiet, limit];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / MINUTE / 2) * MINUTE;
    if (isQuiet(hours, middle)) low = middle;
    else high = middle;
  }
  return high;
}
