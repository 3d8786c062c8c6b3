import { useMemo, useState } from "preact/hooks";
import { AUDIT_GROUPS, type AuditEntry, type AuditGroup, AuditPage } from "../../../shared/audit.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { PagedList } from "../contacts/paged-list.tsx";
import { createPaged } from "../data/paged.ts";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { fullTime } from "../ui/format.ts";
import { auditPlace, auditText, GROUP_WORDS } from "./audit-texts.ts";

const isGroup = (name: string): name is AuditGroup => Object.hasOwn(AUDIT_GROUPS, name);

/** The audit log of a property: who has exported, erased, or changed roles and settings (R38). */
export function AuditLogSection({ property }: { property: string }) {
  const { api } = useServices();
  const team = useLoad(property, () => api.team(property)).loaded;
  const [group, setGroup] = useState("");
  const [agent, setAgent] = useState("");
  const list = useMemo(
    () =>
      createPaged<AuditEntry, AuditPage>({
        load: (cursor) =>
          api.call(AuditPage, "GET", "/properties/:property/audit-log", {
            param: { property },
            query: {
              ...(isGroup(group) && { group }),
              ...(agent && { agent }),
              ...(cursor !== null && { cursor }),
            },
          }),
        keyOf: ({ id }) => id,
        isAfter: null,
      }),
    [api, property, group, agent],
  );
  return (
    <div class="form">
      <p class="hint">{t("Entries are kept for a year. They hold no data of visitors and contacts.")}</p>
      <div class="audit-filter">
        <label class="field">
          <span class="label">{t("What")}</span>
          <select class="input" value={group} onChange={(event) => setGroup(event.currentTarget.value)}>
            <option value="">{t("Everything")}</option>
            {Object.entries(GROUP_WORDS).map(([name, words]) => (
              <option key={name} value={name}>
                {t(words)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="label">{t("Who")}</span>
          <select class="input" value={agent} onChange={(event) => setAgent(event.currentTarget.value)}>
            <option value="">{t("Everybody")}</option>
            {team.kind === "ready" &&
              team.value.agents.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
          </select>
        </label>
      </div>
      <div class="audit-list">
        <PagedList
          list={list}
          loadingLabel={t("Loading the audit log")}
          emptyText={t("Nothing is recorded here yet.")}
        >
          {(entry) => <Entry key={entry.id} property={property} entry={entry} />}
        </PagedList>
      </div>
    </div>
  );
}

function Entry({ property, entry }: { property: string; entry: AuditEntry }) {
  const place = auditPlace(entry);
  return (
    <li class="audit-entry">
      <span dir="auto">
        <strong translate={false}>{entry.actor.name || t("Somebody")}</strong> {auditText(entry)}
        {entry.person && (
          <>
            {": "}
            <a href={href.contact(property, entry.person)}>{entry.person}</a>
          </>
        )}
      </span>
      <span class="hint">
        <time dateTime={new Date(entry.at).toISOString()}>{fullTime(entry.at)}</time>
        {place && (
          <>
            {" · "}
            <span translate={false}>{place}</span>
          </>
        )}
      </span>
    </li>
  );
}
