import { useState } from "preact/hooks";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorNote } from "../ui/states.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { type StepProps, useStep } from "./use-import.ts";
import { useImportsApi } from "./use-imports-api.ts";

/** A button that undoes a whole import after a confirmation (R18). */
export function UndoImport(props: StepProps) {
  const imports = useImportsApi();
  const [confirming, setConfirming] = useState(false);
  const undo = useStep(props, imports.undoImport);
  return (
    <>
      <Button icon="undo" onClick={() => setConfirming(true)}>
        {t("Undo this import")}
      </Button>
      {confirming && (
        <Dialog title={t("Undo this import?")} onClose={() => setConfirming(false)}>
          <p>
            {withElements(
              "The contacts added by {fileName} are deleted, and its changes to other contacts are reverted.",
              { fileName: <Verbatim>{props.info.fileName}</Verbatim> },
            )}
          </p>
          <p>
            {t("Later changes by agents and visitors are kept, and so are contacts with a conversation.")}
          </p>
          <ErrorNote failure={undo.failure} />
          <div class="dialog-foot">
            <Button onClick={() => setConfirming(false)}>{t("Cancel")}</Button>
            <Button kind="danger" busy={undo.busy} onClick={() => void undo.run()}>
              {t("Undo import")}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
