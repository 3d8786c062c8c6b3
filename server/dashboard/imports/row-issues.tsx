import { useId, useState } from "preact/hooks";
import type { ImportRemark, ImportReport } from "../../../shared/import.ts";
import { refusedRowsAddress } from "../data/imports-api.ts";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/field.tsx";
import { count } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { OUTCOME_TEXTS } from "./import-texts.ts";
import { type RowIssueGroup, rowIssueGroups } from "./row-issue-groups.ts";

/** How many lines are shown until more are wanted. */
const FIRST = 10;

interface RowIssuesProps {
  readonly property: string;
  readonly id: string;
  readonly report: ImportReport;
}

/** The rows that are worth a look, with the line and the reason of each (R17). */
export function RowIssues({ property, id, report }: RowIssuesProps) {
  const groups = rowIssueGroups(report);
  const [wanted, setWanted] = useState<RowIssueGroup["kind"]>("refused");
  const [all, setAll] = useState(false);
  const heading = useId();
  const group = groups.find(({ kind }) => kind === wanted) ?? groups[0];
  if (!group) return null;
  const shown = all ? group.issues : group.issues.slice(0, FIRST);

  return (
    <section class="remarks" aria-labelledby={heading}>
      <div class="issues-header">
        <h3 id={heading}>Rows worth a look</h3>
        {groups.length > 1 && (
          <Choice
            label="Which rows"
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
      <RowIssueTable label={group.label} remarks={shown} />
      <div class="issues-footer">
        {group.issues.length > FIRST && (
          <Button small onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show ${count(group.issues.length)}`}
          </Button>
        )}
        {group.total > group.issues.length && (
          <p class="hint">
            These are the first {count(group.issues.length)} of {count(group.total)}.
            {group.kind === "refused" && " The download has them all."}
          </p>
        )}
      </div>
      {report.counts.refused > 0 && (
        <div>
          <a class="button plain" href={refusedRowsAddress(property, id)} download>
            <Icon name="download" />
            Download the refused rows
          </a>
          <p class="hint issues-download">
            A CSV with the reason in a column. Mend the rows there and import that file: the rest is known
            already.
          </p>
        </div>
      )}
    </section>
  );
}

function RowIssueTable({ label, remarks }: { label: string; remarks: readonly ImportRemark[] }) {
  // of refused rows there is often no name to tell
  const named = remarks.some(({ name }) => name);
  return (
    <table class={named ? "issue-table named" : "issue-table"} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Line</th>
          {named && <th scope="col">Name</th>}
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        {remarks.map(({ line, outcome, name, reason }, index) => (
          // a line can be remarked on once only, but the contract does not promise it
          <tr key={index}>
            <td class="issue-line">
              <span class="issue-line-word">Line </span>
              {count(line)}
            </td>
            {named && (
              <td class="issue-name">
                <bdi>{name}</bdi>
              </td>
            )}
            <td class="issue-reason">
              <bdi>{reason}</bdi>
              {outcome !== "refused" && outcome !== "conflict" && (
                <span class="badge">{OUTCOME_TEXTS[outcome].label}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The columns that nobody mapped, by name (R16). */
export function NotImported({ headers }: { headers: readonly string[] }) {
  if (!headers.length) return null;
  const shown = headers.slice(0, 24);
  return (
    <section class="not-imported">
      <h3>Columns that are not imported</h3>
      <ul class="badges plain-list">
        {shown.map((header, index) => (
          // two columns may have the same name
          <li key={index} class="badge" dir="auto">
            {header}
          </li>
        ))}
        {headers.length > shown.length && (
          <li class="hint">and {count(headers.length - shown.length)} more</li>
        )}
      </ul>
    </section>
  );
}
