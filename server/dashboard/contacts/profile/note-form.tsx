import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { AgentName } from "../../../../shared/conversation.ts";
import { useAction } from "../../data/use-action.ts";
import { useDraftText } from "../../data/use-draft-text.ts";
import { Button } from "../../ui/button.tsx";
import { MOST_TYPED } from "../../ui/field.tsx";
import { isComposing } from "../../ui/is-composing.ts";
import { ErrorNote } from "../../ui/states.tsx";
import { insertMention, type MentionDraft, matchingAgents, mentionAt, mentionedAgents } from "./mentions.ts";

const MAX = 10_000;

interface NoteFormProps {
  readonly label: string;
  readonly before: string;
  /** What an unfinished note is kept under; null: it is not. */
  readonly keptAs: string | null;
  readonly agents: readonly AgentName[];
  readonly save: (note: { text: string; mentions: string[] }) => Promise<unknown>;
  /** Null: the form stays, for the next note. */
  readonly onClose: (() => void) | null;
}

/** Where a note is written; `@` offers the team. */
export function NoteForm({ label, before, keptAs, agents, save, onClose }: NoteFormProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraftText(keptAs, before);
  const [mentioning, setMentioning] = useState<MentionDraft | null>(null);
  const [active, setActive] = useState(0);
  const list = useId();
  const offered = mentioning ? matchingAgents(agents, mentioning).slice(0, 6) : [];
  const written = text.trim();
  const saving = useAction(async () => {
    await save({ text: written, mentions: [...mentionedAgents(written, agents)] });
    if (onClose) onClose();
    else setText("");
  });

  useEffect(() => {
    if (onClose) field.current?.focus();
  }, []);

  const look = () => {
    const { current } = field;
    setMentioning(current ? mentionAt(current.value, current.selectionStart) : null);
    setActive(0);
  };
  const choose = ({ name }: AgentName) => {
    if (!mentioning || !field.current) return;
    const done = insertMention(text, mentioning, name);
    setText(done.text);
    setMentioning(null);
    const { current } = field;
    queueMicrotask(() => {
      current.focus();
      current.setSelectionRange(done.caret, done.caret);
    });
  };
  const submit = () => {
    if (written && written.length <= MAX) void saving.run();
  };
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const agent = offered[active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (agent && step) setActive((active + step + offered.length) % offered.length);
    else if (agent && (event.key === "Enter" || event.key === "Tab")) choose(agent);
    else if (agent && event.key === "Escape") setMentioning(null);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
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
        aria-autocomplete="list"
        aria-controls={offered.length ? list : undefined}
        aria-activedescendant={offered.length ? `${list}-${active}` : undefined}
        placeholder="Only the team sees notes. @ mentions a colleague."
        rows={2}
        maxLength={MOST_TYPED}
        dir="auto"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          look();
        }}
        onClick={look}
        onBlur={() => setMentioning(null)}
        onKeyDown={onKey}
      />
      <div id={list} class="mention-list" role="listbox" aria-label="The team" hidden={!offered.length}>
        {offered.map((agent, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's, which keeps the focus
          <div
            key={agent.id}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(agent)}
          >
            <bdi>{agent.name}</bdi>
          </div>
        ))}
      </div>
      {written.length > MAX && <p class="fault">A note has at most 10,000 characters.</p>}
      <ErrorNote failure={saving.failure} />
      {(onClose || written) && (
        <div class="editable-foot">
          <Button small kind="primary" type="submit" busy={saving.busy}>
            Save note
          </Button>
          <Button small onClick={onClose ?? (() => setText(""))}>
            Cancel
          </Button>
        </div>
      )}
    </form>
  );
}
