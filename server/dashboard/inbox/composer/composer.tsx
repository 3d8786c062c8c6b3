import type { RefObject } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Me } from "../../../../shared/account.ts";
import { type Conversation, MAX_MESSAGE, type SavedAnswer } from "../../../../shared/conversation.ts";
import { lengthOf } from "../../../../shared/rules/text.ts";
import { useServices } from "../../app/services.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Fault, MOST_TYPED } from "../../ui/field.tsx";
import { count } from "../../ui/format.ts";
import { isComposing } from "../../ui/is-composing.ts";
import { ComposerFiles } from "./composer-files.tsx";
import { type Draft, EMPTY_DRAFT, onDraftChange, readDraft, saveDraft } from "./drafts.ts";
import { SavedAnswerList } from "./saved-answer-list.tsx";
import { fillPlaceholders, parseAnswerQuery, placeholderNames, searchAnswers } from "./saved-answers.ts";
import { useUploads } from "./uploads.ts";
import { useSavedAnswers } from "./use-saved-answers.ts";

/** What the page's keys do to the composer. */
export interface ComposerHandle {
  write(kind: Draft["kind"]): void;
  addFiles(files: Iterable<File>): void;
}

interface ComposerProps {
  readonly property: string;
  readonly me: Me["agent"];
  readonly conversation: Conversation;
  readonly handle: RefObject<ComposerHandle | null>;
  /** The arrow up in an empty composer: the last message is corrected. */
  readonly editLast: () => void;
  readonly leave: () => void;
}

/** Where an agent writes: a reply, or a note that only the team sees. */
export function Composer({ property, me, conversation, handle, editLast, leave }: ComposerProps) {
  const { localStore, outbox, typingSender, newId, now } = useServices();
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [draft, setDraft] = useState<Draft>(() => readDraft(localStore, me.id, conversation.id));
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const answers = useSavedAnswers(property).state.value.items;
  const latest = useRef(draft);
  latest.current = draft;

  const change = (more: Partial<Draft>) => {
    const next = { ...latest.current, ...more };
    latest.current = next;
    setDraft(next);
    saveDraft(localStore, me.id, conversation.id, next);
  };
  const uploads = useUploads(property, draft.files.length, (file) =>
    change({ files: [...latest.current.files, file] }),
  );

  const query = dismissed ? null : parseAnswerQuery(draft.text);
  const found = query === null ? [] : searchAnswers(answers, query);
  const note = draft.kind === "note";
  const length = lengthOf(draft.text);
  const long = length > MAX_MESSAGE;
  const something = draft.text.trim() !== "" || draft.files.length > 0;
  const ready = something && !long && !uploads.busy && uploads.list.length === 0;

  const write = (kind: Draft["kind"]) => {
    typingSender.stop();
    change({ kind });
    field.current?.focus();
  };
  handle.current = { write, addFiles: uploads.add };
  useEffect(() => () => typingSender.stop(), [typingSender]);
  useEffect(
    () =>
      onDraftChange(localStore, me.id, conversation.id, (elsewhere) => {
        latest.current = elsewhere;
        setDraft(elsewhere);
      }),
    [localStore, me.id, conversation.id],
  );

  const typed = (text: string) => {
    change({ text });
    setDismissed(false);
    setActive(0);
    if (text.trim() && parseAnswerQuery(text) === null)
      typingSender.wrote({ property, conversation: conversation.id, note });
    else typingSender.stop();
  };
  const choose = (answer: SavedAnswer) => {
    typed(fillPlaceholders(answer.text, placeholderNames(conversation, me.name)));
    field.current?.focus();
  };
  const send = () => {
    if (!ready) return;
    typingSender.stop();
    const { text, kind, files } = latest.current;
    outbox.add({
      id: newId(),
      property,
      conversation: conversation.id,
      kind,
      text: text.trim(),
      files,
      at: now(),
    });
    // a note is followed by another one or by nothing, a reply by a reply
    change({ ...EMPTY_DRAFT, kind });
    field.current?.focus();
  };

  /** @returns whether the list of saved answers has used the key */
  const listKey = (event: KeyboardEvent): boolean => {
    if (query === null) return false;
    const answer = found[active];
    if (event.key === "Escape") setDismissed(true);
    else if (!found.length) return false;
    else if (event.key === "ArrowDown") setActive((active + 1) % found.length);
    else if (event.key === "ArrowUp") setActive((active + found.length - 1) % found.length);
    else if ((event.key === "Enter" || event.key === "Tab") && answer) choose(answer);
    else return false;
    return true;
  };
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    let used = true;
    if (listKey(event)) event.stopPropagation();
    else if (event.altKey && event.code === "KeyN") write(note ? "message" : "note");
    else if (event.key === "Enter" && !event.shiftKey && !event.altKey) send();
    else if (event.key === "ArrowUp" && latest.current.text === "") editLast();
    else if (event.key === "Escape") leave();
    else used = false;
    if (used) event.preventDefault();
  };

  return (
    <form
      class={note ? "composer note-mode" : "composer"}
      aria-label={note ? "Write a note" : "Write a reply"}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {query !== null && (
        <SavedAnswerList
          id={listId}
          property={property}
          answers={found}
          any={answers.length > 0}
          active={active}
          choose={choose}
        />
      )}
      <fieldset class="composer-modes">
        <legend class="unseen">What you write</legend>
        <button type="button" aria-pressed={!note} onClick={() => write("message")}>
          Reply
        </button>
        <button type="button" aria-pressed={note} onClick={() => write("note")}>
          Note
        </button>
        <span class="hint">{note ? "Only your team sees this." : ""}</span>
      </fieldset>
      <textarea
        ref={field}
        class="composer-text"
        dir="auto"
        rows={2}
        maxLength={MOST_TYPED}
        aria-label={note ? "Note for your team" : "Reply"}
        aria-autocomplete="list"
        aria-controls={query !== null && found.length ? listId : undefined}
        aria-activedescendant={query !== null && found.length ? `${listId}-${active}` : undefined}
        aria-invalid={long || undefined}
        placeholder={note ? "A note for your team" : "Write a reply, or / for a saved answer"}
        value={draft.text}
        onInput={(event) => typed(event.currentTarget.value)}
        onKeyDown={onKey}
        onBlur={typingSender.stop}
        onPaste={(event) => {
          const files = event.clipboardData?.files;
          if (!files?.length) return;
          event.preventDefault();
          uploads.add(files);
        }}
      />
      {long && (
        <Fault>
          {count(length)} characters; at most {count(MAX_MESSAGE)} fit one message.
        </Fault>
      )}
      <ComposerFiles
        property={property}
        files={draft.files}
        uploads={uploads.list}
        remove={(id) => change({ files: latest.current.files.filter((file) => file.id !== id) })}
      />
      <div class="composer-foot">
        <IconButton icon="clip" label="Attach files" onClick={() => picker.current?.click()} />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label="Files to attach"
          onChange={(event) => {
            uploads.add(event.currentTarget.files ?? []);
            event.currentTarget.value = "";
          }}
        />
        <IconButton
          icon="bolt"
          label="Saved answers"
          disabled={draft.text !== "" && query === null}
          onClick={() => {
            typed(query === null ? "/" : "");
            field.current?.focus();
          }}
        />
        <span class="hint composer-keys">Enter sends, Shift + Enter breaks the line</span>
        <Button kind="primary" type="submit" disabled={!ready} icon={note ? "note" : "send"}>
          {note ? "Add note" : "Send"}
        </Button>
      </div>
    </form>
  );
}
