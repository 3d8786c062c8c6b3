import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

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
