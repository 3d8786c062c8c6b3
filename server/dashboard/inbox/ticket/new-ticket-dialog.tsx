import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { MAX_MESSAGE, MAX_SUBJECT } from "../../../../shared/conversation.ts";
import { lengthOf } from "../../../../shared/rules/text.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { contactName } from "../../contacts/details.ts";
import { AddContact } from "../../contacts/merge/add-contact.tsx";
import { readyOr } from "../../data/loadable.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { message, t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { Choice } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextArea, TextField } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { count } from "../../ui/format.ts";
import { Verbatim } from "../../ui/verbatim.tsx";
import { ticketCalls } from "./ticket-calls.ts";

const KINDS = [
  {
    value: "note",
    label: message("Note"),
    hint: message("Only the team sees it, and the ticket until there is a message."),
  },
  { value: "message", label: message("Message"), hint: message("The contact sees it in the chat.") },
] as const;

interface NewTicketDialogProps {
  readonly property: string;
  /** The ID of the contact; null: it is searched for first. */
  readonly contact: string | null;
  readonly onClose: () => void;
}

/** Opens a ticket for a contact, with a first message or note, and shows it. */
export function NewTicketDialog({ property, contact, onClose }: NewTicketDialogProps) {
  const [chosen, setChosen] = useState(contact);
  return (
    <Dialog title={t("Open a ticket")} onClose={onClose}>
      {chosen === null ? (
        <AddContact
          label={t("For which contact?")}
          property={property}
          first={null}
          without={[]}
          add={setChosen}
        />
      ) : (
        <TicketForm
          key={chosen}
          property={property}
          contact={chosen}
          change={contact === null ? () => setChosen(null) : null}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface TicketFormProps {
  readonly property: string;
  readonly contact: string;
  /** Null: the contact cannot be changed. */
  readonly change: (() => void) | null;
  readonly onClose: () => void;
}

function TicketForm({ property, contact, change, onClose }: TicketFormProps) {
  const { api, newId } = useServices();
  const { route } = useLocation();
  const person = readyOr(useLoad(contact, () => api.contact(property, contact)).loaded, null);
  // one ID for all tries, so that a lost answer does not make a second ticket
  const [id] = useState(newId);
  const [subject, setSubject] = useState("");
  const [kind, setKind] = useState<"message" | "note">("note");
  const [text, setText] = useState("");
  const first = useRef<HTMLDivElement>(null);
  // the field of the search, which had the focus, is gone
  useEffect(() => first.current?.querySelector("input")?.focus(), []);
  const open = useAction(async () => {
    const opened = await ticketCalls(api).open(property, contact, { id, kind, subject, text: text.trim() });
    onClose();
    route(href.inbox(property, "all", opened.id));
  });
  const isTooLong = lengthOf(text) > MAX_MESSAGE;
  return (
    <Form
      act={t("Open the ticket")}
      icon="ticket"
      busy={open.busy}
      disabled={!text.trim() || isTooLong}
      failure={open.failure}
      onSubmit={() => void open.run()}
      onCancel={onClose}
    >
      <p class="ticket-for">
        <span>
          {withElements("For {value}", { value: <Verbatim>{person ? contactName(person) : "…"}</Verbatim> })}
        </span>
        {change && (
          <Button small onClick={change}>
            {t("Another contact")}
          </Button>
        )}
      </p>
      <div ref={first}>
        <TextField
          label={t("Subject")}
          hint={t("Empty: the beginning of the text.")}
          value={subject}
          maxLength={MAX_SUBJECT}
          onInput={setSubject}
        />
      </div>
      <Choice
        label={t("Begins with")}
        value={kind}
        options={KINDS.map(({ value, label, hint }) => ({ value, label: t(label), hint: t(hint) }))}
        onChange={setKind}
      />
      <TextArea
        label={t("Text")}
        fault={isTooLong ? t("At most {max} characters.", { max: count(MAX_MESSAGE) }) : undefined}
        rows={5}
        value={text}
        onInput={setText}
      />
    </Form>
  );
}
