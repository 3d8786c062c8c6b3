import fc from "fast-check";
import { expect, it } from "vitest";
import { dueTime } from "../../../../server/conversations/tickets/due-time.ts";
import { isOpen, type SpecialDay, type Week } from "../../../../shared/rules/hours.ts";
import { nextOpening } from "../../../../shared/rules/open-intervals.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NINE_TO_FIVE = [{ from: 540, to: 1020 }];
const WORKING_DAYS: Week = [NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, [], []];
const at = (text: string) => Date.parse(text);
const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());

/** The same, one minute after the other. */
function slowDueTime(
  week: Week | null,
  timeZone: string,
  from: number,
  minutes: number,
  specialDays: readonly SpecialDay[],
): number {
  let left = minutes * MINUTE;
  for (let now = from; ; ) {
    const next = (Math.floor(now / MINUTE) + 1) * MINUTE;
    if (isOpen(week, timeZone, now, specialDays)) {
      if (next - now >= left) return now + left;
      left -= next - now;
    }
    now = next;
  }
}

it.each([
  ["within the same day", "2026-11-25T10:00:00Z", 4, "2026-11-25T14:00:00.000Z"],
  ["over the night", "2026-11-25T15:00:00Z", 4, "2026-11-26T11:00:00.000Z"],
  ["until the closing minute", "2026-11-25T13:00:00Z", 4, "2026-11-25T17:00:00.000Z"],
  ["from before the opening", "2026-11-25T02:30:00Z", 8, "2026-11-25T17:00:00.000Z"],
  ["over the weekend", "2026-11-27T16:30:00Z", 8, "2026-11-30T16:30:00.000Z"],
])("counts business hours only: %s", (_, from, hours, due) => {
  expect(iso(dueTime(WORKING_DAYS, "UTC", at(from), hours * 60))).toBe(due);
});

it("counts every hour of a property that is always open", () => {
  expect(iso(dueTime(null, "Europe/Berlin", at("2026-11-28T22:00:00Z"), 480))).toBe(
    "2026-11-29T06:00:00.000Z",
  );
});

it("counts a skipped hour not at all and a repeated hour twice", () => {
  const night: Week = [[], [], [], [], [], [], [{ from: 60, to: 240 }]];
  // Berlin: 02:00 to 03:00 does not exist on 2026-03-29, and is there twice on 2026-10-25
  expect(dueTime(night, "Europe/Berlin", at("2026-03-29T00:00:00Z"), 120)).toBe(at("2026-03-29T02:00:00Z"));
  expect(dueTime(night, "Europe/Berlin", at("2026-10-24T23:00:00Z"), 240)).toBe(at("2026-10-25T03:00:00Z"));
});

it("counts a night to its end, and a holiday not at all", () => {
  const nights: Week = WORKING_DAYS.map((day, at) => (at === 4 ? [{ from: 1320, to: 1560 }] : day));
  const holiday = [{ date: "2026-12-28", openings: [] }];
  expect(iso(dueTime(nights, "UTC", at("2026-12-25T23:00:00Z"), 180))).toBe("2026-12-26T02:00:00.000Z");
  expect(iso(dueTime(nights, "UTC", at("2026-12-25T23:00:00Z"), 240, holiday))).toBe(
    "2026-12-29T10:00:00.000Z",
  );
});

it("sets no due time for a property that never opens, and for one that opens too rarely", () => {
  const never: Week = [[], [], [], [], [], [], []];
  expect(dueTime(never, "UTC", 0, 60)).toBeNull();
  expect(dueTime([[{ from: 0, to: 1 }], [], [], [], [], [], []], "UTC", 0, 1_000)).toBeNull();
});

const opening = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 600 }))
  .map(([from, length]) => ({ from, to: from + length }));
const anyWeek = fc.array(fc.array(opening, { maxLength: 3 }), { minLength: 7, maxLength: 7 });

it("is what counting each minute gives, in every time zone and across changes of the clocks", () => {
  const zones = [
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kathmandu",
  ];
  const changes = ["2026-03-29T01:00Z", "2026-10-25T01:00Z", "2026-04-04T15:00Z", "2011-12-30T10:00Z"].map(
    at,
  );
  fc.assert(
    fc.property(
      fc.option(anyWeek.filter((week) => week.some((day) => day.length))),
      fc.constantFrom(...zones),
      fc.constantFrom(...changes),
      fc.integer({ min: -3 * 24 * HOUR, max: 3 * 24 * HOUR }),
      fc.integer({ min: 1, max: 400 }),
      fc.uniqueArray(fc.tuple(fc.integer({ min: -2, max: 4 }), fc.array(opening, { maxLength: 2 })), {
        maxLength: 3,
        selector: ([days]) => days,
      }),
      (week, zone, change, distance, minutes, days) => {
        const from = change + distance;
        const special = days.map(([days, openings]) => ({
          date: new Date(from + days * 24 * HOUR).toISOString().slice(0, 10),
          openings,
        }));
        const due = slowDueTime(week, zone, from, minutes, special);
        expect(dueTime(week, zone, from, minutes, special)).toBe(due);
        expect(nextOpening(week, zone, from, special)).toBe(
          slowDueTime(week, zone, from, 1 / MINUTE, special) - 1,
        );
      },
    ),
    { numRuns: 60 },
  );
});
