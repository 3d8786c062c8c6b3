import type { DetailRecord } from "../../../shared/contact.ts";
import { Icon } from "../ui/icon.tsx";
import { Ago } from "../ui/small.tsx";
import { type DetailGroup, groupDetails, SOURCE_WORDS } from "./details.ts";

/**
 * A contact's details by field, each value with its source and time (R11).
 *
 * @param brief only what is in use and what somebody unproven says instead, without the history
 */
export function DetailList({
  details,
  brief = false,
}: {
  details: readonly DetailRecord[];
  brief?: boolean;
}) {
  const groups = groupDetails(details).filter(
    (group) => !brief || group.current.length > 0 || group.alternatives.length > 0,
  );
  if (!groups.length) return <p class="hint">Nothing has been said about this person yet.</p>;
  return (
    <dl class={brief ? "details brief" : "details"}>
      {groups.map((group) => (
        <Group key={group.field} group={group} brief={brief} />
      ))}
    </dl>
  );
}

function Group({ group, brief }: { group: DetailGroup; brief: boolean }) {
  return (
    <div>
      <dt dir="auto">{group.label}</dt>
      {group.current.map((detail) => (
        <dd key={detail.id}>
          <Value detail={detail} />
          <Origin detail={detail} brief={brief} />
        </dd>
      ))}
      {group.alternatives.map((detail) => (
        <dd key={detail.id} class="alternative">
          <Value detail={detail} />
          <span class="origin warn-text">
            <Icon name="shield" size={14} />
            <span>
              Said by an unproven device, <Ago at={detail.at} />
            </span>
          </span>
        </dd>
      ))}
      {!brief && group.past.length > 0 && (
        <dd>
          <details class="history">
            <summary>Earlier values ({group.past.length})</summary>
            <ul>
              {group.past.map((detail) => (
                <li key={detail.id}>
                  <s dir="auto">{detail.value}</s>
                  <Origin detail={detail} brief={false} />
                </li>
              ))}
            </ul>
          </details>
        </dd>
      )}
    </div>
  );
}

function Value({ detail: { field, value } }: { detail: DetailRecord }) {
  if (field === "email")
    return (
      <a class="value" href={`mailto:${encodeURIComponent(value)}`} dir="auto">
        {value}
      </a>
    );
  if (field === "phone")
    return (
      <a class="value" href={`tel:${encodeURIComponent(value)}`} dir="ltr">
        {value}
      </a>
    );
  return (
    <span class="value" dir="auto">
      {value}
    </span>
  );
}

function Origin({ detail, brief }: { detail: DetailRecord; brief: boolean }) {
  const before = !brief && detail.previous !== null && detail.previous !== detail.value;
  return (
    <span class="origin">
      {detail.proven ? "Proven" : `From ${SOURCE_WORDS[detail.source]}`}, <Ago at={detail.at} />
      {before && (
        <>
          {" · before: "}
          <bdi>{detail.previous}</bdi>
        </>
      )}
    </span>
  );
}
