import fc from "fast-check";
import { expect, it } from "vitest";
import { afterQuietHours } from "../../../server/notifications/quiet-hours.ts";
import { localTime } from "../../../shared/rules/hours.ts";

const at = (text: string) => Date.parse(text);
const NIGHT = { from: 22 * 60, to: 7 * 60 };

it.each([
  ["a day in winter", "Europe/Berlin", NIGHT, "2026-01-15T12:00Z", "2026-01-15T12:00Z"],
  ["the minute before it begins", "Europe/Berlin", NIGHT, "2026-01-15T20:59Z", "2026-01-15T20:59Z"],
  ["the minute in which it begins", "Europe/Berlin", NIGHT, "2026-01-15T21:00Z", "2026-01-16T06:00Z"],
  ["before midnight", "Europe/Berlin", NIGHT, "2026-01-15T22:59:31Z", "2026-01-16T06:00Z"],
  ["after midnight", "Europe/Berlin", NIGHT, "2026-01-16T00:30Z", "2026-01-16T06:00Z"],
  ["the last minute", "Europe/Berlin", NIGHT, "2026-01-16T05:59:59Z", "2026-01-16T06:00Z"],
  ["the end", "Europe/Berlin", NIGHT, "2026-01-16T06:00Z", "2026-01-16T06:00Z"],
  ["summer time", "Europe/Berlin", NIGHT, "2026-07-15T22:00Z", "2026-07-16T05:00Z"],
  ["the night that loses an hour", "Europe/Berlin", NIGHT, "2026-03-28T21:00Z", "2026-03-29T05:00Z"],
  ["the night that gains an hour", "Europe/Berlin", NIGHT, "2026-10-24T20:00Z", "2026-10-25T06:00Z"],
  [
    "an end that the clock leaves out",
    "Europe/Berlin",
    { from: 22 * 60, to: 150 },
    "2026-03-29T00:50Z",
    "2026-03-29T01:00Z",
  ],
  [
    "an end that comes twice, the first time",
    "Europe/Berlin",
    { from: 22 * 60, to: 150 },
    "2026-10-24T23:00Z",
    "2026-10-25T00:30Z",
  ],
  [
    "an end that comes twice, between the two",
    "Europe/Berlin",
    { from: 22 * 60, to: 150 },
    "2026-10-25T01:10Z",
    "2026-10-25T01:30Z",
  ],
  [
    "an end after the hour that comes twice",
    "Europe/Berlin",
    { from: 22 * 60, to: 210 },
    "2026-10-24T23:00Z",
    "2026-10-25T02:30Z",
  ],
  ["within one day", "America/New_York", { from: 720, to: 780 }, "2026-01-15T17:15Z", "2026-01-15T18:00Z"],
  ["a zone of half an hour", "Asia/Kolkata", NIGHT, "2026-01-15T17:00Z", "2026-01-16T01:30Z"],
  ["a change of half an hour", "Australia/Lord_Howe", NIGHT, "2026-10-03T12:00Z", "2026-10-03T20:00Z"],
  ["up to midnight", "UTC", { from: 1320, to: 0 }, "2026-01-15T23:00Z", "2026-01-16T00:00Z"],
  ["all but a minute", "UTC", { from: 1, to: 0 }, "2026-01-15T00:01Z", "2026-01-16T00:00Z"],
])("quiet hours: %s", (_, timeZone, hours, now, expected) => {
  expect(new Date(afterQuietHours({ ...hours, timeZone }, at(now))).toISOString()).toBe(
    new Date(expected).toISOString(),
  );
});

it("an agent without quiet hours is told at once", () => {
  expect(afterQuietHours(null, 12_345)).toBe(12_345);
});

it("it is never quiet when they end, and always quiet the minute before, in any zone", () => {
  const zone = fc.constantFrom(
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "UTC",
  );
  const minute = fc.integer({ min: 0, max: 1439 });
  const time = fc.integer({ min: at("2026-01-01T00:00Z"), max: at("2027-12-31T00:00Z") });
  const isQuiet = ({ from, to }: { from: number; to: number }, timeZone: string, now: number) => {
    const { minute: local } = localTime(timeZone, now);
    return from < to ? from <= local && local < to : local >= from || local < to;
  };
  fc.assert(
    fc.property(zone, minute, minute, time, (timeZone, from, to, now) => {
      fc.pre(from !== to);
      const end = afterQuietHours({ from, to, timeZone }, now);
      expect(isQuiet({ from, to }, timeZone, end)).toBe(false);
      if (end !== now) expect(isQuiet({ from, to }, timeZone, end - 60_000)).toBe(true);
      expect(end - now).toBeLessThanOrEqual(26 * 3_600_000);
    }),
  );
});
