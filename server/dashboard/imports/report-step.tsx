import type { ImportInfo } from "../../../shared/import.ts";
import { href } from "../app/routes.ts";
import { sentence } from "../data/api-error.ts";
import { count } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ImportLayout } from "./import-layout.tsx";
import { canBeUndone, stepOf } from "./import-steps.ts";
import { countOf } from "./import-texts.ts";
import { Outcome } from "./outcome.tsx";
import { PreviousImports } from "./previous-imports.tsx";
import { NotImported, RowIssues } from "./row-issues.tsx";
import { UndoImport } from "./undo-import.tsx";
import type { StepProps } from "./use-import.ts";
import { FileName } from "./working-step.tsx";

/** What an import did, or why it could not, and how to take it back (R18). */
export function ReportStep(props: StepProps) {
  const { property, info } = props;
  const report = info.startedAt === null ? null : info.report;
  return (
    <ImportLayout property={property} step={stepOf(info, false)} title={reportTitle(info)}>
      <div class="import-facts">
        <FileName info={info} />
        {info.finishedAt !== null && (
          <p class="hint">
            {info.state === "undone" ? "Undone" : info.state === "done" ? "Imported" : "Stopped"}{" "}
            <RelativeTime at={info.finishedAt} />
          </p>
        )}
      </div>
      {info.state === "failed" && <FailureReason info={info} />}
      {report && info.state !== "undone" && <Outcome report={report} tense="done" />}
      {info.state === "undone" && (
        <p>What this import had made and changed is as it was before. The file can be imported again.</p>
      )}
      <div class="import-actions">
        {info.state === "done" ? (
          <a class="button primary" href={href.contacts(property)}>
            See the contacts
          </a>
        ) : (
          <a class="button primary" href={href.import(property)}>
            Choose a file
          </a>
        )}
        {canBeUndone(info) && <UndoImport {...props} />}
        {info.state === "done" && (
          <a class="button plain" href={href.import(property)}>
            Import another file
          </a>
        )}
      </div>
      {report && info.state !== "undone" && (
        <>
          <RowIssues property={property} id={info.id} report={report} />
          <NotImported headers={report.notImported} />
        </>
      )}
      <PreviousImports property={property} except={info.id} />
    </ImportLayout>
  );
}

function reportTitle({ state, report }: ImportInfo): string {
  if (state === "undone") return "The import is undone";
  if (state === "failed") return "The file could not be read to its end";
  const made = report?.counts.new ?? 0;
  const changed = (report?.counts.updated ?? 0) + (report?.counts.conflict ?? 0);
  if (made) return `${countOf(made, "new contact", "new contacts")} imported`;
  return changed ? `${countOf(changed, "row", "rows")} imported` : "Nothing was new";
}

function FailureReason({ info }: { info: ImportInfo }) {
  const { fault, startedAt } = info;
  return (
    <div class="note bad">
      <Icon name="alert" />
      <div>
        {fault && (
          <p>
            {fault.line !== null && <strong>Line {count(fault.line)}: </strong>}
            {sentence(fault.message)}
          </p>
        )}
        <p>
          {startedAt === null
            ? "Nothing was imported. Mend the file and choose it again."
            : "What stands before was imported. Undo it, or mend the file and import it again: what is known already stays as it is."}
        </p>
      </div>
    </div>
  );
}
