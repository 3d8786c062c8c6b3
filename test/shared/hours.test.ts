import { describe, expect, it } from "vitest";
import { PropertySettings } from "../../shared/property.ts";
import { isOpen, type SpecialDay, type Week } from "../../shared/rules/hours.ts";
import { nextOpening, openIntervals } from "../../shared/rules/open-intervals.ts";

const NINE_TO_FIVE = [{ from: 540, to: 1020 }];
const WEEKDAYS: Week = [NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, [], []];
const on = (day: number, ...openings: { from: number; to: number }[]): Week =>
  Array.from({ length: 7 }, (_, at) => (at === day ? openings : []));
const MONDAY = 0;
const FRIDAY = 4;
const SUNDAY = 6;
const at = (iso: string) => Date.parse(iso);

describe("opening hours", () => {
  it("R20: no hours at all means always open; seven empty days mean always closed", () => {
    const closed: Week = [[], [], [], [], [], [], []];
    for (const moment of ["2026-11-23T03:00Z", "2026-11-29T23:59Z"]) {
      expect(isOpen(null, "Europe/Berlin", at(moment))).toBe(true);
      expect(isOpen(closed, "Europe/Berlin", at(moment))).toBe(false);
    }
  });

  it.each([
    ["2026-11-23T08:59:59.999Z", false],
    ["2026-11-23T09:00:00.000Z", true],
    ["2026-11-23T16:59:59.999Z", true],
    ["2026-11-23T17:00:00.000Z", false],
    ["2026-11-28T12:00:00.000Z", false],
    ["2026-11-29T12:00:00.000Z", false],
  ])("R20: nine to five on weekdays, at %s: %s", (moment, open) => {
    expect(isOpen(WEEKDAYS, "UTC", at(moment))).toBe(open);
  });

  it.each([
    ["America/New_York", "2026-11-23T14:00Z", true],
    ["America/New_York", "2026-11-23T09:00Z", false],
    ["Asia/Tokyo", "2026-11-23T00:30Z", true],
    ["Asia/Tokyo", "2026-11-22T23:59Z", false],
    ["Asia/Kolkata", "2026-11-23T03:30Z", true],
    ["Asia/Kolkata", "2026-11-23T03:29Z", false],
    ["Pacific/Kiritimati", "2026-11-22T19:00Z", true],
    ["Pacific/Pago_Pago", "2026-11-23T20:00Z", true],
  ])("R20: the property's own wall clock counts: %s at %s: %s", (zone, moment, open) => {
    expect(isOpen(WEEKDAYS, zone, at(moment))).toBe(open);
  });

  it("R20: an opening may begin at midnight and end at the next", () => {
    const all = on(MONDAY, { from: 0, to: 1440 });
    expect(isOpen(all, "UTC", at("2026-11-22T23:59:59.999Z"))).toBe(false);
    expect(isOpen(all, "UTC", at("2026-11-23T00:00Z"))).toBe(true);
    expect(isOpen(all, "UTC", at("2026-11-23T23:59:59.999Z"))).toBe(true);
    expect(isOpen(all, "UTC", at("2026-11-24T00:00Z"))).toBe(false);
  });

  it("R20: a lunch break is a gap between two openings", () => {
    const split = on(MONDAY, { from: 540, to: 720 }, { from: 780, to: 1020 });
    for (const [time, open] of [
      ["11:59", true],
      ["12:00", false],
      ["12:59", false],
      ["13:00", true],
    ] as const)
      expect(isOpen(split, "UTC", at(`2026-11-23T${time}Z`))).toBe(open);
  });

  it("R20: when clocks go forward, opening time is where the new clock shows it", () => {
    const sunday = on(SUNDAY, { from: 120, to: 210 }); // 02:00 to 03:30; on 2026-03-29 in Berlin 02:00 is 03:00
    expect(isOpen(sunday, "Europe/Berlin", at("2026-03-29T00:59Z"))).toBe(false); // 01:59
    expect(isOpen(sunday, "Europe/Berlin", at("2026-03-29T01:00Z"))).toBe(true); // 03:00
    expect(isOpen(sunday, "Europe/Berlin", at("2026-03-29T01:30Z"))).toBe(false); // 03:30
    const monday = on(MONDAY, { from: 540, to: 1020 });
    expect(isOpen(monday, "Europe/Berlin", at("2026-03-23T08:00Z"))).toBe(true); // winter: 09:00
    expect(isOpen(monday, "Europe/Berlin", at("2026-03-30T07:00Z"))).toBe(true); // summer: 09:00
    expect(isOpen(monday, "Europe/Berlin", at("2026-03-30T15:00Z"))).toBe(false); // summer: 17:00
  });

  it("R20: when clocks go back, the hour that comes twice is open twice", () => {
    const sunday = on(SUNDAY, { from: 120, to: 180 }); // 02:00 to 03:00, twice on 2026-10-25 in Berlin
    const open = ["2026-10-25T00:30Z", "2026-10-25T01:30Z"];
    for (const moment of open) expect(isOpen(sunday, "Europe/Berlin", at(moment))).toBe(true);
    expect(isOpen(sunday, "Europe/Berlin", at("2026-10-25T02:00Z"))).toBe(false);
  });

  const LATE: Week = on(FRIDAY, { from: 1320, to: 1560 }); // 22:00 to 02:00
  it.each([
    ["2026-11-27T21:59:59Z", false],
    ["2026-11-27T22:00Z", true],
    ["2026-11-27T23:59:59Z", true],
    ["2026-11-28T00:00Z", true],
    ["2026-11-28T01:59:59Z", true],
    ["2026-11-28T02:00Z", false],
    ["2026-11-27T01:00Z", false],
    ["2026-11-28T22:00Z", false],
  ])("R20: open on Fridays from 22:00 to 02:00, at %s: %s", (moment, open) => {
    expect(isOpen(LATE, "UTC", at(moment))).toBe(open);
  });

  it("R20: the night from Sunday to Monday belongs to Sunday", () => {
    const sunday = on(SUNDAY, { from: 1320, to: 1560 });
    expect(isOpen(sunday, "UTC", at("2026-11-30T01:00Z"))).toBe(true);
    expect(isOpen(sunday, "UTC", at("2026-11-29T01:00Z"))).toBe(false);
    expect(isOpen(sunday, "Asia/Tokyo", at("2026-11-29T16:30Z"))).toBe(true); // 01:30 on Monday
  });

  const CHRISTMAS: SpecialDay[] = [
    { date: "2026-12-24", openings: [{ from: 600, to: 720 }] },
    { date: "2026-12-25", openings: [] },
    { date: "2026-12-26", openings: [{ from: 1380, to: 1500 }] },
  ];
  it.each([
    ["2026-12-23T16:00Z", true],
    ["2026-12-24T09:30Z", false],
    ["2026-12-24T10:00Z", true],
    ["2026-12-24T12:00Z", false],
    ["2026-12-25T12:00Z", false],
    ["2026-12-26T23:00Z", true],
    ["2026-12-27T00:59Z", true],
    ["2026-12-27T01:00Z", false],
    ["2027-12-24T10:00Z", true],
    ["2027-12-24T16:00Z", true],
  ])("R20: a single day has its own hours instead of the week's, at %s: %s", (moment, open) => {
    expect(isOpen(WEEKDAYS, "UTC", at(moment), CHRISTMAS)).toBe(open);
  });

  it("R20: a single day is that of the property's time zone, and closes one that is always open", () => {
    const closed = [{ date: "2026-12-25", openings: [] }];
    expect(isOpen(null, "Asia/Tokyo", at("2026-12-24T14:59Z"), closed)).toBe(true);
    expect(isOpen(null, "Asia/Tokyo", at("2026-12-24T15:00Z"), closed)).toBe(false);
    expect(isOpen(null, "Asia/Tokyo", at("2026-12-25T15:00Z"), closed)).toBe(true);
  });

  it.each([
    ["within an opening", "2026-12-23T10:30Z", "2026-12-23T10:30:00.000Z"],
    ["after the last hours before a holiday", "2026-12-24T13:00Z", "2026-12-26T23:00:00.000Z"],
    ["after the holidays, on a Sunday", "2026-12-27T02:00Z", "2026-12-28T09:00:00.000Z"],
  ])("R20: is open again %s: from %s at %s", (_, from, next) => {
    expect(new Date(nextOpening(WEEKDAYS, "UTC", at(from), CHRISTMAS) ?? 0).toISOString()).toBe(next);
  });

  it("R20: one that never opens is not open again", () => {
    expect(nextOpening([[], [], [], [], [], [], []], "UTC", 0)).toBeNull();
  });

  it("R20: single days that can't be meant are refused", () => {
    const { specialDays } = PropertySettings.shape;
    expect(specialDays.safeParse(CHRISTMAS).success).toBe(true);
    for (const date of ["2026-02-30", "24.12.2026", "", "2026-12-24T00:00", "2026-1-1"])
      expect(specialDays.safeParse([{ date, openings: [] }]).success, date).toBe(false);
    const [day] = CHRISTMAS;
    expect(specialDays.safeParse([day, day]).success).toBe(false);
  });

  it("R20: hours that can't be meant are refused with the reason", () => {
    const { hours, timeZone } = PropertySettings.shape;
    expect(hours.safeParse(WEEKDAYS).success).toBe(true);
    expect(hours.safeParse(on(MONDAY, { from: 0, to: 1440 })).success).toBe(true);
    expect(hours.safeParse(on(MONDAY, { from: 1320, to: 1560 })).success).toBe(true);
    expect(hours.safeParse(on(MONDAY, { from: 600, to: 2040 })).success).toBe(true);
    for (const opening of [
      { from: 600, to: 600 },
      { from: 600, to: 540 },
      { from: -1, to: 60 },
      { from: 0, to: 1441 },
      { from: 1439, to: 2880 },
      { from: 0.5, to: 60 },
    ])
      expect(hours.safeParse(on(MONDAY, opening)).success).toBe(false);
    expect(hours.safeParse(WEEKDAYS.slice(1)).success).toBe(false);
    for (const zone of ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"])
      expect(timeZone.safeParse(zone).success).toBe(true);
    for (const zone of ["Berlin", "", "Europe/Atlantis"])
      expect(timeZone.safeParse(zone).success).toBe(false);
  });

  /** Days on which the clocks of these zones change, at night, at midnight, by half an hour, or by two hours. */
  const CHANGES: readonly (readonly [zone: string, day: string])[] = [
    ["Europe/Berlin", "2026-03-29"],
    ["Europe/Berlin", "2026-10-25"],
    ["America/New_York", "2026-11-01"],
    ["America/St_Johns", "2026-03-08"],
    ["Australia/Lord_Howe", "2026-04-05"],
    ["Australia/Lord_Howe", "2026-10-04"],
    ["America/Santiago", "2026-09-06"],
    ["Africa/Cairo", "2026-04-24"],
    ["America/Havana", "2026-11-01"],
    ["Asia/Beirut", "2026-03-29"],
    ["Pacific/Chatham", "2026-09-27"],
    ["Antarctica/Troll", "2026-10-25"],
    ["Africa/Casablanca", "2026-02-15"],
    ["Asia/Kathmandu", "2026-03-29"],
    ["Asia/Kolkata", "2026-03-29"],
  ];
  const MINUTE = 60_000;

  it.each(CHANGES)("R20: in %s on %s each instant and the intervals say the same", (zone, day) => {
    const from = at(`${day}T00:00Z`) - 24 * 60 * MINUTE;
    const overnight = [
      { from: 90, to: 150 },
      { from: 1_320, to: 1_590 },
    ];
    const week: Week = [
      overnight,
      [],
      [{ from: 0, to: 1_440 }],
      overnight,
      [],
      [{ from: 30, to: 61 }],
      overnight,
    ];
    const special = [
      {
        date: day,
        openings: [
          { from: 0, to: 119 },
          { from: 1_439, to: 1_441 },
        ],
      },
    ];
    for (const specialDays of [[], special]) {
      const until = from + 3 * 24 * 60 * MINUTE;
      const intervals: (readonly [number, number])[] = [];
      for (const interval of openIntervals(week, zone, from, specialDays)) {
        if (interval[0] > until) break;
        intervals.push(interval);
      }
      const wrong = [];
      for (let now = from; now < until; now += MINUTE) {
        const open = isOpen(week, zone, now, specialDays);
        if (open !== intervals.some(([start, stop]) => start <= now && now < stop))
          wrong.push(new Date(now).toISOString());
      }
      expect(wrong).toEqual([]);
    }
  });

  it.each([
    ["an hour that is skipped", "Europe/Berlin", "2026-03-29", 120, 180, 0],
    ["an hour that is repeated", "Europe/Berlin", "2026-10-25", 120, 180, 120],
    ["half an hour that is repeated", "Australia/Lord_Howe", "2026-04-05", 90, 120, 60],
    ["the midnight that is skipped", "America/Santiago", "2026-09-06", 0, 60, 0],
    ["the midnight that is skipped", "Africa/Cairo", "2026-04-24", 0, 90, 30],
    ["a night with the hour that is skipped", "America/New_York", "2026-03-08", 60, 240, 120],
    ["hours of a zone with a quarter of an hour", "Asia/Kathmandu", "2026-03-29", 60, 120, 60],
  ])(
    "R20: %s in %s on %s, from minute %d to %d, is open for %d minutes",
    (_, zone, day, from, to, minutes) => {
      const closed: Week = [[], [], [], [], [], [], []];
      const special = [{ date: day, openings: [{ from, to }] }];
      const start = at(`${day}T00:00Z`) - 24 * 60 * MINUTE;
      const open = Array.from({ length: 4_320 }, (_unused, at) => start + at * MINUTE);
      expect(open.filter((now) => isOpen(closed, zone, now, special))).toHaveLength(minutes);
    },
  );
});
