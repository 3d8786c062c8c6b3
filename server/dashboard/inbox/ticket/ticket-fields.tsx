import { useState } from "preact/hooks";
import { MAX_SUBJECT, type Ticket } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { Choice } from "../../ui/choice.tsx";
import { TextField } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { PRIORITIES, STATUSES } from "./ticket-options.ts";
import type { TicketPartProps } from "./ticket-part-props.ts";

/** The subject, status and priority of a ticket, saved together. Fields that are not changed are not sent. */
export function TicketFields({
  property,
  conversation,
  ticket,
  apply,
  onClose,
}: TicketPartProps & { ticket: Ticket }) {
  const { api } = useServices();
  const [subject, setSubject] = useState(ticket.subject);
  const [status, setStatus] = useState(conversation.status);
  const [priority, setPriority] = useState(ticket.priority);
  // what arrives while the dialog is open is behind it
  const [seen] = useState(conversation.revision);
  const save = useAction(async () => {
    const update = {
      ...(subject !== ticket.subject && { subject }),
      ...(status !== conversation.status && { status, seen }),
      ...(priority !== ticket.priority && { priority }),
    };
    if (Object.keys(update).length) apply(await api.updateConversation(property, conversation.id, update));
    onClose();
  });
  return (
    <Form
      act={t("Save")}
      busy={save.busy}
      failure={save.failure}
      onSubmit={() => void save.run()}
      onCancel={onClose}
    >
      <TextField label={t("Subject")} value={subject} maxLength={MAX_SUBJECT} onInput={setSubject} />
      <Choice
        label={t("Status")}
        value={status}
        options={STATUSES.map(({ value, label }) => ({ value, label: t(label) }))}
        onChange={setStatus}
        hint={t("Waiting: for an answer of the customer.")}
      />
      <Choice
        label={t("Priority")}
        value={priority}
        options={PRIORITIES.map(({ value, label }) => ({ value, label: t(label) }))}
        onChange={setPriority}
      />
    </Form>
  );
}
