/** The minutes of a day without a change of the clocks. */
export const DAY_MINUTES = 1_440;

/** Whether a text is a date of the calendar, as in 2026-01-31. */
export function isDate(text: string): boolean {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year !== "" && date.toISOString().startsWith(`${year}-${month}-${day}`);
}
