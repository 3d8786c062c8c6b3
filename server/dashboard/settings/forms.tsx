import { useState } from "preact/hooks";
import { type FormDraft, MAX_FORMS, type NamedForm } from "../../../shared/form.ts";
import type { FormKey, FormKind } from "../../../shared/form-key.ts";
import { defaultSettings } from "../../../shared/property.ts";
import { href } from "../app/routes.ts";
import { followLink } from "../data/follow-link.ts";
import { type Message, message, plural, t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Fault, Field } from "../ui/field.tsx";
import { formLabel } from "../ui/form-label.ts";
import { NameDialog } from "../ui/name-dialog.tsx";
import { Note } from "../ui/states.tsx";
import { AddField } from "./add-field.tsx";
import { addField, formWarnings, withWording } from "./edit-form.ts";
import { FieldEditor } from "./field-editor.tsx";
import { FormComparison } from "./form-comparison.tsx";
import { FormPerformance } from "./form-performance.tsx";
import { missingWordings } from "./missing-wordings.ts";
import { NamedFormHead } from "./named-form-head.tsx";
import { type FormVersion, findForm, keyFor, removeForm, replaceForm } from "./named-forms.ts";
import type { WordingLocale } from "./settings-draft.ts";
import type { Editing } from "./use-settings-draft.ts";
import { WordingLocaleField, wordingPlaceholder } from "./wording.tsx";

const WHEN: Readonly<Record<FormKind, Message>> = {
  pre_chat: message("Shown before a chat, while an agent is available and the property is open."),
  offline: message("Shown when no agent is available. Submissions become tickets in the inbox."),
};
const WHEN_NAMED = message("Shown where your pages place it. Submissions become tickets in the inbox.");

interface FormsSectionProps {
  readonly property: string;
  readonly editing: Editing;
  /** The key of the form that is edited. */
  readonly form: FormKey;
  /** Its version that is edited. */
  readonly version: FormVersion;
  readonly onVersion: (version: FormVersion) => void;
}

/** The editor of all forms of the property (R27). */
export function FormsSection({ property, editing, form: wanted, version, onVersion }: FormsSectionProps) {
  const { draft } = editing;
  const key = findForm(draft, wanted) ? wanted : "pre_chat";
  const { form, path } = findForm(draft, key, version) ?? { form: draft.preChatForm, path: "preChatForm" };
  const namedAt = draft.namedForms.findIndex((one) => one.key === key);
  const named = draft.namedForms[namedAt];
  const [isAdding, setAdding] = useState(false);
  const [locale, setLocale] = useState<WordingLocale>("default");
  const [open, setOpen] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const change = (next: FormDraft) => editing.set(replaceForm(draft, key, next, version));
  const missing = missingWordings(form, draft.languages.slice(1));
  const setNamed = (namedForms: readonly NamedForm[]) => editing.set({ namedForms: [...namedForms] });
  const add = (type: Parameters<typeof addField>[1]) => {
    const next = addField(form, type);
    change(next);
    setOpen(next.fields.at(-1)?.id ?? null);
  };

  return (
    <>
      <nav class="views" aria-label={t("Forms")}>
        {(["pre_chat", "offline", ...draft.namedForms.map((one) => one.key)] as const).map((one) => (
          <a key={one} href={href.form(property, one)} aria-current={one === key ? "page" : undefined}>
            {draft.namedForms.find((form) => form.key === one)?.name || formLabel(one)}
          </a>
        ))}
      </nav>
      <p>
        <Button
          small
          icon="plus"
          disabled={draft.namedForms.length >= MAX_FORMS}
          onClick={() => setAdding(true)}
        >
          {t("Add a form")}
        </Button>
      </p>
      {isAdding && (
        <NameDialog
          title={t("Add a form")}
          act={t("Add form")}
          hint={t("Such as “Contact form”. Your pages show it where you place it.")}
          maxLength={80}
          onSave={async (name) => {
            const added = { key: keyFor(name, draft), name, form: defaultSettings("", "UTC").offlineForm };
            setNamed([...draft.namedForms, added]);
            setAdding(false);
            setSaid(t("{name} was added.", { name }));
            followLink(href.form(property, added.key));
          }}
          onClose={() => setAdding(false)}
        />
      )}
      <p class="hint">{key === "pre_chat" || key === "offline" ? t(WHEN[key]) : t(WHEN_NAMED)}</p>
      {named && (
        <NamedFormHead
          key={named.key}
          property={property}
          named={named}
          path={`namedForms.${namedAt}.name`}
          fault={editing.fault(`namedForms.${namedAt}.name`)}
          onRename={(name) =>
            setNamed(draft.namedForms.map((one) => (one.key === key ? { ...one, name } : one)))
          }
          onDelete={() => {
            editing.set(removeForm(draft, key));
            followLink(href.form(property, "pre_chat"));
          }}
        />
      )}
      <FormComparison
        key={`comparison ${key}`}
        editing={editing}
        form={key}
        version={version}
        onVersion={onVersion}
      />
      <WordingLocaleField languages={draft.languages} value={locale} onChange={setLocale} />
      {missing.length > 0 && (
        <p class="hint">
          {t("Visitors of these languages see texts of all languages: {languages}", {
            languages: missing
              .map(({ language, count }) => `${language} (${plural(count, "{count} text", "{count} texts")})`)
              .join(", "),
          })}
        </p>
      )}
      <Field
        label={t("Text above the form")}
        hint={t("If it is empty, the widget shows its own text.")}
        fault={editing.fault(`${path}.intro.${locale}`)}
      >
        {(control) => (
          <textarea
            {...control}
            class="input"
            rows={2}
            dir="auto"
            data-path={`${path}.intro.${locale}`}
            value={form.intro?.[locale] ?? ""}
            placeholder={wordingPlaceholder(form.intro, locale)}
            onInput={(event) =>
              change({ ...form, intro: withWording(form.intro, locale, event.currentTarget.value) })
            }
          />
        )}
      </Field>
      <div class="group">
        <h3 id="fields">{t("Fields")}</h3>
        {formWarnings(form, key).map((warning) => (
          <Note key={warning} tone="warn" icon="alert">
            <p>{warning}</p>
          </Note>
        ))}
        {editing.fault(`${path}.fields`) && <Fault>{editing.fault(`${path}.fields`)}</Fault>}
        <ol class="field-list" aria-labelledby="fields">
          {form.fields.map((field, at) => (
            <FieldEditor
              key={field.id}
              property={property}
              form={form}
              at={at}
              locale={locale}
              open={open === field.id}
              onOpen={(opened) => setOpen(opened ? field.id : null)}
              path={`${path}.fields.${at}`}
              fault={editing.fault}
              onChange={change}
              onRenamed={(id) => setOpen(id)}
              say={setSaid}
            />
          ))}
        </ol>
        <AddField disabled={form.fields.length >= 30} onAdd={add} />
        <p class="unseen" role="status">
          {said}
        </p>
      </div>
      <FormPerformance property={property} form={key} />
    </>
  );
}
