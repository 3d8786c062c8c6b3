import { useEffect, useRef } from "preact/hooks";
import type { AgentName } from "../../../../shared/conversation.ts";
import { mentionedAgents } from "../../../../shared/rules/mentions.ts";
import { useAction } from "../../data/use-action.ts";
import { useDraftText } from "../../data/use-draft-text.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { MOST_TYPED } from "../../ui/field.tsx";
import { isComposing } from "../../ui/is-composing.ts";
import { ErrorNote } from "../../ui/states.tsx";
import { MentionList } from "./mention-list.tsx";
import { useMentions } from "./use-mentions.ts";

const MAX_LENGTH = 10_000;

/** A note as it is sent: its text, and the IDs of the mentioned agents. */
export interface WrittenNote {
  readonly text: string;
  readonly mentions: string[];
}

interface NoteFormProps {
  readonly label: string;
  readonly initialText: string;
  /** The key under which the unfinished note is saved in this browser; null: it is not saved. */
  readonly draftKey: string | null;
  readonly agents: readonly AgentName[];
  readonly save: (note: WrittenNote) => Promise<unknown>;
  /** Null: the form stays open for the next note. */
  readonly onClose: (() => void) | null;
}

/** The form for a note. Typing `@` suggests agents to mention. */
export function NoteForm({ label, initialText, draftKey, agents, save, onClose }: NoteFormProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraftText(draftKey, initialText);
  const mentions = useMentions(field, setText, agents);
  const note = text.trim();
  const saving = useAction(async () => {
    await save({ text: note, mentions: [...mentionedAgents(note, agents)] });
    if (onClose) onClose();
    else setText("");
  });
  useEffect(() => {
    if (onClose) field.current?.focus();
  }, []);

  const submit = () => {
    if (note && note.length <= MAX_LENGTH) void saving.run();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (isComposing(event) || mentions.list.handleKey(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
    else if (event.key === "Escape" && onClose) onClose();
    else return;
    event.preventDefault();
  };

  return (
    <form
      class="note-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={field}
        class="input"
        aria-label={label}
        {...mentions.list.fieldProps}
        placeholder={t("Internal note. Type @ to mention a colleague.")}
        rows={2}
        maxLength={MOST_TYPED}
        dir="auto"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          mentions.update();
        }}
        onClick={mentions.update}
        onBlur={mentions.close}
        onKeyDown={handleKey}
      />
      <MentionList {...mentions} />
      {note.length > MAX_LENGTH && <p class="fault">{t("A note has at most 10,000 characters.")}</p>}
      <ErrorNote failure={saving.failure} />
      {(onClose || note) && (
        <div class="editable-foot">
          <Button small kind="primary" type="submit" busy={saving.busy}>
            {t("Save note")}
          </Button>
          <Button small onClick={onClose ?? (() => setText(""))}>
            {t("Cancel")}
          </Button>
        </div>
      )}
    </form>
  );
}
