import { useState } from "preact/hooks";
import { LOCALE_TAGS, type Locale, type Locales } from "../../../shared/locale-tag.ts";
import { LOCALES } from "../../../shared/locales.ts";
import { currentLanguage, t } from "../i18n/translate.ts";
import { IconButton } from "../ui/button.tsx";
import { Fault, Field } from "../ui/field.tsx";
import { ownNameOf } from "./own-name.ts";
import type { Editing } from "./use-settings-draft.ts";

/** The name of a language in the agent's. */
const nameOf = (locale: Locale) =>
  new Intl.DisplayNames([currentLanguage()], { type: "language" }).of(locale) ?? locale;

/** The languages of the widget, of which the first is for all other visitors. */
export function LanguageFields({ editing: { draft, set, fault } }: { editing: Editing }) {
  const { languages } = draft;
  const [said, setSaid] = useState("");
  const change = (changed: readonly Locale[], what: string) => {
    const [first, ...others] = changed;
    if (!first) return;
    set({ languages: [first, ...others] satisfies Locales });
    setSaid(what);
  };
  const without = (locale: Locale) => languages.filter((one) => one !== locale);
  const others = LOCALE_TAGS.filter((locale) => !languages.includes(locale)).sort((a, b) =>
    nameOf(a).localeCompare(nameOf(b), currentLanguage()),
  );
  return (
    <div class="group">
      <h3 id="languages">{t("Languages")}</h3>
      <p class="hint">
        {t(
          "Visitors see the widget in the language of your page, or else of their browser. Where that is none of these, they see it in the first.",
        )}
      </p>
      {fault("languages") && <Fault>{fault("languages")}</Fault>}
      <ol class="plain-list languages" aria-labelledby="languages">
        {languages.map((locale, index) => (
          <li key={locale}>
            <span>
              <span lang={locale} dir="auto">
                {ownNameOf(locale)}
              </span>
              {locale !== currentLanguage() && <span class="hint"> {nameOf(locale)}</span>}
            </span>
            {index === 0 && <span class="badge">{t("Default")}</span>}
            {LOCALES[locale].reviewedBy === null && <span class="badge">{t("Machine translation")}</span>}
            <IconButton
              icon="up"
              label={t("Make {locale} the default", { locale: nameOf(locale) })}
              disabled={index === 0}
              onClick={() =>
                change(
                  [locale, ...without(locale)],
                  t("{locale} is now the default language.", { locale: nameOf(locale) }),
                )
              }
            />
            <IconButton
              icon="bin"
              label={t("Remove {locale}", { locale: nameOf(locale) })}
              disabled={languages.length === 1}
              onClick={() => change(without(locale), t("{locale} was removed.", { locale: nameOf(locale) }))}
            />
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <Field label={t("Add a language")}>
          {(control) => (
            <select
              {...control}
              class="input compact"
              value=""
              onChange={({ currentTarget: select }) => {
                const added = others.find((locale) => locale === select.value);
                select.value = "";
                if (added) change([...languages, added], t("{added} was added.", { added: nameOf(added) }));
              }}
            >
              <option value="">{t("Please choose")}</option>
              {others.map((locale) => (
                <option key={locale} value={locale}>
                  {nameOf(locale)} – {ownNameOf(locale)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <p class="unseen" role="status">
        {said}
      </p>
    </div>
  );
}
