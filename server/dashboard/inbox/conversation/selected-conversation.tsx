import { useEffect } from "preact/hooks";
import type { Me } from "../../../../shared/account.ts";
import type { Conversation } from "../../../../shared/conversation.ts";
import { t } from "../../i18n/translate.ts";
import { useLazyDialog } from "../../ui/use-lazy-dialog.ts";
import { useShortcuts } from "../../ui/use-shortcuts.ts";
import { PersonPanel } from "../person/person-panel.tsx";
import { usePrintRequest } from "../print/use-print-request.ts";
import type { Inbox } from "../store/inbox-store.ts";
import type { OpenConversation } from "../store/open-conversation.ts";
import { ConversationPane } from "./conversation-pane.tsx";
import { MessageAnnouncer } from "./message-announcer.tsx";
import type { ConversationActions } from "./use-conversation-actions.ts";

interface SelectedConversationProps {
  readonly property: string;
  readonly propertyName: string;
  readonly me: Me["agent"];
  readonly conversation: Conversation;
  readonly open: OpenConversation;
  /** The sequence number of the entry to show; null: the newest. */
  readonly message: number | null;
  readonly inbox: Inbox;
  readonly actions: ConversationActions;
  /** The addresses of the list, of this conversation, and of the panel about its person, for one column at a time. */
  readonly addresses: { readonly list: string; readonly thread: string; readonly person: string };
  /** Whether the dialog to assign the conversation is open. */
  readonly assigning: boolean;
  readonly setAssigning: (assigning: boolean) => void;
  readonly reload: () => void;
}

/** The selected conversation in the middle, and the panel about its person at the right. */
export function SelectedConversation(props: SelectedConversationProps) {
  const { property, me, conversation, open, inbox, actions, addresses, assigning, setAssigning, reload } =
    props;
  const ticket = useLazyDialog(async () => (await import("../ticket/ticket-dialog.tsx")).TicketDialog);
  const assign = useLazyDialog(async () => (await import("./assign-dialog.tsx")).AssignDialog);
  const printer = useLazyDialog(
    async () => (await import("../print/conversation-printer.tsx")).ConversationPrinter,
  );
  const printing = usePrintRequest();
  // loaded before it is used, because the browser's menu does not wait for it
  useEffect(() => void printer.open(), []);
  useEffect(() => void (assigning && assign.open()), [assigning]);
  useShortcuts({ s: () => void ticket.open() });
  return (
    <>
      <MessageAnnouncer key={conversation.id} me={me.id} conversation={conversation} />
      <section class="pane thread-pane" aria-label={t("Conversation")}>
        <ConversationPane
          key={conversation.id}
          property={property}
          me={me}
          conversation={conversation}
          open={open}
          message={props.message}
          inbox={inbox}
          back={addresses.list}
          person={addresses.person}
          actions={actions}
          onAssign={() => setAssigning(true)}
          onTicket={() => void ticket.open()}
          onPrint={printing.ask}
        />
      </section>
      <PersonPanel
        key={conversation.person.id}
        property={property}
        conversation={conversation}
        back={addresses.thread}
        onDetached={reload}
        onErased={reload}
      />
      {printer.Dialog && (
        <printer.Dialog
          property={property}
          propertyName={props.propertyName}
          conversation={conversation}
          request={printing.request}
          onDone={printing.done}
        />
      )}
      {ticket.Dialog && (
        <ticket.Dialog
          key={conversation.id}
          property={property}
          conversation={conversation}
          inbox={inbox}
          onClose={ticket.close}
        />
      )}
      {assigning && assign.Dialog && (
        <assign.Dialog
          property={property}
          me={me.id}
          conversation={conversation}
          assign={(agent) => void actions.assign(agent)}
          onClose={() => setAssigning(false)}
        />
      )}
    </>
  );
}
