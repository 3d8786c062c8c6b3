import { useState } from "preact/hooks";
import type { Message } from "../../../../shared/conversation.ts";
import type { MailInfo } from "../../../../shared/mail.ts";
import type { ReceivedMailInfo } from "../../../../shared/received-mail.ts";
import { lazyPart } from "../../app/lazy-screen.tsx";
import { t } from "../../i18n/translate.ts";
import { IconButton } from "../../ui/button.tsx";
import { clockTime, fullTime } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { memo } from "../../ui/memo.tsx";
import type { MailPart } from "../mail/use-mail-part.ts";
import { FileList } from "./file-list.tsx";
import { RichText } from "./rich-text.tsx";
import { DelayNotice } from "./submission-entry.tsx";
import { ViaApi } from "./via-api.tsx";

const MessageEditor = lazyPart(async () => (await import("./message-editor.tsx")).MessageEditor);

/** The actions on a message of one's own. */
export interface MessageActions {
  /** Saves a changed text. @throws ApiError */
  readonly edit: (message: Message, text: string) => Promise<void>;
  /** Deletes a message; a failure is shown as a notice. */
  readonly retract: (message: Message) => Promise<void>;
  /** Opens the editor of a message; null closes it. */
  readonly setEditing: (id: string | null) => void;
}

interface MessageEntryProps {
  readonly property: string;
  readonly message: Message;
  /** The ID of the agent who reads this. */
  readonly me: string;
  /** Whether it continues the block of the message before it. */
  readonly follows: boolean;
  /** Whether the reader may edit or delete it. */
  readonly editable: boolean;
  readonly editing: boolean;
  /** The delivery state, shown under the last reply. */
  readonly state: "sent" | "read" | null;
  /** The mail that carries it; null: none does. */
  readonly mail: MailInfo | null;
  /** The mail that it was; null: it was none. */
  readonly received: ReceivedMailInfo | null;
  readonly mailPart: MailPart | null;
  readonly actions: MessageActions;
}

/** A message of the visitor (at the start of the row), or a message or note of an agent (at its end). */
export const MessageEntry = memo(function MessageEntry(props: MessageEntryProps) {
  const { property, message, me, follows, editable, editing, state, mail, received, mailPart, actions } =
    props;
  const { kind, author, retracted } = message;
  return (
    <li
      class={`message ${author}${kind === "note" ? " internal" : ""}${follows ? " follows" : ""}`}
      data-sequence={message.sequence}
    >
      <Author message={message} me={me} follows={follows} />
      {editing ? (
        <MessageEditor
          text={message.text}
          save={(text) => actions.edit(message, text)}
          onDone={() => actions.setEditing(null)}
        />
      ) : (
        <div class="bubble-row">
          <div class={retracted ? "bubble retracted" : "bubble"} title={fullTime(message.receivedAt)}>
            {retracted ? <p>{t("Message deleted")}</p> : message.text && <RichText text={message.text} />}
            {!retracted && message.files.length > 0 && <FileList property={property} files={message.files} />}
          </div>
          {editable && (
            <div class="message-tools">
              <IconButton
                icon="edit"
                label={t("Edit message")}
                onClick={() => actions.setEditing(message.id)}
              />
              <DeleteButton onDelete={() => actions.retract(message)} />
            </div>
          )}
        </div>
      )}
      <p class="meta">
        <time dateTime={new Date(message.receivedAt).toISOString()} title={fullTime(message.receivedAt)}>
          {clockTime(message.receivedAt)}
        </time>
        {message.editedAt !== null && !retracted && <span>{t("edited")}</span>}
        {state === "sent" && <span class="sent">{t("Sent")}</span>}
        {state === "read" && (
          <span class="read">
            <Icon name="check" size={13} /> {t("Read")}
          </span>
        )}
      </p>
      {received && mailPart && <mailPart.ReceivedMail property={property} mail={received} />}
      {mail && mailPart && <mailPart.MailState mail={mail} retry={mailPart.store.retry} />}
      {author === "visitor" && !received && <DelayNotice entry={message} />}
    </li>
  );
});

type AuthorProps = Pick<MessageEntryProps, "message" | "me" | "follows">;

/** The author's name above a message. A visitor's name is for screen readers only, because the position shows it. */
function Author({ message: { kind, agent, via }, me, follows }: AuthorProps) {
  if (!agent && kind !== "note") return <span class="unseen">{t("Visitor:")} </span>;
  const isMe = agent?.id === me;
  if (kind === "note")
    return (
      <p class="author">
        <Icon name="note" size={14} />
        <bdi>{agent ? t("Note by {value}", { value: isMe ? "you" : agent.name }) : t("Note")}</bdi>
        <span class="author-hint">{t("only your team sees this")}</span>
        <ViaApi via={via} />
      </p>
    );
  if (follows) return null;
  return (
    <p class="author">
      <bdi translate={isMe}>{isMe ? t("You") : agent?.name}</bdi>
      <ViaApi via={via} />
    </p>
  );
}

function DeleteButton({ onDelete }: { onDelete: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  return (
    <IconButton
      icon="bin"
      label={t("Delete message")}
      disabled={busy}
      onClick={() => {
        setBusy(true);
        void onDelete().finally(() => setBusy(false));
      }}
    />
  );
}
