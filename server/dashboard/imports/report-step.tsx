import type { ImportInfo, ImportState } from "../../../shared/import.ts";
import { href } from "../app/routes.ts";
import { sentence } from "../data/api-error.ts";
import { type Message, message, plural, t } from "../i18n/translate.ts";
import { count, percent } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Note } from "../ui/states.tsx";
import { ImportLayout } from "./import-layout.tsx";
import { canBeUndone, stepOf } from "./import-steps.ts";
import { Outcome } from "./outcome.tsx";
import { PreviousImports } from "./previous-imports.tsx";
import { NotImported, RowIssues } from "./row-issues.tsx";
import { UndoImport } from "./undo-import.tsx";
import type { StepProps } from "./use-import.ts";
import { FileName } from "./working-step.tsx";

const STOPPED = message("Stopped");
const FINISHED_TEXTS: Readonly<Partial<Record<ImportState, Message>>> = {
  undone: message("Undone"),
  done: message("Imported"),
  cancelled: message("Cancelled"),
  undo_cancelled: message("Cancelled"),
};

/** The result of an import, or the reason why it failed, with a button to undo it (R18). */
export function ReportStep(props: StepProps) {
  const { property, info } = props;
  const report = info.startedAt === null ? null : info.report;
  return (
    <ImportLayout property={property} step={stepOf(info, false)} title={reportTitle(info)}>
      <div class="import-facts">
        <FileName info={info} />
        {info.finishedAt !== null && (
          <p class="hint">
            {t(FINISHED_TEXTS[info.state] ?? STOPPED)} <RelativeTime at={info.finishedAt} />
          </p>
        )}
      </div>
      {info.state === "failed" && <FailureReason info={info} />}
      {(info.state === "cancelled" || info.state === "undo_cancelled") && (
        <Note tone="warn" icon="alert">
          <p>{cancelledText(info)}</p>
        </Note>
      )}
      {report && info.state !== "undone" && <Outcome report={report} tense="done" />}
      {info.state === "undone" && (
        <p>{t("All changes of this import were reverted. The file can be imported again.")}</p>
      )}
      <div class="import-actions">
        {info.state === "done" ? (
          <a class="button primary" href={href.contacts(property)}>
            {t("Show contacts")}
          </a>
        ) : (
          <a class="button primary" href={href.import(property)}>
            {t("Choose a file")}
          </a>
        )}
        {canBeUndone(info) && <UndoImport {...props} />}
        {info.state === "done" && (
          <a class="button plain" href={href.import(property)}>
            {t("Import another file")}
          </a>
        )}
      </div>
      {report && info.state !== "undone" && (
        <>
          <RowIssues
            property={property}
            id={info.id}
            hasFile={info.check !== null}
            report={report}
            tense="done"
          />
          <NotImported headers={report.notImported} />
        </>
      )}
      <PreviousImports property={property} except={info.id} />
    </ImportLayout>
  );
}

function reportTitle({ state, report, startedAt }: ImportInfo): string {
  if (state === "undone") return t("Import undone");
  if (state === "cancelled") return t("Import cancelled");
  if (state === "undo_cancelled") return t("Undo cancelled");
  if (state === "failed")
    return startedAt === null ? t("The file could not be read") : t("The import stopped early");
  const added = report?.counts.new ?? 0;
  const changed = (report?.counts.updated ?? 0) + (report?.counts.conflict ?? 0);
  if (added) return plural(added, "{count} new contact imported", "{count} new contacts imported");
  return changed
    ? plural(changed, "{count} row imported", "{count} rows imported")
    : t("Nothing new imported");
}

/** Says how far the import, or its undo, came before it was cancelled. */
function cancelledText({ state, report, progress }: ImportInfo): string {
  if (state === "undo_cancelled")
    return t(
      "{progress} of the contacts of this import are reverted. Undo the import again to revert the others.",
      { progress: percent(progress) },
    );
  const rows = plural(report?.rows ?? 0, "{count} row", "{count} rows");
  return t(
    "The first {rows} of the file were imported, the others were not. Undo the import, or import the file again: rows without changes are skipped.",
    { rows },
  );
}

function FailureReason({ info }: { info: ImportInfo }) {
  const { fault, startedAt } = info;
  return (
    <div class="note bad">
      <Icon name="alert" />
      <div>
        {fault && (
          <p>
            {fault.line !== null && <strong>{t("Line {line}:", { line: count(fault.line) })}</strong>}
            {sentence(fault.message)}
          </p>
        )}
        <p>
          {startedAt === null
            ? t("Nothing was imported. Correct the file and upload it again.")
            : t(
                "The rows before that were imported. Undo the import, or correct the file and import it again: rows without changes are skipped.",
              )}
        </p>
      </div>
    </div>
  );
}
