import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { t, withElements } from "../../i18n/translate.ts";
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
    notices.say(t("Contact erased."));
    route(href.contacts(property, lastFilter(memory, property)), true);
  });
  return (
    <FormDialog
      title={t("Erase this contact?")}
      act={t("Erase permanently")}
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
        {withElements(
          "All data of {name} is erased: details and their history, conversations, tickets, files, notes and visits. This cannot be undone.",
          { name: <Verbatim>{name}</Verbatim> },
        )}
      </p>
      <TextField
        label={t("Type “{word}” to confirm", { word: CONFIRMATION })}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={setTyped}
        fault={submitted && !confirmed ? t("Enter the word “{word}”.", { word: CONFIRMATION }) : undefined}
      />
    </FormDialog>
  );
}
