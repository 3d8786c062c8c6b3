import { useState } from "preact/hooks";
import type { Message } from "../../../../shared/conversation.ts";
import { IconButton } from "../../ui/button.tsx";
import { clockTime, fullTime } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { memo } from "../../ui/memo.tsx";
import { FileList } from "./file-list.tsx";
import { MessageEditor } from "./message-editor.tsx";
import { RichText } from "./rich-text.tsx";
import { DelayNotice } from "./submission-entry.tsx";

export interface MessageActions {
  /** Rejects with what the server said. */
  readonly correct: (message: Message, text: string) => Promise<void>;
  readonly takeBack: (message: Message) => Promise<void>;
  readonly edit: (id: string | null) => void;
}

interface MessageEntryProps {
  readonly property: string;
  readonly message: Message;
  /** Who reads this. */
  readonly me: string;
  readonly follows: boolean;
  /** Whether it can still be corrected or taken back by the reader. */
  readonly editable: boolean;
  readonly editing: boolean;
  /** What to say about its way to the visitor, under the last of the agent's. */
  readonly state: "sent" | "read" | null;
  readonly hands: MessageActions;
}

/** What somebody wrote: the visitor at the start of the line, agents at its end, notes unmistakable. */
export const MessageEntry = memo(function MessageEntry(props: MessageEntryProps) {
  const { property, message, me, follows, editable, editing, state, hands } = props;
  const { kind, author, agent, retracted } = message;
  const who = agent ? (agent.id === me ? "You" : agent.name) : "Visitor";
  return (
    <li class={`message ${author}${kind === "note" ? " internal" : ""}${follows ? " follows" : ""}`}>
      {(kind === "note" || (!follows && agent)) && (
        <p class="by">
          {kind === "note" && <Icon name="note" size={14} />}
          <bdi>{kind === "note" ? `Note by ${who === "You" ? "you" : who}` : who}</bdi>
          {kind === "note" && <span class="by-hint">only your team sees this</span>}
        </p>
      )}
      {!agent && <span class="unseen">{who}: </span>}
      {editing ? (
        <MessageEditor
          text={message.text}
          save={(text) => hands.correct(message, text)}
          onDone={() => hands.edit(null)}
        />
      ) : (
        <div class="line">
          <div class={retracted ? "bubble gone" : "bubble"} title={fullTime(message.receivedAt)}>
            {retracted ? <p>Taken back</p> : message.text && <RichText text={message.text} />}
            {!retracted && message.files.length > 0 && <FileList property={property} files={message.files} />}
          </div>
          {editable && (
            <div class="line-tools">
              <IconButton icon="edit" label="Correct this message" onClick={() => hands.edit(message.id)} />
              <TakeBack takeBack={() => hands.takeBack(message)} />
            </div>
          )}
        </div>
      )}
      <p class="meta">
        <time dateTime={new Date(message.receivedAt).toISOString()} title={fullTime(message.receivedAt)}>
          {clockTime(message.receivedAt)}
        </time>
        {message.editedAt !== null && !retracted && <span>corrected</span>}
        {state === "sent" && <span class="sent">Sent</span>}
        {state === "read" && (
          <span class="read">
            <Icon name="check" size={13} /> Read
          </span>
        )}
      </p>
      {author === "visitor" && <DelayNotice entry={message} />}
    </li>
  );
});

function TakeBack({ takeBack }: { takeBack: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  return (
    <IconButton
      icon="bin"
      label="Take this message back"
      disabled={busy}
      onClick={() => {
        setBusy(true);
        void takeBack().finally(() => setBusy(false));
      }}
    />
  );
}
