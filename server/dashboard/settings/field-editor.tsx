import { useEffect, useId, useRef } from "preact/hooks";
import type { FormDraft } from "../../../shared/form.ts";
import { wordingIn } from "../../../shared/rules/form-fields.ts";
import { t } from "../i18n/translate.ts";
import { IconButton } from "../ui/button.tsx";
import { FIELD_TYPES } from "../ui/field-types.ts";
import { Icon } from "../ui/icon.tsx";
import { moveField, removeField } from "./edit-form.ts";
import { FieldBody, type FieldEditorProps } from "./field-body.tsx";
import { useFieldDragging } from "./use-field-dragging.ts";
import type { Editing } from "./use-settings-draft.ts";

const nameOf = ({ label, type }: FormDraft["fields"][number], locale: string) =>
  wordingIn(label, locale) || t(FIELD_TYPES[type].name);

type MoveButton = "toggle" | "up" | "down";

/** One field of a form, collapsed or open. It is moved by its handle, by buttons, and by Alt with the arrow keys. */
export function FieldEditor(props: FieldEditorProps) {
  const { form, at, locale, open, path, fault, onChange, say } = props;
  const field = form.fields[at];
  const body = useId();
  const { item, focusAfterMove } = useFocusAfterMove(at);

  const moveFrom = (from: number, by: number) => {
    const [moved, to] = [form.fields[from], from + by];
    if (!moved || !by || to < 0 || to >= form.fields.length) return;
    onChange(moveField(form, from, by));
    say(
      t("{moved} is now field {to} of {count}.", {
        moved: nameOf(moved, locale),
        to: to + 1,
        count: form.fields.length,
      }),
    );
  };
  const { handle, isDragged, edge } = useFieldDragging(item, at, moveFrom);

  if (!field) return null;
  const label = nameOf(field, locale);
  const move = (by: -1 | 1, from: MoveButton) => {
    focusAfterMove.current = from;
    moveFrom(at, by);
  };
  const classes = ["field-line", open && "open", isDragged && "dragged", edge && `drop-${edge}`];

  return (
    <li ref={item} class={classes.filter(Boolean).join(" ")}>
      <div class="field-head">
        {/* not a control: the buttons and the keys beside it do the same */}
        <span ref={handle} class="drag-handle" aria-hidden="true" title={t("Drag to move")}>
          <Icon name="grip" size={16} />
        </span>
        <FieldToggle
          field={field}
          label={label}
          open={open}
          onOpen={props.onOpen}
          hasErrors={!open && faultInside(path, field, fault)}
          controls={body}
          move={(by) => move(by, "toggle")}
        />
        <IconButton
          icon="up"
          label={t("Move {label} up", { label })}
          data-move="up"
          disabled={at === 0}
          onClick={() => move(-1, "up")}
        />
        <IconButton
          icon="down"
          label={t("Move {label} down", { label })}
          data-move="down"
          disabled={at === form.fields.length - 1}
          onClick={() => move(1, "down")}
        />
        <IconButton
          icon="bin"
          label={t("Remove {label}", { label })}
          onClick={() => {
            onChange(removeField(form, at));
            say(t("{label} was removed.", { label }));
          }}
        />
      </div>
      <div id={body} class="field-body" hidden={!open}>
        {open && <FieldBody {...props} field={field} />}
      </div>
    </li>
  );
}

/** Focuses the button that moved the field, because an element that moves in the page loses the focus. */
function useFocusAfterMove(at: number) {
  const item = useRef<HTMLLIElement>(null);
  const focusAfterMove = useRef<MoveButton | null>(null);
  useEffect(() => {
    if (!focusAfterMove.current) return;
    const button = (name: MoveButton) =>
      item.current?.querySelector<HTMLButtonElement>(`[data-move="${name}"]`);
    const moved = button(focusAfterMove.current);
    focusAfterMove.current = null;
    (moved?.disabled ? button("toggle") : moved)?.focus();
  }, [at]);
  return { item, focusAfterMove };
}

interface FieldToggleProps {
  readonly field: FormDraft["fields"][number];
  readonly label: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly hasErrors: boolean;
  /** The ID of the element that the button opens. */
  readonly controls: string;
  readonly move: (by: -1 | 1) => void;
}

function FieldToggle({ field, label, open, onOpen, hasErrors, controls, move }: FieldToggleProps) {
  const type = t(FIELD_TYPES[field.type].name);
  return (
    <button
      type="button"
      class="field-toggle"
      data-move="toggle"
      aria-expanded={open}
      aria-controls={controls}
      onClick={() => onOpen(!open)}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
        event.preventDefault();
        move(event.key === "ArrowUp" ? -1 : 1);
      }}
    >
      <Icon name={open ? "up" : "down"} size={16} />
      <span class="field-label" dir="auto">
        {label}
      </span>
      <span class="field-kind">
        {label !== type && type}
        {field.required && <span class="badge">{t("Required")}</span>}
        {hasErrors && <span class="badge bad">{t("Has errors")}</span>}
      </span>
    </button>
  );
}

function faultInside(path: string, field: FormDraft["fields"][number], fault: Editing["fault"]): boolean {
  const options = field.options ?? [];
  const own = [
    "",
    ".id",
    ".label",
    ".help",
    ".options",
    ".shownIf",
    ".shownIf.answer",
    ".source",
    ".source.name",
  ];
  const paths = [...own, ".source.value", ...options.map((_, at) => `.options.${at}.label`)];
  return paths.some((rest) => fault(path + rest));
}
