import type { ComponentChildren, RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { Me } from "../../../../shared/account.ts";
import { type Conversation, MAX_MESSAGE, type SavedAnswer } from "../../../../shared/conversation.ts";
import { isFilePasted } from "../../../../shared/rules/is-file-pasted.ts";
import { lengthOf } from "../../../../shared/rules/text.ts";
import { useServices } from "../../app/services.tsx";
import { MentionList } from "../../contacts/profile/mention-list.tsx";
import { message, t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Fault, MOST_TYPED } from "../../ui/field.tsx";
import { count } from "../../ui/format.ts";
import { isComposing } from "../../ui/is-composing.ts";
import { isModeShortcut } from "../../ui/shortcut-keys.ts";
import { ComposerFiles } from "./composer-files.tsx";
import type { ComposerStore } from "./composer-store.ts";
import type { Draft } from "./drafts.ts";
import { SavedAnswerList } from "./saved-answer-list.tsx";
import { fillPlaceholders, placeholderNames } from "./saved-answers.ts";
import { useNoteMentions } from "./use-note-mentions.ts";
import { useSavedAnswerSearch } from "./use-saved-answer-search.ts";

interface ComposerProps {
  readonly property: string;
  readonly me: Me["agent"];
  readonly conversation: Conversation;
  readonly store: ComposerStore;
  /** To whom the reply goes by mail; null: nothing is said about it. */
  readonly mailCopies: ComponentChildren;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Edits the agent's last message: the up arrow in an empty composer. */
  readonly editLast: () => void;
  /** Moves the focus out of the composer: Escape. */
  readonly leave: () => void;
}

/** The form in which an agent writes a reply, or a note that only the team sees. */
export function Composer(props: ComposerProps) {
  const { property, conversation, store, field } = props;
  const { typingSender } = useServices();
  const { draft, isNote, search, mentions, setText, setKind, send, toggleAnswers, handleKey } =
    useComposerActions(props);
  const length = lengthOf(draft.text);
  const isTooLong = length > MAX_MESSAGE;
  return (
    <form
      class={isNote ? "composer note-mode" : "composer"}
      aria-label={isNote ? t("Write a note") : t("Write a reply")}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {search.isOpen && <SavedAnswerList property={property} {...search} />}
      {isNote && <MentionList {...mentions} />}
      <ComposerModes isNote={isNote} setKind={setKind} />
      {!isNote && props.mailCopies}
      <textarea
        ref={field}
        class="composer-text"
        dir="auto"
        rows={2}
        maxLength={MOST_TYPED}
        aria-label={isNote ? t("Note for your team") : t("Reply")}
        {...(isNote && !search.isOpen ? mentions : search).list.fieldProps}
        aria-invalid={isTooLong || undefined}
        placeholder={
          isNote
            ? t("Write a note for your team, @ to mention a colleague")
            : t("Write a reply, or / for saved answers")
        }
        value={draft.text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          mentions.update();
        }}
        onClick={mentions.update}
        onKeyDown={handleKey}
        onBlur={() => {
          typingSender.stop();
          mentions.close();
        }}
        onPaste={(event) => {
          const data = event.clipboardData;
          if (!data || !isFilePasted(data)) return;
          event.preventDefault();
          store.addFiles(data.files);
        }}
      />
      {isTooLong && <LengthFault length={length} />}
      <ComposerFiles
        property={property}
        files={draft.files}
        uploads={store.uploads.value}
        remove={store.removeFile}
      />
      <ComposerFoot
        isNote={isNote}
        status={conversation.ticket && !isNote ? store.status : null}
        isReady={store.isReady.value}
        addFiles={store.addFiles}
        // the button types the character that opens the list
        toggleAnswers={draft.text === "" || search.isOpen ? toggleAnswers : null}
      />
    </form>
  );
}

/** The actions of the composer for the draft, with their keys. */
function useComposerActions(props: ComposerProps) {
  const { property, me, conversation, store, field, editLast, leave } = props;
  const draft = store.draft.value;
  const isNote = draft.kind === "note";
  const focusField = () => field.current?.focus();
  const setText = (text: string) => {
    store.setText(text);
    search.reset();
  };
  const choose = (answer: SavedAnswer) => {
    setText(fillPlaceholders(answer.text, placeholderNames(conversation, me.name)));
    focusField();
  };
  const search = useSavedAnswerSearch(property, draft.text, choose);
  const mentions = useNoteMentions(property, isNote, field, setText);
  const setKind = (kind: Draft["kind"]) => {
    store.setKind(kind);
    focusField();
  };
  const send = (status?: "solved") => {
    store.send(conversation.revision, status);
    focusField();
  };

  const toggleAnswers = () => {
    setText(search.isOpen ? "" : "/");
    focusField();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (search.handleKey(event) || mentions.list.handleKey(event)) event.stopPropagation();
    else if (isModeShortcut(event)) setKind(isNote ? "message" : "note");
    else if (event.key === "Enter" && !event.shiftKey) send(event.altKey ? "solved" : undefined);
    // read from the store: the text may be newer than the last render
    else if (event.key === "ArrowUp" && store.draft.value.text === "") editLast();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  };
  return { draft, isNote, search, mentions, setText, setKind, send, toggleAnswers, handleKey };
}

interface ComposerModesProps {
  readonly isNote: boolean;
  readonly setKind: (kind: Draft["kind"]) => void;
}

function ComposerModes({ isNote, setKind }: ComposerModesProps) {
  return (
    <fieldset class="composer-modes">
      <legend class="unseen">{t("Type of message")}</legend>
      <button type="button" aria-pressed={!isNote} onClick={() => setKind("message")}>
        {t("Reply")}
      </button>
      <button type="button" aria-pressed={isNote} onClick={() => setKind("note")}>
        {t("Note")}
      </button>
      <span class="hint">{isNote ? t("Only your team sees this.") : ""}</span>
    </fieldset>
  );
}

function LengthFault({ length }: { length: number }) {
  return (
    <Fault>
      {t("{count} characters. A message has at most {max}.", {
        count: count(length),
        max: count(MAX_MESSAGE),
      })}
    </Fault>
  );
}

/** The statuses that a reply can give a ticket. */
const STATUSES = [
  ["waiting", message("Then wait for customer")],
  ["solved", message("Then solved")],
  ["open", message("Then keep open")],
] as const;

interface ComposerFootProps {
  readonly isNote: boolean;
  /** The status that the reply gives the ticket; null: it is a note, or a chat. */
  readonly status: ComposerStore["status"] | null;
  readonly isReady: boolean;
  readonly addFiles: (files: Iterable<File>) => void;
  /** Null: the list of saved answers cannot be opened, because there is a text. */
  readonly toggleAnswers: (() => void) | null;
}

function ComposerFoot({ isNote, status, isReady, addFiles, toggleAnswers }: ComposerFootProps) {
  return (
    <div class="composer-foot">
      <AttachButton addFiles={addFiles} />
      <IconButton
        icon="bolt"
        label={t("Saved answers")}
        disabled={toggleAnswers === null}
        onClick={() => toggleAnswers?.()}
      />
      <span class="hint composer-keys">{t("Enter to send, Shift + Enter for a new line")}</span>
      {status && (
        <select
          class="input composer-status"
          aria-label={t("Status of the ticket after this reply")}
          value={status.value}
          onChange={(event) => {
            const chosen = STATUSES.find(([value]) => value === event.currentTarget.value);
            if (chosen) status.value = chosen[0];
          }}
        >
          {STATUSES.map(([value, label]) => (
            <option key={value} value={value}>
              {t(label)}
            </option>
          ))}
        </select>
      )}
      <Button kind="primary" type="submit" disabled={!isReady} icon={isNote ? "note" : "send"}>
        {isNote ? t("Add note") : t("Send")}
      </Button>
    </div>
  );
}

function AttachButton({ addFiles }: { addFiles: (files: Iterable<File>) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon="clip" label={t("Attach files")} onClick={() => picker.current?.click()} />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t("Files to attach")}
        onChange={(event) => {
          addFiles(event.currentTarget.files ?? []);
          // the same file can be chosen again
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
