import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Fault } from "./field.tsx";

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
