import * as z from "zod/mini";
import { CONTACT_SOURCES } from "./contact.ts";
import { FormKey } from "./form-key.ts";
import { isDate } from "./rules/calendar.ts";

/** The most days of a period. */
export const MAX_REPORT_DAYS = 366;
const DAY = 86_400_000;

/** The periods that end today, or with the last month. */
export const ReportPeriod = z.enum([
  "last_7_days",
  "last_28_days",
  "last_90_days",
  "this_month",
  "last_month",
]);
export type ReportPeriod = z.infer<typeof ReportPeriod>;

export const DEFAULT_REPORT_PERIOD: ReportPeriod = "last_28_days";

/** A date of this century or the next, as in 2026-01-31. */
const ReportDate = z.string().check(
  z.maxLength(10, { abort: true }),
  z.refine((text) => /^2[01]/.test(text) && isDate(text), { message: "is not a date, such as 2026-01-31" }),
);

/** A period: one by its name, or the days from one date to another; without both, the last 28 days. */
export const ReportQuery = z
  .object({
    period: z.optional(ReportPeriod),
    from: z.optional(ReportDate),
    to: z.optional(ReportDate),
  })
  .check(
    z.refine(({ from, to }) => (from === undefined) === (to === undefined), {
      path: ["to"],
      message: "is needed together with the other date",
    }),
    z.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
      path: ["to"],
      message: "must not be before the start",
    }),
    z.refine(({ from = "", to = "" }) => !(Date.parse(to) - Date.parse(from) >= MAX_REPORT_DAYS * DAY), {
      path: ["to"],
      message: `must be at most ${MAX_REPORT_DAYS} days`,
    }),
  );
export type ReportQuery = z.infer<typeof ReportQuery>;

/** The tables of a report that can be downloaded. */
export const ReportTable = z.enum(["days", "hours", "times", "ratings", "agents", "sources", "forms"]);
export type ReportTable = z.infer<typeof ReportTable>;

/** How long something took, ms. Both are at most 5 % from the exact values. */
const Times = z.object({ count: z.number(), median: z.number(), p90: z.number() });
export type Times = z.infer<typeof Times>;

const ReportDay = z.object({
  date: z.string(),
  conversations: z.number(),
  tickets: z.number(),
  /** The median time to the first answer, ms; null: none was answered. */
  firstAnswer: z.nullable(z.number()),
});
export type ReportDay = z.infer<typeof ReportDay>;

/** The conversations that began in a period. */
const ReportTotals = z.object({
  conversations: z.number(),
  tickets: z.number(),
  /** Of the conversations in which the customer wrote first. Null: none was answered. */
  firstAnswer: z.nullable(Times),
  /** Null: none has ended. */
  end: z.nullable(Times),
  good: z.number(),
  bad: z.number(),
  /** The contacts that became contacts in the period. */
  contacts: z.number(),
});
export type ReportTotals = z.infer<typeof ReportTotals>;

const ReportAgent = z.object({
  id: z.string(),
  /** Empty: the account does not exist any more. */
  name: z.string(),
  /** The conversations in which they have written. */
  conversations: z.number(),
  /** Those that they answered first. */
  firstAnswer: z.nullable(Times),
  /** The ratings of the conversations that are theirs. */
  good: z.number(),
  bad: z.number(),
});
export type ReportAgent = z.infer<typeof ReportAgent>;

const ReportSource = z.object({
  source: z.enum(CONTACT_SOURCES),
  contacts: z.number(),
  previous: z.number(),
});
export type ReportSource = z.infer<typeof ReportSource>;

/** The outcomes of the showings of a form (R29). */
const ReportForm = z.object({
  form: FormKey,
  shown: z.number(),
  started: z.number(),
  submitted: z.number(),
  /** In the period before. */
  previousShown: z.number(),
  previousSubmitted: z.number(),
});
export type ReportForm = z.infer<typeof ReportForm>;

/** Seven days, Monday first, of 24 hours. */
const Week = z.array(z.array(z.number()));

/** A property's conversations and contacts in a period, and in the one of the same length before it. */
export const Report = z.object({
  timeZone: z.string(),
  from: z.string(),
  to: z.string(),
  previous: z.object({ from: z.string(), to: z.string() }),
  totals: ReportTotals,
  previousTotals: ReportTotals,
  days: z.array(ReportDay),
  /** As many as `days`. */
  previousDays: z.array(ReportDay),
  /** The conversations and the tickets by the day of the week and the hour in which they began. */
  hours: z.object({ conversations: Week, tickets: Week }),
  /** The busiest first. */
  agents: z.array(ReportAgent),
  sources: z.array(ReportSource),
  /** Those that were shown, the most often shown first. */
  forms: z.array(ReportForm),
});
export type Report = z.infer<typeof Report>;
