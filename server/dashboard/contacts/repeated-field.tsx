import { t } from "../i18n/translate.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";

interface RepeatedFieldProps {
  readonly label: string;
  readonly type: "email" | "text";
  readonly hint?: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
  readonly faultAt: (index: number) => string | undefined;
}

const MAX_VALUES = 20;

/** Text fields for several values of one kind. The first value is the primary one. */
export function RepeatedField({ label, type, hint, values, onChange, faultAt }: RepeatedFieldProps) {
  const labelAt = (index: number) => (index ? `${label} ${index + 1}` : label);
  return (
    <div class="group repeated-field">
      {values.map((value, index) => (
        <div key={index} class="repeated-field-row">
          <TextField
            label={labelAt(index)}
            type={type}
            {...(type === "text" && { dir: "ltr" as const })}
            autocomplete="off"
            hint={index === values.length - 1 ? hint : undefined}
            value={value}
            onInput={(next) => onChange(values.map((old, other) => (other === index ? next : old)))}
            fault={faultAt(index)}
          />
          {values.length > 1 && (
            <IconButton
              icon="close"
              label={t("Remove {index}", { index: labelAt(index) })}
              onClick={() => onChange(values.filter((_, other) => other !== index))}
            />
          )}
        </div>
      ))}
      {values.length < MAX_VALUES && values.every((value) => value.trim()) && (
        <Button small kind="quiet" icon="plus" onClick={() => onChange([...values, ""])}>
          {t("Add another {value}", { value: label.toLowerCase() })}
        </Button>
      )}
    </div>
  );
}
