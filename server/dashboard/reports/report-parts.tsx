import { useMemo } from "preact/hooks";
import type { Report } from "../../../shared/reports.ts";
import { plural, t } from "../i18n/translate.ts";
import { formLabel } from "../ui/form-label.ts";
import { count, plainDate } from "../ui/format.ts";
import { Verbatim } from "../ui/verbatim.tsx";
import { busiestHour, HeatMap } from "./heat-map.tsx";
import { LinePlot } from "./line-plot.tsx";
import { DataTable, ReportPart, TableBehind } from "./report-part.tsx";
import {
  hourName,
  periodName,
  rateText,
  SOURCE_WORDS,
  satisfaction,
  timeText,
  weekdayNames,
} from "./report-texts.ts";

interface PartProps {
  readonly property: string;
  readonly report: Report;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const COUNT_STEPS = [1, 2, 5]
  .flatMap((one) => [1, 10, 100, 1_000, 10_000].map((ten) => one * ten))
  .sort((a, b) => a - b);
const TIME_STEPS = [
  ...[1, 2, 5, 10, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 30, 100].map((days) => days * DAY),
];
const formatCount = (value: number) => count(value);
const formatTime = (value: number) => timeText(value);

/** Conversations and tickets by day. */
export function DaysPart({ property, report }: PartProps) {
  const { days, previousDays, totals } = report;
  const dates = useMemo(() => days.map(({ date }) => date), [days]);
  const series = useMemo(
    () => [
      {
        label: t("Conversations"),
        values: days.map(({ conversations }) => conversations),
        look: "bars" as const,
      },
      { label: t("Tickets"), values: days.map(({ tickets }) => tickets), look: "line over bars" as const },
      {
        label: t("Conversations before"),
        values: days.map((_, at) => previousDays[at]?.conversations ?? null),
        look: "before" as const,
      },
    ],
    [days, previousDays],
  );
  const most = days.reduce((max, day) => (day.conversations > max.conversations ? day : max));
  const alt = t("{conversations} and {tickets} in {days}; most conversations on {date}: {most}.", {
    conversations: plural(totals.conversations, "{count} conversation", "{count} conversations"),
    tickets: plural(totals.tickets, "{count} ticket", "{count} tickets"),
    days: plural(days.length, "{count} day", "{count} days"),
    date: plainDate(most.date),
    most: count(most.conversations),
  });
  return (
    <ReportPart property={property} report={report} table="days">
      <LinePlot alt={alt} dates={dates} series={series} format={formatCount} steps={COUNT_STEPS} />
      <TableBehind
        label={t("Conversations and tickets by day")}
        heads={[
          ...[t("Date"), t("Conversations"), t("Tickets"), t("Median first response")],
          ...[t("Date before"), t("Conversations before")],
        ]}
        rows={days.map((day, at) => [
          plainDate(day.date),
          count(day.conversations),
          count(day.tickets),
          timeText(day.firstAnswer),
          plainDate(previousDays[at]?.date ?? ""),
          count(previousDays[at]?.conversations ?? 0),
        ])}
      />
    </ReportPart>
  );
}

/** Conversations by the day of the week and the hour in which they began. */
export function HoursPart({ property, report }: PartProps) {
  const { conversations, tickets } = report.hours;
  return (
    <ReportPart property={property} report={report} table="hours" hint={busiestHour(conversations)}>
      <HeatMap
        week={conversations}
        alt={t("Conversations by weekday and hour. {conversations}", {
          conversations: busiestHour(conversations),
        })}
      />
      <TableBehind
        label={t("Conversations by hour and weekday, with the tickets among them in brackets")}
        heads={[t("Hour"), ...weekdayNames("short")]}
        rows={Array.from({ length: 24 }, (_, hour) => [
          hourName(hour),
          ...conversations.map((day, weekday) => {
            const some = tickets[weekday]?.[hour] ?? 0;
            return `${count(day[hour] ?? 0)}${some ? ` (${count(some)})` : ""}`;
          }),
        ])}
      />
    </ReportPart>
  );
}

/** The times to the first answer and to the end. */
export function TimesPart({ property, report }: PartProps) {
  const { days, previousDays, totals, previousTotals } = report;
  const dates = useMemo(() => days.map(({ date }) => date), [days]);
  const series = useMemo(
    () => [
      {
        label: t("First response"),
        values: days.map(({ firstAnswer }) => firstAnswer),
        look: "line" as const,
      },
      {
        label: t("First response before"),
        values: days.map((_, at) => previousDays[at]?.firstAnswer ?? null),
        look: "before" as const,
      },
    ],
    [days, previousDays],
  );
  const both = [
    [periodName(report), totals],
    [periodName(report.previous), previousTotals],
  ] as const;
  return (
    <ReportPart
      property={property}
      report={report}
      table="times"
      hint={t(
        "Medians are of the conversations that began on each day. Times are at most 5% from the exact ones.",
      )}
    >
      {totals.firstAnswer && (
        <LinePlot
          alt={t("Median time to the first response by day; {median} in the whole period.", {
            median: timeText(totals.firstAnswer.median),
          })}
          dates={dates}
          series={series}
          format={formatTime}
          steps={TIME_STEPS}
        />
      )}
      <DataTable
        label={t("Response times")}
        heads={[t("Time to"), t("Period"), t("Conversations"), t("Median"), t("90th percentile")]}
        rows={(["firstAnswer", "end"] as const).flatMap((kind) =>
          both.map(([period, { [kind]: times }]) => [
            kind === "end" ? t("Resolution") : t("First response"),
            period,
            count(times?.count ?? 0),
            timeText(times?.median),
            timeText(times?.p90),
          ]),
        )}
      />
    </ReportPart>
  );
}

/** The ratings of conversations. */
export function RatingsPart({ property, report }: PartProps) {
  const both = [
    [periodName(report), report.totals],
    [periodName(report.previous), report.previousTotals],
  ] as const;
  return (
    <ReportPart property={property} report={report} table="ratings">
      <DataTable
        label={t("Ratings")}
        heads={[t("Period"), t("Good"), t("Bad"), t("Satisfaction")]}
        rows={both.map(([period, totals]) => [
          period,
          count(totals.good),
          count(totals.bad),
          satisfaction(totals),
        ])}
      />
    </ReportPart>
  );
}

/** New contacts, by how they became contacts. */
export function SourcesPart({ property, report }: PartProps) {
  return (
    <ReportPart property={property} report={report} table="sources">
      {report.sources.length ? (
        <DataTable
          label={t("New contacts by source")}
          heads={[t("Source"), t("Contacts"), t("Before")]}
          rows={report.sources.map(({ source, contacts, previous }) => [
            t(SOURCE_WORDS[source]),
            count(contacts),
            count(previous),
          ])}
        />
      ) : (
        <p class="hint">{t("No new contacts.")}</p>
      )}
    </ReportPart>
  );
}

/** The agents who have answered. */
export function AgentsPart({ property, report }: PartProps) {
  return (
    <ReportPart property={property} report={report} table="agents">
      {report.agents.length ? (
        <DataTable
          label={t("Agents")}
          heads={[
            t("Agent"),
            t("Conversations"),
            t("First responses"),
            t("Median first response"),
            t("Satisfaction"),
          ]}
          rows={report.agents.map((agent) => [
            agent.name ? <Verbatim key="name">{agent.name}</Verbatim> : t("Former agent"),
            count(agent.conversations),
            count(agent.firstAnswer?.count ?? 0),
            timeText(agent.firstAnswer?.median),
            satisfaction(agent),
          ])}
        />
      ) : (
        <p class="hint">{t("Nobody has answered yet.")}</p>
      )}
    </ReportPart>
  );
}

/** The forms that were shown, with the share of the showings in which they were sent. */
export function FormsPart({ property, report }: PartProps) {
  return (
    <ReportPart property={property} report={report} table="forms">
      {report.forms.length ? (
        <DataTable
          label={t("Forms")}
          heads={[
            t("Form"),
            t("Shown"),
            t("Started"),
            t("Submitted"),
            t("Submission rate"),
            t("Rate before"),
          ]}
          rows={report.forms.map((one) => [
            <Verbatim key="name">{formLabel(one.form)}</Verbatim>,
            count(one.shown),
            count(one.started),
            count(one.submitted),
            rateText(one.submitted, one.shown),
            rateText(one.previousSubmitted, one.previousShown),
          ])}
        />
      ) : (
        <p class="hint">{t("No form was shown in this period.")}</p>
      )}
    </ReportPart>
  );
}
