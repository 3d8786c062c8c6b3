import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { forgetLists, lastFilter } from "../contact-list-memory.ts";

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
    route(href.contacts(property, lastFilter(memory, property)), true);
  });
  return (
    <FormDialog
      title="Erase this person?"
      act="Erase for good"
      kind="danger"
      busy={erase.busy}
      failure={erase.failure}
      onSubmit={() => {
        setTried(true);
        if (confirmed) void erase.run();
      }}
      onClose={onClose}
    >
      <p>
        Everything that is kept of <bdi>{name}</bdi> goes for good: details and their history, conversations,
        tickets, files, notes and visits. This cannot be undone.
      </p>
      <TextField
        label={`Type “${WORD}” to confirm`}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={setTyped}
        fault={tried && !confirmed ? `Type the word “${WORD}” first.` : undefined}
      />
    </FormDialog>
  );
}
