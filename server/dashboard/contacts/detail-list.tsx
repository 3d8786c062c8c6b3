import type { DetailRecord } from "../../../shared/contact.ts";
import { t } from "../i18n/translate.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { DetailSource, DetailValue } from "./detail-value.tsx";
import { groupDetails, SOURCE_LABELS } from "./details.ts";

/** A contact's current and alternative values by field, without the history. Read only. */
export function DetailList({ details }: { details: readonly DetailRecord[] }) {
  const groups = groupDetails(details.filter(({ status }) => status !== "past"));
  return (
    <dl class="details brief">
      {groups.map(({ field, label, current, alternatives }) => (
        <div key={field}>
          <dt dir="auto">{label}</dt>
          {current.map((detail) => (
            <dd key={detail.id}>
              <DetailValue field={field} value={detail.value} />
              <DetailSource detail={detail} brief />
            </dd>
          ))}
          {alternatives.map((detail) => (
            <dd key={detail.id} class="alternative">
              <DetailValue field={field} value={detail.value} />
              <AlternativeSource detail={detail} />
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** The source and the time of an alternative value (R11), with a mark if an unproven device sent it (R12). */
export function AlternativeSource({ detail }: { detail: DetailRecord }) {
  const claimed = detail.device !== null && !detail.proven;
  return (
    <span class={claimed ? "origin warn-text" : "origin"}>
      {claimed && <Icon name="shield" size={14} />}
      <span>
        {claimed
          ? t("Claimed by an unproven device")
          : t("Alternative · {source}", { source: t(SOURCE_LABELS[detail.source]) })}
        {" · "}
        <RelativeTime at={detail.at} />
      </span>
    </span>
  );
}
