import { useMemo } from "preact/hooks";
import { CORRECTION_TIME, type Conversation, type Message } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import type { Outgoing } from "../../data/outbox.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { dayName } from "../../ui/format.ts";
import type { MailPart } from "../mail/use-mail-part.ts";
import type { Inbox } from "../store/inbox-store.ts";
import { EventEntry } from "./event-entry.tsx";
import { type MessageActions, MessageEntry } from "./message-entry.tsx";
import { OutgoingEntry } from "./outgoing-entry.tsx";
import { SubmissionEntry } from "./submission-entry.tsx";
import { type ThreadEntry, threadEntries } from "./thread-entries.ts";
import { type ThreadWindow, visiblePart } from "./use-thread-window.ts";

/** Whether an agent may still edit or delete a message. */
function isEditable(message: Message, agent: string, now: number): boolean {
  const own = message.agent?.id === agent && message.kind !== "event";
  return own && !message.retracted && now - message.receivedAt < CORRECTION_TIME;
}

/** The last message with a text that an agent may still edit. */
export function lastEditable(messages: readonly Message[], agent: string, now: number): Message | undefined {
  return messages.findLast((message) => isEditable(message, agent, now) && message.text !== "");
}

export interface ThreadProps {
  readonly property: string;
  readonly me: string;
  readonly conversation: Conversation;
  readonly inbox: Inbox;
  /** The part of the conversation that is drawn. */
  readonly visible: ThreadWindow;
  readonly outgoing: readonly Outgoing[];
  /** Null: not loaded. */
  readonly mailPart: MailPart | null;
  /** The ID of the message that is being edited. */
  readonly editing: string | null;
  readonly setEditing: (id: string | null) => void;
}

/** The messages, notes, events and forms of a conversation, in order, and then the messages in the outbox. */
export function Thread(props: ThreadProps) {
  const { property, me, conversation, inbox, visible, outgoing, mailPart, editing, setEditing } = props;
  const { outbox, clock } = useServices();
  const { messages, submissions, earlier } = conversation;
  const part = useMemo(
    () => visiblePart({ messages, submissions, earlier }, visible.last),
    [messages, submissions, earlier, visible.last],
  );
  const entries = useMemo(() => threadEntries(part), [part]);
  const actions = useMessageActions(property, conversation.id, inbox, setEditing);
  const lastReply = messages.findLast(
    ({ kind, author, retracted }) => kind === "message" && author === "agent" && !retracted,
  );
  const mails = mailPart?.store.byMessage.value;
  const received = mailPart?.store.received.value;
  const draw = (entry: ThreadEntry) => {
    if (entry.kind === "day") return <DaySeparator key={entry.key} at={entry.at} />;
    if (entry.kind === "submission")
      return <SubmissionEntry key={entry.key} submission={entry.submission} answers={entry.answers} />;
    const { message, follows } = entry;
    if (message.kind === "event") return <EventEntry key={entry.key} message={message} me={me} />;
    return (
      <MessageEntry
        key={entry.key}
        property={property}
        message={message}
        me={me}
        follows={follows}
        editable={isEditable(message, me, clock.value)}
        editing={editing === message.id}
        state={message === lastReply ? deliveryState(message, conversation) : null}
        mail={mails?.get(message.id) ?? null}
        received={received?.get(message.id) ?? null}
        mailPart={mailPart}
        actions={actions}
      />
    );
  };
  return (
    <ol class="thread" aria-label={t("Messages of this conversation")}>
      {part.earlier && <EarlierMessages history={visible.history} load={() => void visible.moveUp()} />}
      {entries.map(draw)}
      {visible.atNewest &&
        outgoing.map((entry) => (
          <OutgoingEntry
            key={entry.id}
            entry={entry}
            retry={() => outbox.retry(entry.id)}
            drop={() => outbox.drop(entry.id)}
          />
        ))}
    </ol>
  );
}

function DaySeparator({ at }: { at: number }) {
  const { clock } = useServices();
  return (
    <li class="day-separator">
      <span>{dayName(at, Math.max(at, clock.value))}</span>
    </li>
  );
}

const deliveryState = ({ sequence }: Message, { visitorRead }: Conversation) =>
  visitorRead >= sequence ? "read" : "sent";

interface EarlierMessagesProps {
  readonly history: ThreadWindow["history"];
  readonly load: () => void;
}

/** The button before the first entry that loads older ones. */
function EarlierMessages({ history, load }: EarlierMessagesProps) {
  const failed = history === "failed";
  return (
    <li class="history-edge" role={failed ? "alert" : undefined}>
      {failed && t("Earlier messages could not be loaded. ")}
      <Button small busy={history === "loading"} onClick={load}>
        {failed ? t("Try again") : t("Show earlier messages")}
      </Button>
    </li>
  );
}

/** The actions on the agent's own messages. The object stays the same, so that the entries are not drawn again. */
function useMessageActions(
  property: string,
  conversation: string,
  inbox: Inbox,
  setEditing: (id: string | null) => void,
): MessageActions {
  const { api } = useServices();
  const runWithNotice = useActionWithNotice();
  return useMemo(() => {
    const apply = (message: Message) => inbox.applyResult(null, conversation, [message]);
    return {
      setEditing,
      edit: async ({ id }, text) => apply(await api.correctMessage(property, conversation, id, text)),
      retract: async ({ id }) => {
        await runWithNotice(async () => apply(await api.retractMessage(property, conversation, id)));
      },
    };
  }, [api, property, conversation, inbox, setEditing]);
}
