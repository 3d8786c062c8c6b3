import type { Locale } from "../../../shared/locale-tag.ts";
import type { Wording } from "../../../shared/rules/form.ts";
import { t } from "../i18n/translate.ts";
import { Field } from "../ui/field.tsx";
import { type WordingLocale, wordingLocales } from "./settings-draft.ts";

interface WordingLocaleFieldProps {
  /** The property's. */
  readonly languages: readonly Locale[];
  readonly value: WordingLocale;
  readonly onChange: (locale: WordingLocale) => void;
}

/** The choice of the language whose wording is edited. */
export function WordingLocaleField({ languages, value, onChange }: WordingLocaleFieldProps) {
  const locales = wordingLocales(languages);
  return (
    <div class="words-in">
      <Field label={t("Language")}>
        {(control) => (
          <select
            {...control}
            class="input compact"
            value={value}
            onChange={(event) => {
              const chosen = locales.find(([locale]) => locale === event.currentTarget.value);
              if (chosen) onChange(chosen[0]);
            }}
          >
            {locales.map(([locale, name]) => (
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
  return (locale !== "default" && wording?.default) || t("The widget's own text");
}
