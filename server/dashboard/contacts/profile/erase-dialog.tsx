import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { forgetLists, lastFilter } from "../contact-list-memory.ts";

const CONFIRMATION = "erase";

interface EraseDialogProps {
  readonly property: string;
  readonly contact: string;
  /** The name of the contact. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Erases all data of a contact after the agent has typed a word to confirm (R26). */
export function EraseDialog({ property, contact, name, onClose }: EraseDialogProps) {
  const { api, memory, notices } = useServices();
  const { route } = useLocation();
  const [typed, setTyped] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const confirmed = typed.trim().toLowerCase() === CONFIRMATION;
  const erase = useAction(async () => {
    await api.erase(property, contact);
    forgetLists(memory);
    notices.say("Contact erased.");
    route(href.contacts(property, lastFilter(memory, property)), true);
  });
  return (
    <FormDialog
      title="Erase this contact?"
      act="Erase permanently"
      kind="danger"
      busy={erase.busy}
      failure={erase.failure}
      onSubmit={() => {
        setSubmitted(true);
        if (confirmed) void erase.run();
      }}
      onClose={onClose}
    >
      <p>
        All data of <Verbatim>{name}</Verbatim> is erased: details and their history, conversations, tickets,
        files, notes and visits. This cannot be undone.
      </p>
      <TextField
        label={`Type “${CONFIRMATION}” to confirm`}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={setTyped}
        fault={submitted && !confirmed ? `Enter the word “${CONFIRMATION}”.` : undefined}
      />
    </FormDialog>
  );
}
