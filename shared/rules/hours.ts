/** One interval of business hours, in minutes since local midnight; `to` may be 1440. */
export interface Opening {
  readonly from: number;
  readonly to: number;
}

/** Business hours of a week: seven entries, Monday first; an empty entry means closed all day. */
export type Week = readonly (readonly Opening[])[];

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** A formatter for each time zone: making one takes longer than using it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/**
 * The local time of a time zone, daylight saving included.
 *
 * @param timeZone an IANA name
 * @param now ms since 1970
 * @returns the day of the week, 0 for Monday, and the minutes since midnight
 */
export function localTime(
  timeZone: string,
  now: number,
): { readonly weekday: number; readonly minute: number } {
  const parts = clockOf(timeZone).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return {
    weekday: WEEKDAYS.indexOf(part("weekday")),
    minute: Number(part("hour")) * 60 + Number(part("minute")),
  };
}

/**
 * Whether a property is open at an instant, by the local time of its time zone (R20).
 *
 * @param week null if the property is always open
 * @param timeZone an IANA name
 * @param now milliseconds since 1970
 */
export function isOpen(week: Week | null, timeZone: string, now: number): boolean {
  if (!week) return true;
  const { weekday, minute } = localTime(timeZone, now);
  return (week[weekday] ?? []).some((opening) => opening.from <= minute && minute < opening.to);
}
