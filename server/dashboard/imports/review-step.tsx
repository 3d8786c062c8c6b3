import type { ImportReport } from "../../../shared/import.ts";
import { href } from "../app/routes.ts";
import { plural, t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { count } from "../ui/format.ts";
import { ErrorNote, Note } from "../ui/states.tsx";
import { useRowEditing } from "./edit-row.tsx";
import { ImportLayout } from "./import-layout.tsx";
import { rowsToImport } from "./import-texts.ts";
import { Outcome } from "./outcome.tsx";
import { rowIssueGroups } from "./row-issue-groups.ts";
import { NotImported, RowIssues } from "./row-issues.tsx";
import { type StepProps, useStep } from "./use-import.ts";
import { useImportsApi } from "./use-imports-api.ts";
import { FileName } from "./working-step.tsx";

/** The result of the dry run, with the button that starts the import (R17). */
export function ReviewStep(props: StepProps) {
  const { property, info } = props;
  const imports = useImportsApi();
  const start = useStep(props, imports.startImport);
  const edit = useRowEditing(props);
  const columns = href.import(property, info.id, true);
  const report = info.check;
  if (!report) return null;
  const rows = rowsToImport(report);

  return (
    <ImportLayout property={property} step="review" title={reviewTitle(report)} links={{ columns }}>
      <FileName info={info} />
      <Outcome report={report} tense="planned" />
      <ErrorNote failure={start.failure} />
      <div class="import-actions">
        {rows > 0 && (
          <Button kind="primary" busy={start.busy} onClick={() => void start.run()}>
            {plural(rows, "Import {count} row", "Import {count} rows")}
          </Button>
        )}
        <a class="button plain" href={columns}>
          {t("Edit columns")}
        </a>
        <a class="button plain" href={href.import(property)}>
          {t("Choose another file")}
        </a>
      </div>
      {rows > 0 && <p class="hint">{t("Nothing has been imported yet. You can undo the import later.")}</p>}
      {rows > 0 && !rowIssueGroups(report, "planned").length && (
        <Note tone="good" icon="check">
          <p>{t("No issues found.")}</p>
        </Note>
      )}
      <RowIssues
        property={property}
        id={info.id}
        hasFile={info.check !== null}
        report={report}
        tense="planned"
        edit={edit}
      />
      <NotImported headers={report.notImported} />
    </ImportLayout>
  );
}

function reviewTitle(report: ImportReport): string {
  const rows = rowsToImport(report);
  if (rows)
    return plural(report.rows, "{rows} of {count} row to import", "{rows} of {count} rows to import", {
      rows: count(rows),
    });
  return report.counts.refused === report.rows ? t("No row can be imported") : t("Nothing new to import");
}
