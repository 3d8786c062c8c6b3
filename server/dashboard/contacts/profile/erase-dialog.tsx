import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useAction } from "../../hooks.ts";
import { href } from "../../routes.ts";
import { useServices } from "../../services.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { FailureNote } from "../../ui/states.tsx";
import { forgetLists, lastList } from "../last-list.ts";

const WORD = "erase";

interface EraseDialogProps {
  readonly property: string;
  readonly contact: string;
  /** What the contact is called. */
  readonly name: string;
  readonly onClose: () => void;
}

/** R26: erases a person for good, once the word for it is typed. */
export function EraseDialog({ property, contact, name, onClose }: EraseDialogProps) {
  const { api, memory, notices } = useServices();
  const { route } = useLocation();
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const confirmed = typed.trim().toLowerCase() === WORD;
  const erase = useAction(async () => {
    await api.erase(property, contact);
    forgetLists(memory);
    notices.say("The contact was erased.");
    route(href.contacts(property, lastList(memory, property)), true);
  });
  return (
    <Dialog title="Erase this person?" onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (confirmed) void erase.run();
        }}
      >
        <p>
          Everything that is kept of <bdi>{name}</bdi> goes for good: details and their history,
          conversations, tickets, files, notes and visits. This cannot be undone.
        </p>
        <TextField
          label={`Type “${WORD}” to confirm`}
          autocomplete="off"
          spellcheck={false}
          value={typed}
          onInput={setTyped}
          fault={tried && !confirmed ? `Type the word “${WORD}” first.` : undefined}
        />
        <FailureNote failure={erase.failure} />
        <div class="dialog-foot">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" type="submit" busy={erase.busy}>
            Erase for good
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
