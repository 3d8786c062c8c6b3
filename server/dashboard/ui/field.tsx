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
} as const;

interface TextFieldProps {
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

type NumberFieldProps = Omit<TextFieldProps, "value" | "onInput" | "type"> & {
  /** NaN: the field is empty. */
  readonly value: number;
  readonly onInput: (value: number) => void;
};

/** A field for a whole number. What is not a number is part of the draft as NaN, so that the field shows a fault. */
export function NumberField({ value, onInput, ...rest }: NumberFieldProps) {
  return (
    <TextField
      {...rest}
      type="number"
      value={Number.isNaN(value) ? "" : String(value)}
      onInput={(typed) => onInput(typed === "" ? Number.NaN : Number(typed))}
    />
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

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: ComponentChildren;
  readonly fault?: string | undefined;
  /** The value's path in the object that is being edited. */
  readonly "data-path"?: string;
}

/** A setting that is on or off; it takes effect when it is saved. */
export function Switch({ label, checked, onChange, hint, fault, ...rest }: SwitchProps) {
  const id = useId();
  const below = [fault && `${id}-fault`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div class="switch-row">
      <input
        {...rest}
        id={id}
        class="switch"
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        aria-describedby={below || undefined}
        aria-invalid={fault ? true : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        {fault && <Fault id={`${id}-fault`}>{fault}</Fault>}
        {hint && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  readonly onChange: (value: T) => void;
  readonly hideLabel?: boolean;
  /** Below the options. */
  readonly hint?: ComponentChildren;
}

/** One of a few options: a list if they have hints, otherwise a row of segments. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, onChange, hideLabel, hint } = props;
  const name = useId();
  const explained = options.some((option) => option.hint);
  return (
    <fieldset
      class={explained ? "choice-list" : "segments"}
      aria-describedby={hint ? `${name}-hint` : undefined}
    >
      <legend class={hideLabel ? "unseen" : "label"}>{label}</legend>
      <div class="choices">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>
              {option.label}
              {option.hint && <span class="hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}
