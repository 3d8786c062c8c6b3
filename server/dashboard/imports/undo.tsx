import { useState } from "preact/hooks";
import type { ImportInfo } from "../../../shared/import.ts";
import { useAction } from "../hooks.ts";
import { useServices } from "../services.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { FailureNote } from "../ui/states.tsx";

interface UndoImportProps {
  readonly property: string;
  readonly info: ImportInfo;
  readonly onUndoing: (info: ImportInfo) => void;
}

/** Takes an import back as a whole, once it is said what that means (R18). */
export function UndoImport({ property, info, onUndoing }: UndoImportProps) {
  const { api } = useServices();
  const [asking, setAsking] = useState(false);
  const undo = useAction(async () => {
    const next = await api.undoImport(property, info.id);
    setAsking(false);
    onUndoing(next);
  });
  return (
    <>
      <Button icon="undo" onClick={() => setAsking(true)}>
        Undo this import
      </Button>
      {asking && (
        <Dialog title="Undo this import?" onClose={() => setAsking(false)}>
          <p>
            The contacts that <bdi>{info.fileName}</bdi> made are removed, and what it changed on others is as
            it was before.
          </p>
          <p>
            What was changed since by agents or by the people themselves stays, and so does everybody who has
            a conversation.
          </p>
          <FailureNote failure={undo.failure} />
          <div class="dialog-foot">
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button kind="danger" busy={undo.busy} onClick={() => void undo.run()}>
              Undo the import
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
