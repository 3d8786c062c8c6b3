import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import type { ImportRemark, ImportReport } from "../../../shared/import.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/choice.tsx";
import { count } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { refusedRowsAddress } from "./import-calls.ts";
import { OUTCOME_TEXTS } from "./import-texts.ts";
import { type RowIssueGroup, rowIssueGroups, type Tense } from "./row-issue-groups.ts";

/** The number of rows that are shown at first. */
const SHOWN_AT_FIRST = 10;

/** More names than this are summed up as "and N more". */
const MAX_HEADERS = 24;

interface RowIssuesProps {
  readonly property: string;
  readonly id: string;
  /** Whether a dry run has made the file of refused rows. */
  readonly hasFile: boolean;
  readonly report: ImportReport;
  readonly tense: Tense;
  /** Adds a button to a row that can be edited; absent: no row can. */
  readonly edit?: ((remark: ImportRemark) => ComponentChildren) | undefined;
}

/** The rows with issues, each with its line and the reason (R17). */
export function RowIssues({ property, id, hasFile, report, tense, edit }: RowIssuesProps) {
  const groups = rowIssueGroups(report, tense);
  const [wanted, setWanted] = useState<RowIssueGroup["kind"]>("refused");
  const [showsAll, setShowsAll] = useState(false);
  const heading = useId();
  const group = groups.find(({ kind }) => kind === wanted) ?? groups[0];
  if (!group) return null;
  const shown = showsAll ? group.issues : group.issues.slice(0, SHOWN_AT_FIRST);

  return (
    <section class="row-issues" aria-labelledby={heading}>
      <div class="issues-header">
        <h3 id={heading}>{t("Rows with issues")}</h3>
        {groups.length > 1 && (
          <Choice
            label={t("Kind of issue")}
            hideLabel
            value={group.kind}
            onChange={setWanted}
            options={groups.map(({ kind, label, total }) => ({
              value: kind,
              label: `${label} ${count(total)}`,
            }))}
          />
        )}
      </div>
      <p class="hint">{group.hint}</p>
      <RowIssueTable label={group.label} remarks={shown} edit={edit} />
      <div class="issues-footer">
        {group.issues.length > SHOWN_AT_FIRST && (
          <Button small onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? t("Show fewer") : t("Show all {count}", { count: count(group.issues.length) })}
          </Button>
        )}
        {group.total > group.issues.length && (
          <p class="hint">
            {t("Showing the first {count} of {total}.", {
              count: count(group.issues.length),
              total: count(group.total),
            })}
            {group.kind === "refused" && hasFile && t(" The download contains all of them.")}
          </p>
        )}
      </div>
      {report.counts.refused > 0 && hasFile && (
        <div>
          <a class="button plain" href={refusedRowsAddress(property, id)} download>
            <Icon name="download" />
            {t("Download refused rows")}
          </a>
          <p class="hint issues-download">
            {t("A CSV file with the reason in a column. Correct the rows and import that file.")}
          </p>
        </div>
      )}
    </section>
  );
}

interface RowIssueTableProps extends Pick<RowIssuesProps, "edit"> {
  readonly label: string;
  readonly remarks: readonly ImportRemark[];
}

function RowIssueTable({ label, remarks, edit }: RowIssueTableProps) {
  // refused rows often have no name
  const hasNames = remarks.some(({ name, email }) => name || email);
  return (
    <table class={hasNames ? "issue-table named" : "issue-table"} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t("Line")}</th>
          {hasNames && <th scope="col">{t("Name and e-mail")}</th>}
          <th scope="col">{t("Reason")}</th>
        </tr>
      </thead>
      <tbody>
        {remarks.map((remark, index) => {
          const { line, outcome, name, email, reason } = remark;
          return (
            // the API does not guarantee that a line appears only once
            <tr key={index}>
              <td class="issue-line">
                <span class="issue-line-word">{t("Line")} </span>
                {count(line)}
              </td>
              {hasNames && (
                <td class="issue-name">
                  <Verbatim>{name}</Verbatim>
                  {email && (
                    <span class="hint issue-email">
                      <Verbatim>{email}</Verbatim>
                    </span>
                  )}
                </td>
              )}
              <td class="issue-reason">
                <bdi>{reason}</bdi>
                {outcome !== "refused" && outcome !== "conflict" && (
                  <span class="badge">{t(OUTCOME_TEXTS[outcome].label)}</span>
                )}
                {edit?.(remark)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The names of the columns that are not mapped (R16). */
export function NotImported({ headers }: { headers: readonly string[] }) {
  if (!headers.length) return null;
  const shown = headers.slice(0, MAX_HEADERS);
  return (
    <section class="not-imported">
      <h3>{t("Columns not imported")}</h3>
      <ul class="badges plain-list">
        {shown.map((header, index) => (
          // names may repeat
          <li key={index} class="badge" dir="auto" translate={false}>
            {header}
          </li>
        ))}
        {headers.length > shown.length && (
          <li class="hint">{t("and {count} more", { count: count(headers.length - shown.length) })}</li>
        )}
      </ul>
    </section>
  );
}
