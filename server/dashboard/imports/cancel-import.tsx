import { useState } from "preact/hooks";
import type { ImportState } from "../../../shared/import.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorNote } from "../ui/states.tsx";
import { type StepProps, useStep } from "./use-import.ts";
import { useImportsApi } from "./use-imports-api.ts";

interface CancelTexts {
  readonly button: string;
  readonly title: string;
  readonly text: string;
  readonly stay: string;
}

const TEXTS: Readonly<Partial<Record<ImportState, CancelTexts>>> = {
  checking: {
    button: "Cancel check",
    title: "Cancel the check?",
    text: "Nothing has been imported. You can check the file again.",
    stay: "Continue check",
  },
  importing: {
    button: "Cancel import",
    title: "Cancel the import?",
    text: "The rows that were imported so far stay. You can undo them afterwards.",
    stay: "Continue import",
  },
  undoing: {
    button: "Cancel undo",
    title: "Cancel the undo?",
    text: "Contacts that were reverted so far stay reverted. You can undo the others afterwards.",
    stay: "Continue undo",
  },
};

/** A button that stops what the server does with an import, after a confirmation (R18). */
export function CancelImport(props: StepProps) {
  const imports = useImportsApi();
  const [confirming, setConfirming] = useState(false);
  const cancel = useStep(props, imports.cancelImport);
  const texts = TEXTS[props.info.state];
  if (!texts) return null;
  return (
    <div class="import-actions">
      <Button onClick={() => setConfirming(true)}>{texts.button}</Button>
      {confirming && (
        <Dialog title={texts.title} onClose={() => setConfirming(false)}>
          <p>{texts.text}</p>
          <ErrorNote failure={cancel.failure} />
          <div class="dialog-foot">
            <Button onClick={() => setConfirming(false)}>{texts.stay}</Button>
            <Button kind="danger" busy={cancel.busy} onClick={() => void cancel.run()}>
              {texts.button}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
