import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** The attributes that connect a control with its label, hint and error. */
interface ControlProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly fault?: string | undefined;
  /** Hides the label from view, where its position already explains the control. */
  readonly hideLabel?: boolean;
  readonly children: (control: ControlProps) => ComponentChildren;
}

/** A control with its label above, and its error or else its hint below. */
export function Field({ label, hint, fault, hideLabel = false, children }: FieldProps) {
  const id = useId();
  const below = fault ? `${id}-fault` : hint ? `${id}-hint` : undefined;
  return (
    <div class="field">
      <label for={id} class={hideLabel ? "unseen" : "label"}>
        {label}
      </label>
      {children({
        id,
        "aria-describedby": below,
        "aria-invalid": fault ? true : undefined,
      })}
      {fault && <Fault id={`${id}-fault`}>{fault}</Fault>}
      {hint && !fault && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** An error message next to the control that it is about. */
export function Fault({ id, children }: { id?: string; children: ComponentChildren }) {
  return (
    <p class="fault" id={id}>
      <Icon name="alert" size={15} />
      <span>{children}</span>
    </p>
  );
}

/** One object for each type: the JSX types allow other attributes for each. */
const INPUT_TYPES = {
  text: { type: "text" },
  // the type `email` makes Chromium replace an international domain by its ASCII form (R8)
  email: { type: "text", inputMode: "email", autocapitalize: "none", spellcheck: false },
  password: { type: "password" },
  number: { type: "number" },
  date: { type: "date" },
  time: { type: "time" },
} as const;

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: ComponentChildren;
  readonly fault?: string | undefined;
  readonly hideLabel?: boolean;
  readonly type?: keyof typeof INPUT_TYPES;
  readonly autocomplete?: string;
  readonly placeholder?: string | undefined;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly spellcheck?: boolean;
  readonly dir?: "ltr";
  readonly onBlur?: () => void;
  /** The value's path in the object that is being edited. */
  readonly "data-path"?: string;
}

/** The most characters that a field takes: browsers freeze for seconds when more is pasted. */
export const MOST_TYPED = 100_000;

/** A one-line text field. */
export function TextField(props: TextFieldProps) {
  const { label, value, onInput, hint, fault, hideLabel = false, type = "text", ...rest } = props;
  return (
    <Field label={label} hint={hint} fault={fault} hideLabel={hideLabel}>
      {(control) => (
        <input
          dir={type === "text" ? "auto" : "ltr"}
          {...rest}
          {...control}
          {...INPUT_TYPES[type]}
          class="input"
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows: number;
  readonly hint?: ComponentChildren;
  readonly fault?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onBlur?: () => void;
  /** The value's path in the object that is being edited. */
  readonly "data-path"?: string;
}

/** A text field of several lines. */
export function TextArea({ label, value, onInput, hint, fault, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(control) => (
        <textarea
          {...rest}
          {...control}
          class="input"
          dir="auto"
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
