import { useMemo, useState } from "preact/hooks";
import { CORRECTION_TIME, type Conversation, type Message } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";
import type { Outgoing } from "../../data/outbox.ts";
import { Button } from "../../ui/button.tsx";
import { dayName } from "../../ui/format.ts";
import { EventEntry } from "./event-entry.tsx";
import type { MessageActions } from "./message-entry.tsx";
import { MessageEntry } from "./message-entry.tsx";
import { OutgoingEntry } from "./outgoing-entry.tsx";
import { SubmissionEntry } from "./submission-entry.tsx";
import { threadEntries } from "./thread-entries.ts";
import { visiblePart } from "./thread-window.ts";

/** Whether an agent may still correct a message or take it back. */
export function isEditable(message: Message, agent: string, now: number): boolean {
  const own = message.agent?.id === agent && message.kind !== "event";
  return own && !message.retracted && now - message.receivedAt < CORRECTION_TIME;
}

/** The last message that an agent may still correct. */
export function lastEditable(messages: readonly Message[], agent: string, now: number): Message | undefined {
  return messages.findLast((message) => isEditable(message, agent, now) && message.text !== "");
}

interface ThreadProps {
  readonly property: string;
  readonly conversation: Conversation;
  /** The last entry that stands in the page; null: the newest. */
  readonly last: string | null;
  readonly me: string;
  readonly outgoing: readonly Outgoing[];
  readonly history: "idle" | "loading" | "failed";
  readonly editing: string | null;
  readonly edit: (id: string | null) => void;
  readonly onChanged: (message: Message) => void;
  readonly earlier: () => void;
}

/** What was asked, answered and written, in the order it came. */
export function Thread(props: ThreadProps) {
  const { property, conversation, last, me, outgoing, history, editing, edit, onChanged, earlier } = props;
  const { outbox, clock } = useServices();
  const { messages, submissions } = conversation;
  const part = useMemo(
    () => visiblePart({ messages, submissions, earlier: conversation.earlier }, last),
    [messages, submissions, conversation.earlier, last],
  );
  const entries = useMemo(() => threadEntries(part), [part]);
  const hands = useHands(property, conversation.id, edit, onChanged);
  const lastOwn = messages.findLast(
    (one) => one.kind === "message" && one.author === "agent" && !one.retracted,
  );
  return (
    <ol class="thread" aria-label="Messages of this conversation">
      {part.earlier && (
        <li class="history-edge" role={history === "failed" ? "alert" : undefined}>
          {history === "failed" && "The earlier part could not be loaded. "}
          <Button small busy={history === "loading"} onClick={earlier}>
            {history === "failed" ? "Try again" : "Show earlier"}
          </Button>
        </li>
      )}
      {entries.map((entry) => {
        if (entry.kind === "day")
          return (
            <li key={entry.key} class="day-line">
              <span>{dayName(entry.at, Math.max(entry.at, clock.value))}</span>
            </li>
          );
        if (entry.kind === "submission")
          return <SubmissionEntry key={entry.key} submission={entry.submission} answers={entry.answers} />;
        const { message } = entry;
        if (message.kind === "event") return <EventEntry key={entry.key} message={message} me={me} />;
        return (
          <MessageEntry
            key={entry.key}
            property={property}
            message={message}
            me={me}
            follows={entry.follows}
            editable={isEditable(message, me, clock.value)}
            editing={editing === message.id}
            state={
              message === lastOwn ? (conversation.visitorRead >= message.sequence ? "read" : "sent") : null
            }
            hands={hands}
          />
        );
      })}
      {outgoing.map((entry) => (
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

/** Correcting and taking back, and where what the server answers goes. */
function useHands(
  property: string,
  conversation: string,
  edit: (id: string | null) => void,
  onChanged: (message: Message) => void,
): MessageActions {
  const { api, notices } = useServices();
  const [latest] = useState({ edit, onChanged });
  latest.edit = edit;
  latest.onChanged = onChanged;
  return useMemo(
    () => ({
      async correct(message, text) {
        latest.onChanged(await api.correctMessage(property, conversation, message.id, text));
      },
      async takeBack(message) {
        try {
          latest.onChanged(await api.retractMessage(property, conversation, message.id));
        } catch (error) {
          notices.say(errorText(toApiError(error)), { tone: "bad" });
        }
      },
      edit: (id) => latest.edit(id),
    }),
    [api, notices, property, conversation, latest],
  );
}
