import { t } from "../i18n/translate.ts";
import { Field } from "../ui/field.tsx";

interface CodeFieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly fault: string | undefined;
}

/** The field for the six digits of an authenticator app. Phones show digits only, and offer a code that they know. */
export function CodeField({ value, onInput, fault }: CodeFieldProps) {
  return (
    <Field label={t("Code")} hint={t("The six digits that your authenticator app shows.")} fault={fault}>
      {(control) => (
        <input
          {...control}
          class="input code-input"
          type="text"
          dir="ltr"
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={10}
          required
          value={value}
          onInput={(event) => onInput(event.currentTarget.value.replace(/\s/g, ""))}
        />
      )}
    </Field>
  );
}
