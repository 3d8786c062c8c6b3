import type { ImportInfo, ImportState } from "../../../shared/import.ts";
import { fileSize } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { ImportLayout } from "./import-layout.tsx";
import { stepOf } from "./import-steps.ts";
import { Outcome } from "./outcome.tsx";
import { ProgressBar } from "./progress-bar.tsx";

const WORK_TEXTS: Readonly<Partial<Record<ImportState, { title: string; label: string; hint: string }>>> = {
  checking: {
    title: "Checking the file",
    label: "Going through the rows",
    hint: "Every row is tried out, and nothing is written. You can close this page and come back to it.",
  },
  importing: {
    title: "Importing",
    label: "Writing the contacts",
    hint: "You can close this page: the server goes on by itself, and goes on even after a restart.",
  },
  undoing: {
    title: "Undoing the import",
    label: "Putting everything back",
    hint: "You can close this page: the server goes on by itself, and goes on even after a restart.",
  },
};

/** An import that the server is at work on. */
export function WorkingStep({ property, info }: { property: string; info: ImportInfo }) {
  const work = WORK_TEXTS[info.state];
  if (!work) return null;
  return (
    <ImportLayout property={property} step={stepOf(info, false)} title={work.title}>
      <div class="working">
        <FileName info={info} />
        <ProgressBar label={work.label} share={info.progress} />
        <p class="hint">{work.hint}</p>
      </div>
      {info.state === "importing" && info.report && <Outcome report={info.report} tense="done" />}
    </ImportLayout>
  );
}

/** Which file it is about. */
export function FileName({ info }: { info: Pick<ImportInfo, "fileName" | "size"> }) {
  return (
    <p class="import-file">
      <Icon name="table" />
      <span dir="auto">{info.fileName}</span>
      <span class="tally">{fileSize(info.size)}</span>
    </p>
  );
}
