import * as z from "zod/mini";
import type { PropertyOfMe } from "../../../shared/account.ts";
import { Report, ReportQuery } from "../../../shared/reports.ts";
import type { ReportPeriodInAddress } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { EmptyState, LoadError, Skeleton } from "../ui/states.tsx";
import { useTitle } from "../ui/use-title.ts";
import { PeriodPicker } from "./period-picker.tsx";
import {
  AgentsPart,
  DaysPart,
  FormsPart,
  HoursPart,
  RatingsPart,
  SourcesPart,
  TimesPart,
} from "./report-parts.tsx";
import { periodName } from "./report-texts.ts";
import { ReportTiles } from "./report-tiles.tsx";

interface ReportsScreenProps {
  readonly property: PropertyOfMe;
  readonly period: ReportPeriodInAddress;
}

/** The report of a period: conversations, times, ratings, agents and contacts, compared with the period before. */
export function ReportsScreen({ property, period }: ReportsScreenProps) {
  const { api } = useServices();
  const query = queryOf(period);
  useTitle(t("Reports · {name}", { name: property.name }));
  const { loaded, retry } = useLoad(`${property.id} ${JSON.stringify(query)}`, () =>
    api.call(Report, "GET", "/properties/:property/reports", { param: { property: property.id }, query }),
  );
  const report = loaded.kind === "ready" ? loaded.value : null;
  return (
    <main class="reports" id="main" tabIndex={-1}>
      <header class="reports-head">
        <h1>{t("Reports")}</h1>
        <PeriodPicker property={property.id} query={query} shown={report} />
      </header>
      <div role="status">
        {report && (
          <p class="hint">
            {t("{report}, compared with {previous}. Time zone: {value}.", {
              report: periodName(report),
              previous: periodName(report.previous),
              value: report.timeZone.replaceAll("_", " "),
            })}
          </p>
        )}
      </div>
      {loaded.kind === "loading" && <Skeleton lines={10} label={t("Loading the report")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {report && <Parts property={property.id} report={report} />}
    </main>
  );
}

/** The period of an address; the default for one that is not valid. */
function queryOf({ period, from, to }: ReportPeriodInAddress): ReportQuery {
  const given = { ...(period && { period }), ...(from && { from }), ...(to && { to }) };
  const parsed = z.safeParse(ReportQuery, given);
  return parsed.success ? parsed.data : {};
}

function Parts({ property, report }: { property: string; report: Report }) {
  const { conversations, contacts } = report.totals;
  if (!conversations && !contacts)
    return (
      <EmptyState icon="reports" title={t("No conversations in this period")}>
        <p>{t("Reports show conversations by the day on which they began.")}</p>
      </EmptyState>
    );
  return (
    <>
      <ReportTiles report={report} />
      <DaysPart property={property} report={report} />
      <HoursPart property={property} report={report} />
      <TimesPart property={property} report={report} />
      <div class="report-columns">
        <RatingsPart property={property} report={report} />
        <SourcesPart property={property} report={report} />
      </div>
      <AgentsPart property={property} report={report} />
      <FormsPart property={property} report={report} />
    </>
  );
}
