import { useState } from "preact/hooks";
import { MAX_SUBJECT } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { TextField } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { ticketCalls } from "./ticket-calls.ts";
import type { TicketPartProps } from "./ticket-part-props.ts";

/** Makes a chat a ticket. */
export function MakeTicket({ property, conversation, apply, onClose }: TicketPartProps) {
  const { api } = useServices();
  const [subject, setSubject] = useState("");
  const make = useAction(async () => {
    apply(await ticketCalls(api).make(property, conversation.id, subject));
    onClose();
  });
  return (
    <Form
      act={t("Make a ticket")}
      icon="ticket"
      busy={make.busy}
      failure={make.failure}
      onSubmit={() => void make.run()}
      onCancel={onClose}
    >
      <TextField
        label={t("Subject")}
        hint={t("Empty: the beginning of the last message.")}
        value={subject}
        maxLength={MAX_SUBJECT}
        onInput={setSubject}
      />
    </Form>
  );
}
