import { useState } from "preact/hooks";
import type { ImportState } from "../../../shared/import.ts";
import { type Message, message, t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorNote } from "../ui/states.tsx";
import { type StepProps, useStep } from "./use-import.ts";
import { useImportsApi } from "./use-imports-api.ts";

interface CancelTexts {
  readonly button: Message;
  readonly title: Message;
  readonly text: Message;
  readonly stay: Message;
}

const TEXTS: Readonly<Partial<Record<ImportState, CancelTexts>>> = {
  checking: {
    button: message("Cancel check"),
    title: message("Cancel the check?"),
    text: message("Nothing has been imported. You can check the file again."),
    stay: message("Continue check"),
  },
  importing: {
    button: message("Cancel import"),
    title: message("Cancel the import?"),
    text: message("The rows that were imported so far stay. You can undo them afterwards."),
    stay: message("Continue import"),
  },
  undoing: {
    button: message("Cancel undo"),
    title: message("Cancel the undo?"),
    text: message("Contacts that were reverted so far stay reverted. You can undo the others afterwards."),
    stay: message("Continue undo"),
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
      <Button onClick={() => setConfirming(true)}>{t(texts.button)}</Button>
      {confirming && (
        <Dialog title={t(texts.title)} onClose={() => setConfirming(false)}>
          <p>{t(texts.text)}</p>
          <ErrorNote failure={cancel.failure} />
          <div class="dialog-foot">
            <Button onClick={() => setConfirming(false)}>{t(texts.stay)}</Button>
            <Button kind="danger" busy={cancel.busy} onClick={() => void cancel.run()}>
              {t(texts.button)}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
