import type { DetailRecord } from "../../../shared/contact.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { DetailSource, DetailValue } from "./detail-value.tsx";
import { groupDetails, SOURCE_LABELS } from "./details.ts";

/** Details by field to read in passing: what is in use, and what is kept beside it, without the history. */
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

/** Who says what is kept beside (R11, R12). */
export function AlternativeSource({ detail }: { detail: DetailRecord }) {
  const claimed = detail.device !== null && !detail.proven;
  return (
    <span class={claimed ? "origin warn-text" : "origin"}>
      {claimed && <Icon name="shield" size={14} />}
      <span>
        {claimed ? "Said by an unproven device" : `Kept beside, from ${SOURCE_LABELS[detail.source]}`},{" "}
        <RelativeTime at={detail.at} />
      </span>
    </span>
  );
}
