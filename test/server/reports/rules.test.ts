import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { bucketOf, durationOf } from "../../../server/conversations/counts/time-buckets.ts";
import { dateOf, periodBefore, periodOf, startOfDay } from "../../../server/reports/period.ts";
import { tableRows } from "../../../server/reports/report-tables.ts";
import { sumDays } from "../../../server/reports/sum-days.ts";
import { addTimes, type TimeHistogram, timesOf } from "../../../server/reports/time-histogram.ts";
import { type Report, ReportQuery } from "../../../shared/reports.ts";
import { localTime } from "../../../shared/rules/hours.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const day = (date: string) => Date.parse(date) / DAY;

describe("the period of a report", () => {
  it.each([
    [{}, "2026-10-27", "2026-11-23", "2026-09-29", "2026-10-26"],
    [{ period: "last_7_days" }, "2026-11-17", "2026-11-23", "2026-11-10", "2026-11-16"],
    [{ period: "last_90_days" }, "2026-08-26", "2026-11-23", "2026-05-28", "2026-08-25"],
    [{ period: "this_month" }, "2026-11-01", "2026-11-23", "2026-10-09", "2026-10-31"],
    [{ period: "last_month" }, "2026-10-01", "2026-10-31", "2026-08-31", "2026-09-30"],
    [{ from: "2024-02-28", to: "2024-03-01" }, "2024-02-28", "2024-03-01", "2024-02-25", "2024-02-27"],
    [{ from: "2026-05-04", to: "2026-05-04" }, "2026-05-04", "2026-05-04", "2026-05-03", "2026-05-03"],
  ] as const)("%j is from %s to %s, after %s to %s", (query, from, to, fromBefore, toBefore) => {
    const period = periodOf(query, day("2026-11-23"));
    const before = periodBefore(period);
    expect([period.from, period.to, before.from, before.to].map(dateOf)).toEqual([
      from,
      to,
      fromBefore,
      toBefore,
    ]);
  });

  it.each([
    ["no end", { from: "2026-01-01" }, "to"],
    ["no start", { to: "2026-01-01" }, "to"],
    ["an end before the start", { from: "2026-01-02", to: "2026-01-01" }, "to"],
    ["more than a year", { from: "2025-01-01", to: "2026-01-02" }, "to"],
    ["a date that does not exist", { from: "2026-02-29", to: "2026-03-01" }, "from"],
    ["another century", { from: "1999-01-01", to: "2026-03-01" }, "from"],
    ["years of other lengths", { from: "0000-01-01", to: "+12026-01-01" }, "from"],
    ["a megabyte", { from: "9".repeat(1_000_000), to: "2026-03-01" }, "from"],
    ["a key of every object", { period: "__proto__" }, "period"],
  ])("refuses %s", (_, query, path) => {
    const parsed = z.safeParse(ReportQuery, query);
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toContain(path);
  });

  it("takes a whole leap year", () => {
    expect(z.safeParse(ReportQuery, { from: "2024-01-01", to: "2024-12-31" }).success).toBe(true);
    expect(z.safeParse(ReportQuery, { from: "2024-01-01", to: "2025-01-01" }).success).toBe(false);
  });
});

describe("the beginning of a day", () => {
  it.each([
    ["UTC", "2026-03-29", "2026-03-29T00:00Z", 24],
    // the clocks of Berlin go forward, and back
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00Z", 23],
    ["Europe/Berlin", "2026-10-25", "2026-10-24T22:00Z", 25],
    // those of Lord Howe by half an hour
    ["Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00Z", 24.5],
    // Beirut has no midnight on this day, and Santiago has 23 o'clock twice before this one
    ["Asia/Beirut", "2026-03-29", "2026-03-28T22:00Z", 23],
    ["America/Santiago", "2026-04-05", "2026-04-05T04:00Z", 24],
    // Apia had no 30 December
    ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z", 0],
    ["Asia/Kathmandu", "2026-05-05", "2026-05-04T18:15Z", 24],
  ])("in %s, %s begins at %s and has %d hours", (zone, date, begin, hours) => {
    const start = startOfDay(zone, day(date));
    expect(new Date(start).toISOString()).toBe(new Date(begin).toISOString());
    expect((startOfDay(zone, day(date) + 1) - start) / HOUR).toBe(hours);
  });

  it("is the first minute of the day, in every time zone", () => {
    const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Kiritimati"];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: day("2020-01-01"), max: day("2030-01-01") }),
        (zone, one) => {
          const start = startOfDay(zone, one);
          expect(localTime(zone, start).day).toBe(one);
          expect(localTime(zone, start - 1).day).toBe(one - 1);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("times", () => {
  const anyTime = fc.integer({ min: SECOND, max: 400 * DAY });

  it("are at most 5 % from what was counted", () => {
    fc.assert(
      fc.property(anyTime, (ms) => {
        expect(Math.abs(durationOf(bucketOf(ms)) - ms) / ms).toBeLessThanOrEqual(0.05);
      }),
    );
  });

  it("have a median and a 90th percentile that are at most 5 % from the exact ones", () => {
    const exact = (sorted: readonly number[], share: number) =>
      sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    fc.assert(
      fc.property(fc.array(anyTime, { minLength: 1, maxLength: 60 }), (all) => {
        const histogram: TimeHistogram = [];
        for (const ms of all) addTimes(histogram, { [bucketOf(ms)]: 1 });
        const times = timesOf(histogram);
        const sorted = [...all].sort((a, b) => a - b);
        for (const [share, value] of [
          [0.5, times?.median],
          [0.9, times?.p90],
        ] as const) {
          const right = exact(sorted, share);
          expect(Math.abs((value ?? 0) - right) / right).toBeLessThanOrEqual(0.05);
        }
        expect(times?.count).toBe(all.length);
      }),
    );
  });

  it("below a second count as a second, and there are none of nothing", () => {
    expect([bucketOf(-5), bucketOf(0), bucketOf(999)]).toEqual([0, 0, 0]);
    expect(timesOf([])).toBeNull();
  });
});

it("a period without a conversation has a row for each day, and no times", () => {
  const { days, totals } = sumDays(new Map(), { from: day("2026-01-30"), to: day("2026-02-01") });
  expect(days.map(({ date }) => date)).toEqual(["2026-01-30", "2026-01-31", "2026-02-01"]);
  expect(totals).toEqual({ conversations: 0, tickets: 0, firstAnswer: null, end: null, good: 0, bad: 0 });
});

it("R19: the tables of a report have as many cells as heads", () => {
  const totals = { conversations: 1, tickets: 0, firstAnswer: null, end: null, good: 1, bad: 0, contacts: 2 };
  const one = { date: "2026-01-01", conversations: 1, tickets: 0, firstAnswer: 61_400 };
  const week = Array.from({ length: 7 }, () => Array<number>(24).fill(1));
  const report: Report = {
    timeZone: "UTC",
    from: "2026-01-01",
    to: "2026-01-01",
    previous: { from: "2025-12-31", to: "2025-12-31" },
    totals: { ...totals, firstAnswer: { count: 1, median: 61_400, p90: 61_400 } },
    previousTotals: totals,
    days: [one],
    previousDays: [{ ...one, date: "2025-12-31", firstAnswer: null }],
    hours: { conversations: week, tickets: week },
    agents: [{ id: "a", name: "=Ada", conversations: 1, firstAnswer: null, good: 1, bad: 0 }],
    sources: [{ source: "form", contacts: 2, previous: 0 }],
    forms: [{ form: "pre_chat", shown: 9, started: 5, submitted: 3, previousShown: 2, previousSubmitted: 1 }],
  };
  const tables = ["days", "hours", "times", "ratings", "agents", "sources", "forms"] as const;
  for (const table of tables) {
    const [head = [], ...rows] = tableRows(report, table);
    expect(rows.length, table).toBeGreaterThan(0);
    for (const row of rows) expect(row, table).toHaveLength(head.length);
  }
  expect(tableRows(report, "days")[1]).toEqual(["2026-01-01", "1", "0", "61", "2025-12-31", "1", "0", ""]);
  expect(tableRows(report, "hours")).toHaveLength(1 + 7 * 24);
});
