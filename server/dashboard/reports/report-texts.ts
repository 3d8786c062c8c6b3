import type { ReportPeriod, ReportSource, ReportTable, Times } from "../../../shared/reports.ts";
import { type Message, message, t } from "../i18n/translate.ts";
import { dateLocale, percent, plainDate } from "../ui/format.ts";

export const PERIOD_WORDS: Readonly<Record<ReportPeriod, Message>> = {
  last_7_days: message("Last 7 days"),
  last_28_days: message("Last 28 days"),
  last_90_days: message("Last 90 days"),
  this_month: message("This month"),
  last_month: message("Last month"),
};

export const SOURCE_WORDS: Readonly<Record<ReportSource["source"], Message>> = {
  agent: message("Added by an agent"),
  proven: message("Proven identity"),
  api: message("API"),
  csv: message("Import"),
  form: message("Form"),
  mail: message("E-mail"),
  browser: message("Website"),
};

/** The parts of the page, by the table that each shows. */
export const TABLE_WORDS: Readonly<Record<ReportTable, Message>> = {
  days: message("By day"),
  hours: message("By weekday and hour"),
  times: message("Response times"),
  ratings: message("Ratings"),
  agents: message("Agents"),
  sources: message("New contacts by source"),
  forms: message("Forms"),
};

/** The names of the days of the week, Monday first. 2024-01-01 was a Monday. */
export function weekdayNames(length: "long" | "short"): readonly string[] {
  const format = new Intl.DateTimeFormat(dateLocale(), { weekday: length, timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
}

/** A full hour, as in "14:00". */
export const hourName = (hour: number): string =>
  new Intl.DateTimeFormat(dateLocale(), { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(
    Date.UTC(2024, 0, 1, hour),
  );

/** A period, as in "4 May 2026 – 31 May 2026". */
export const periodName = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  from === to ? plainDate(from) : `${plainDate(from)} – ${plainDate(to)}`;

/** The share of some among all; a dash if there are none at all. */
export const rateText = (some: number, all: number): string => (all ? percent(some / all) : "–");

/** The share of the good ratings; a dash if there are none. */
export const satisfaction = ({ good, bad }: { readonly good: number; readonly bad: number }): string =>
  rateText(good, good + bad);

const SECOND = 1_000;
/** The units of a time in ms, with the next smaller unit, in which the rest is told. */
const UNITS = [
  { unit: "day", ms: 86_400 * SECOND, smaller: { unit: "hour", ms: 3_600 * SECOND } },
  { unit: "hour", ms: 3_600 * SECOND, smaller: { unit: "minute", ms: 60 * SECOND } },
  { unit: "minute", ms: 60 * SECOND, smaller: null },
] as const;

const inUnit = (value: number, unit: string): string =>
  new Intl.NumberFormat(dateLocale(), { style: "unit", unit, unitDisplay: "short" }).format(value);

/** A time, as in "45 sec", "12 min", "3 hr 20 min" or "2 days 5 hr"; a dash if there is none. */
export function timeText(time: number | null | undefined): string {
  if (time === null || time === undefined) return "–";
  const largest = UNITS.find(({ ms }) => time >= ms);
  if (!largest) return inUnit(Math.floor(time / SECOND), "second");
  const { unit, ms, smaller } = largest;
  const rest = smaller ? Math.floor((time % ms) / smaller.ms) : 0;
  return [inUnit(Math.floor(time / ms), unit), ...(smaller && rest ? [inUnit(rest, smaller.unit)] : [])].join(
    " ",
  );
}

/** The direction of a change, for its icon. */
export type Direction = "up" | "down" | "same";

/** The comparisons of a number with the one of the period before. */
const COMPARISONS = {
  number: { up: message("{share} more than before"), down: message("{share} less than before") },
  time: { up: message("{share} longer than before"), down: message("{share} shorter than before") },
  rating: { up: message("{share} better than before"), down: message("{share} worse than before") },
} as const;

/** How a number differs from the one of the period before, in words: "12% more than before". Pure. */
export function changeOf(
  now: number,
  before: number,
  kind: keyof typeof COMPARISONS = "number",
): { readonly direction: Direction; readonly text: string } {
  const direction = now > before ? "up" : now < before ? "down" : "same";
  if (direction === "same") return { direction, text: t("Same as before") };
  if (before === 0) return { direction, text: t("None before") };
  const share = Math.round((Math.abs(now - before) / before) * 100);
  if (share === 0) return { direction: "same", text: t("About the same as before") };
  return { direction, text: t(COMPARISONS[kind][direction], { share: percent(share / 100) }) };
}

/** As `changeOf`, of medians. */
export const changeOfTimes = (now: Times | null, before: Times | null) =>
  now && before ? changeOf(now.median, before.median, "time") : null;
