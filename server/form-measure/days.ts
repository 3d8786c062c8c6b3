import { localTime } from "../../shared/rules/hours.ts";

const DAY = 86_400_000;

/** The day in a time zone, such as 2026-01-31. Pure. @param before so many days earlier */
export const dayIn = (timeZone: string, now: number, before = 0): string =>
  new Date((localTime(timeZone, now).day - before) * DAY).toISOString().slice(0, 10);
