import type { Conversation, ConversationSummary, Ticket } from "../../../../shared/conversation.ts";
import { t } from "../../i18n/translate.ts";
import { Dialog } from "../../ui/dialog.tsx";
import type { Inbox } from "../store/inbox-store.ts";
import { JoinTicket, SeparateTicket } from "./join-ticket.tsx";
import { MakeTicket } from "./make-ticket.tsx";
import { TicketFields } from "./ticket-fields.tsx";
import type { TicketPartProps } from "./ticket-part-props.ts";
import { TicketTags } from "./ticket-tags.tsx";

export interface TicketDialogProps {
  readonly property: string;
  readonly conversation: Conversation;
  readonly inbox: Inbox;
  readonly onClose: () => void;
}

/** Everything about a ticket that agents decide on; or makes a chat one. */
export function TicketDialog({ property, conversation, inbox, onClose }: TicketDialogProps) {
  const { ticket } = conversation;
  const apply = (summary: ConversationSummary) => inbox.applyResult(summary, summary.id, []);
  const part = { property, conversation, apply, onClose };
  return (
    <Dialog
      title={ticket ? t("Ticket #{number}", { number: ticket.number }) : t("Make this chat a ticket")}
      onClose={onClose}
    >
      {ticket ? <TicketParts {...part} ticket={ticket} /> : <MakeTicket {...part} />}
    </Dialog>
  );
}

function TicketParts({ ticket, ...part }: TicketPartProps & { ticket: Ticket }) {
  if (ticket.joinedInto !== null) return <SeparateTicket {...part} into={ticket.joinedInto} />;
  return (
    <>
      <TicketFields {...part} ticket={ticket} />
      <TicketTags {...part} />
      <JoinTicket {...part} />
    </>
  );
}
