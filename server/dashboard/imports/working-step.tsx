import type { ImportInfo, ImportState } from "../../../shared/import.ts";
import { type Message, message, t } from "../i18n/translate.ts";
import { fileSize } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { CancelImport } from "./cancel-import.tsx";
import { ImportLayout } from "./import-layout.tsx";
import { stepOf } from "./import-steps.ts";
import { Outcome } from "./outcome.tsx";
import type { StepProps } from "./use-import.ts";

const WORK_TEXTS: Readonly<Partial<Record<ImportState, { title: Message; label: Message; hint: Message }>>> =
  {
    checking: {
      title: message("Checking the file"),
      label: message("Checking rows"),
      hint: message("Nothing is imported yet. You can close this page and come back later."),
    },
    importing: {
      title: message("Importing"),
      label: message("Importing rows"),
      hint: message("You can close this page. The server continues the import, even after a restart."),
    },
    undoing: {
      title: message("Undoing the import"),
      label: message("Reverting changes"),
      hint: message("You can close this page. The server continues, even after a restart."),
    },
  };

/** The progress of an import that the server is checking, importing or undoing. */
export function WorkingStep(props: StepProps) {
  const { property, info } = props;
  const work = WORK_TEXTS[info.state];
  if (!work) return null;
  return (
    <ImportLayout property={property} step={stepOf(info, false)} title={t(work.title)}>
      <div class="import-progress">
        <FileName info={info} />
        <ProgressBar label={t(work.label)} share={info.progress} />
        <p class="hint">{t(work.hint)}</p>
        <CancelImport key={info.state} {...props} />
      </div>
      {info.state === "importing" && info.report && <Outcome report={info.report} tense="done" />}
    </ImportLayout>
  );
}

/** The name and the size of the imported file. */
export function FileName({ info }: { info: Pick<ImportInfo, "fileName" | "size"> }) {
  return (
    <p class="import-file">
      <Icon name="table" />
      <span dir="auto" translate={false}>
        {info.fileName}
      </span>
      <span class="tally">{fileSize(info.size)}</span>
    </p>
  );
}
