import type { Report } from "../../../shared/reports.ts";
import { t } from "../i18n/translate.ts";
import { count } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { changeOf, changeOfTimes, satisfaction, timeText } from "./report-texts.ts";

type Change = ReturnType<typeof changeOf>;

/** The numbers of the period, and how they differ from those of the period before. */
export function ReportTiles({ report: { totals, previousTotals: before } }: { report: Report }) {
  const share = ({ good, bad }: typeof totals) => (good + bad ? good / (good + bad) : null);
  const [rated, ratedBefore] = [share(totals), share(before)];
  return (
    <dl class="report-tiles">
      <Tile
        label={t("Conversations")}
        value={count(totals.conversations)}
        change={changeOf(totals.conversations, before.conversations)}
      />
      <Tile
        label={t("Tickets")}
        value={count(totals.tickets)}
        change={changeOf(totals.tickets, before.tickets)}
      />
      <Tile
        label={t("Median first response")}
        value={timeText(totals.firstAnswer?.median)}
        change={changeOfTimes(totals.firstAnswer, before.firstAnswer)}
      />
      <Tile
        label={t("Median resolution")}
        value={timeText(totals.end?.median)}
        change={changeOfTimes(totals.end, before.end)}
      />
      <Tile
        label={t("Satisfaction")}
        value={satisfaction(totals)}
        change={rated === null || ratedBefore === null ? null : changeOf(rated, ratedBefore, "rating")}
      />
      <Tile
        label={t("New contacts")}
        value={count(totals.contacts)}
        change={changeOf(totals.contacts, before.contacts)}
      />
    </dl>
  );
}

function Tile({ label, value, change }: { label: string; value: string; change: Change | null }) {
  return (
    <div class="report-tile">
      <dt>{label}</dt>
      <dd class="report-value">{value}</dd>
      <dd class="hint">
        {change === null ? (
          t("No comparison")
        ) : (
          <>
            {change.direction !== "same" && <Icon name={change.direction} size={13} />} {change.text}
          </>
        )}
      </dd>
    </div>
  );
}
