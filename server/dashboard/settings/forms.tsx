import { useState } from "preact/hooks";
import type { FormDraft, FormKind } from "../../../shared/form.ts";
import { href } from "../app/routes.ts";
import { Fault, Field } from "../ui/field.tsx";
import { Note } from "../ui/states.tsx";
import { AddField } from "./add-field.tsx";
import { addField, formWarnings, withWording } from "./edit-form.ts";
import { FieldEditor } from "./field-editor.tsx";
import type { WordingLocale } from "./settings-draft.ts";
import type { Editing } from "./use-settings-draft.ts";
import { WordingLocaleField, wordingPlaceholder } from "./wording.tsx";

const KINDS: Readonly<Record<FormKind, { label: string; key: "preChatForm" | "offlineForm"; when: string }>> =
  {
    pre_chat: {
      label: "Pre-chat form",
      key: "preChatForm",
      when: "Shown before a chat, while an agent is available and the property is open.",
    },
    offline: {
      label: "Offline form",
      key: "offlineForm",
      when: "Shown when no agent is available. Submissions become tickets in the inbox.",
    },
  };

interface FormsSectionProps {
  readonly property: string;
  readonly editing: Editing;
  readonly kind: FormKind;
}

/** The editor of the pre-chat form and the offline form (R27). */
export function FormsSection({ property, editing, kind }: FormsSectionProps) {
  const { key, when } = KINDS[kind];
  const form = editing.draft[key];
  const [locale, setLocale] = useState<WordingLocale>("default");
  const [open, setOpen] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const change = (next: FormDraft) => editing.set({ [key]: next });
  const add = (type: Parameters<typeof addField>[1]) => {
    const next = addField(form, type);
    change(next);
    setOpen(next.fields.at(-1)?.id ?? null);
  };

  return (
    <>
      <nav class="views" aria-label="Forms">
        {(["pre_chat", "offline"] as const).map((one) => (
          <a key={one} href={href.form(property, one)} aria-current={one === kind ? "page" : undefined}>
            {KINDS[one].label}
          </a>
        ))}
      </nav>
      <p class="hint">{when}</p>
      <WordingLocaleField value={locale} onChange={setLocale} />
      <Field
        label="Text above the form"
        hint="If it is empty, the widget shows its own text."
        fault={editing.fault(`${key}.intro.${locale}`)}
      >
        {(control) => (
          <textarea
            {...control}
            class="input"
            rows={2}
            dir="auto"
            data-path={`${key}.intro.${locale}`}
            value={form.intro?.[locale] ?? ""}
            placeholder={wordingPlaceholder(form.intro, locale)}
            onInput={(event) =>
              change({ ...form, intro: withWording(form.intro, locale, event.currentTarget.value) })
            }
          />
        )}
      </Field>
      <div class="group">
        <h3 id="fields">Fields</h3>
        {formWarnings(form, kind).map((warning) => (
          <Note key={warning} tone="warn" icon="alert">
            <p>{warning}</p>
          </Note>
        ))}
        {editing.fault(`${key}.fields`) && <Fault>{editing.fault(`${key}.fields`)}</Fault>}
        <ol class="field-list" aria-labelledby="fields">
          {form.fields.map((field, at) => (
            <FieldEditor
              key={field.id}
              form={form}
              at={at}
              locale={locale}
              open={open === field.id}
              onOpen={(opened) => setOpen(opened ? field.id : null)}
              path={`${key}.fields.${at}`}
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
    </>
  );
}
