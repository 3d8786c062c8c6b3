import { useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorNote } from "../ui/states.tsx";
import { type StepProps, useStep } from "./use-import.ts";

/** Takes an import back as a whole, once it is said what that means (R18). */
export function UndoImport(props: StepProps) {
  const { api } = useServices();
  const [asking, setAsking] = useState(false);
  const undo = useStep(props, api.undoImport);
  return (
    <>
      <Button icon="undo" onClick={() => setAsking(true)}>
        Undo this import
      </Button>
      {asking && (
        <Dialog title="Undo this import?" onClose={() => setAsking(false)}>
          <p>
            The contacts that <bdi>{props.info.fileName}</bdi> made are removed, and what it changed on others
            is as it was before.
          </p>
          <p>
            What was changed since by agents or by the people themselves stays, and so does everybody who has
            a conversation.
          </p>
          <ErrorNote failure={undo.failure} />
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
