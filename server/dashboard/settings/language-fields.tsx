import { useState } from "preact/hooks";
import { LOCALE_TAGS, type Locale, type Locales } from "../../../shared/locale-tag.ts";
import { LOCALES } from "../../../shared/locales.ts";
import { IconButton } from "../ui/button.tsx";
import { Fault, Field } from "../ui/field.tsx";
import { ownNameOf } from "./own-name.ts";
import type { Editing } from "./use-settings-draft.ts";

const englishNames = new Intl.DisplayNames(["en"], { type: "language" });
const nameOf = (locale: Locale) => englishNames.of(locale) ?? locale;

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
    nameOf(a).localeCompare(nameOf(b), "en"),
  );
  return (
    <div class="group">
      <h3 id="languages">Languages</h3>
      <p class="hint">
        Visitors see the widget in the language of your page, or else of their browser. Where that is none of
        these, they see it in the first.
      </p>
      {fault("languages") && <Fault>{fault("languages")}</Fault>}
      <ol class="plain-list languages" aria-labelledby="languages">
        {languages.map((locale, index) => (
          <li key={locale}>
            <span>
              <span lang={locale} dir="auto">
                {ownNameOf(locale)}
              </span>
              {locale !== "en" && <span class="hint"> {nameOf(locale)}</span>}
            </span>
            {index === 0 && <span class="badge">Default</span>}
            {LOCALES[locale].reviewedBy === null && <span class="badge">Machine translation</span>}
            <IconButton
              icon="up"
              label={`Make ${nameOf(locale)} the default`}
              disabled={index === 0}
              onClick={() =>
                change([locale, ...without(locale)], `${nameOf(locale)} is now the default language.`)
              }
            />
            <IconButton
              icon="bin"
              label={`Remove ${nameOf(locale)}`}
              disabled={languages.length === 1}
              onClick={() => change(without(locale), `${nameOf(locale)} was removed.`)}
            />
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <Field label="Add a language">
          {(control) => (
            <select
              {...control}
              class="input compact"
              value=""
              onChange={({ currentTarget: select }) => {
                const added = others.find((locale) => locale === select.value);
                select.value = "";
                if (added) change([...languages, added], `${nameOf(added)} was added.`);
              }}
            >
              <option value="">Please choose</option>
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
