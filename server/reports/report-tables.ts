import type { Report, ReportTable, ReportTotals, Times } from "../../shared/reports.ts";

const SECOND = 1_000;
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

type Cells = readonly (string | number | null)[];

/** A table of a report as the rows of a file, with its heads. Times are seconds. Pure. */
export function tableRows(report: Report, table: ReportTable): string[][] {
  return TABLES[table](report).map((cells) => cells.map((cell) => (cell === null ? "" : String(cell))));
}

const TABLES: Readonly<Record<ReportTable, (report: Report) => readonly Cells[]>> = {
  days: ({ days, previousDays }) => [
    [
      ...["Date", "Conversations", "Tickets", "First answer, median (seconds)"],
      ...["Date before", "Conversations before", "Tickets before", "First answer before, median (seconds)"],
    ],
    ...days.map((day, at) => {
      const before = previousDays[at];
      return [
        ...[day.date, day.conversations, day.tickets, seconds(day.firstAnswer)],
        ...(before
          ? [before.date, before.conversations, before.tickets, seconds(before.firstAnswer)]
          : [null, null, null, null]),
      ];
    }),
  ],
  hours: ({ hours }) => [
    ["Weekday", "Hour", "Conversations", "Tickets"],
    ...WEEKDAYS.flatMap((name, weekday) =>
      (hours.conversations[weekday] ?? []).map((count, hour) => [
        ...[name, hour, count, hours.tickets[weekday]?.[hour] ?? 0],
      ]),
    ),
  ],
  times: (report) => [
    ["Time to", "Period", "Conversations", "Median (seconds)", "90th percentile (seconds)"],
    ...bothPeriods(report).flatMap(([period, { firstAnswer, end }]) => [
      ["the first answer", period, ...timesCells(firstAnswer)],
      ["the end", period, ...timesCells(end)],
    ]),
  ],
  ratings: (report) => [
    ["Period", "Good", "Bad"],
    ...bothPeriods(report).map(([period, { good, bad }]) => [period, good, bad]),
  ],
  agents: ({ agents }) => [
    [
      ...["Agent", "Conversations", "First answers", "First answer, median (seconds)"],
      ...["First answer, 90th percentile (seconds)", "Good ratings", "Bad ratings"],
    ],
    ...agents.map(({ name, conversations, firstAnswer, good, bad }) => [
      ...[name, conversations, ...timesCells(firstAnswer), good, bad],
    ]),
  ],
  sources: ({ sources }) => [
    ["Source", "Contacts", "Contacts before"],
    ...sources.map(({ source, contacts, previous }) => [source, contacts, previous]),
  ],
  forms: ({ forms }) => [
    ["Form", "Shown", "Started", "Submitted", "Shown before", "Submitted before"],
    ...forms.map(({ form, shown, started, submitted, previousShown, previousSubmitted }) => [
      ...[form, shown, started, submitted, previousShown, previousSubmitted],
    ]),
  ],
};

const bothPeriods = (report: Report): readonly (readonly [period: string, totals: ReportTotals])[] => [
  [`${report.from} to ${report.to}`, report.totals],
  [`${report.previous.from} to ${report.previous.to}`, report.previousTotals],
];

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / SECOND));

const timesCells = (times: Times | null): Cells => [
  times?.count ?? 0,
  seconds(times?.median ?? null),
  seconds(times?.p90 ?? null),
];
