import type { Wording } from "../../../shared/rules/form.ts";
import { Field } from "../ui/field.tsx";
import { WORDING_LOCALES, type WordingLocale } from "./settings-draft.ts";

interface WordingLocaleFieldProps {
  readonly value: WordingLocale;
  readonly onChange: (locale: WordingLocale) => void;
}

/** The choice of the language whose wording is edited. */
export function WordingLocaleField({ value, onChange }: WordingLocaleFieldProps) {
  return (
    <div class="words-in">
      <Field label="Language">
        {(control) => (
          <select
            {...control}
            class="input compact"
            value={value}
            onChange={(event) => {
              const chosen = WORDING_LOCALES.find(([locale]) => locale === event.currentTarget.value);
              if (chosen) onChange(chosen[0]);
            }}
          >
            {WORDING_LOCALES.map(([locale, name]) => (
              <option key={locale} value={locale}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

/** The text that visitors see if there is none for their language. */
export function wordingPlaceholder(wording: Wording | undefined, locale: WordingLocale): string {
  return (locale !== "default" && wording?.default) || "The widget's own text";
}
