import { useEffect, useId, useRef } from "preact/hooks";
import type { FormDraft } from "../../../shared/form.ts";
import { wordingIn } from "../../../shared/rules/form-fields.ts";
import { IconButton } from "../ui/button.tsx";
import { FIELD_TYPES } from "../ui/field-types.ts";
import { Icon } from "../ui/icon.tsx";
import { moveField, removeField } from "./edit-form.ts";
import { FieldBody } from "./field-body.tsx";
import type { WordingLocale } from "./settings-draft.ts";
import type { Editing } from "./use-settings-draft.ts";

export interface FieldEditorProps {
  readonly form: FormDraft;
  /** The field's place in the form. */
  readonly at: number;
  readonly locale: WordingLocale;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly path: string;
  readonly fault: Editing["fault"];
  readonly onChange: (form: FormDraft) => void;
  readonly onRenamed: (id: string) => void;
  /** Says a change aloud that is otherwise only seen. */
  readonly say: (words: string) => void;
}

/** One field of a form: a line that unfolds; Alt with the arrow keys moves it. */
export function FieldEditor(props: FieldEditorProps) {
  const { form, at, locale, open, onOpen, path, fault, onChange, say } = props;
  const field = form.fields[at];
  const body = useId();
  const line = useRef<HTMLLIElement>(null);
  const focusAfterMove = useRef<string | null>(null);

  useEffect(() => {
    if (!focusAfterMove.current) return;
    // moving an element in the page takes the focus from it
    const wanted = line.current?.querySelector<HTMLButtonElement>(`[data-move="${focusAfterMove.current}"]`);
    const target = wanted?.disabled
      ? line.current?.querySelector<HTMLButtonElement>("[data-move=line]")
      : wanted;
    focusAfterMove.current = null;
    target?.focus();
  }, [at]);

  if (!field) return null;
  const type = FIELD_TYPES[field.type].name;
  const label = wordingIn(field.label, locale) || type;
  const move = (by: -1 | 1, from: string) => {
    const to = at + by;
    if (to < 0 || to >= form.fields.length) return;
    focusAfterMove.current = from;
    onChange(moveField(form, at, by));
    say(`${label} is now field ${to + 1} of ${form.fields.length}.`);
  };
  const wrong = !open && faultInside(path, field, fault);

  return (
    <li ref={line} class={open ? "field-line open" : "field-line"}>
      <div class="field-head">
        <button
          type="button"
          class="field-toggle"
          data-move="line"
          aria-expanded={open}
          aria-controls={body}
          onClick={() => onOpen(!open)}
          onKeyDown={(event) => {
            if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
            event.preventDefault();
            move(event.key === "ArrowUp" ? -1 : 1, "line");
          }}
        >
          <Icon name={open ? "up" : "down"} size={16} />
          <span class="field-label" dir="auto">
            {label}
          </span>
          <span class="field-kind">
            {label !== type && type}
            {field.required && <span class="badge">Required</span>}
            {wrong && <span class="badge bad">Has errors</span>}
          </span>
        </button>
        <button
          type="button"
          class="icon-button"
          data-move="up"
          disabled={at === 0}
          aria-label={`Move ${label} up`}
          title="Move up"
          onClick={() => move(-1, "up")}
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          class="icon-button"
          data-move="down"
          disabled={at === form.fields.length - 1}
          aria-label={`Move ${label} down`}
          title="Move down"
          onClick={() => move(1, "down")}
        >
          <Icon name="down" />
        </button>
        <IconButton
          icon="bin"
          label={`Remove ${label}`}
          onClick={() => {
            onChange(removeField(form, at));
            say(`${label} was removed.`);
          }}
        />
      </div>
      <div id={body} class="field-body" hidden={!open}>
        {open && <FieldBody {...props} field={field} />}
      </div>
    </li>
  );
}

function faultInside(path: string, field: FormDraft["fields"][number], fault: Editing["fault"]): boolean {
  const options = field.options ?? [];
  const paths = ["", ".id", ".label", ".help", ".options", ...options.map((_, at) => `.options.${at}.label`)];
  return paths.some((rest) => fault(path + rest));
}
