import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** What ties a control to its label, its hint and its fault. */
interface ControlProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly fault?: string | undefined;
  /** Said to screen readers only, where the place on the page makes it plain to the eye. */
  readonly hideLabel?: boolean;
  readonly children: (control: ControlProps) => ComponentChildren;
}

/** A control with its label above and a hint below, which gives way to what is wrong with it. */
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

/** What is wrong, in words, next to where it is wrong. */
export function Fault({ id, children }: { id?: string; children: ComponentChildren }) {
  return (
    <p class="fault" id={id}>
      <Icon name="alert" size={15} />
      <span>{children}</span>
    </p>
  );
}

/** One object each, because the types of the page know which attributes go with which type of input. */
const INPUT_TYPES = {
  text: { type: "text" },
  email: { type: "email" },
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
  /** Where its value stands in what is being edited. */
  readonly "data-path"?: string;
}

/** So many characters at most are typed or pasted anywhere: browsers stand still for seconds over more. */
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

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: ComponentChildren;
}

/** On or off, in force when saved. */
export function Switch({ label, checked, onChange, hint }: SwitchProps) {
  const id = useId();
  return (
    <div class="switch-row">
      <input
        id={id}
        class="switch"
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
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
}

/** One of a few, all in sight; with hints as a list, without as a row of segments. */
export function Choice<T extends string>({ label, value, options, onChange, hideLabel }: ChoiceProps<T>) {
  const name = useId();
  const explained = options.some((option) => option.hint);
  return (
    <fieldset class={explained ? "choice-list" : "segments"}>
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
    </fieldset>
  );
}
