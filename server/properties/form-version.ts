import { createHash } from "node:crypto";
import type { FormDraft } from "../../shared/form.ts";
import type { FormKey } from "../../shared/form-key.ts";
import type { PropertySettings } from "../../shared/property.ts";
import type { ServedForm } from "../../shared/rules/draw-form.ts";
import type { FormDefinition, FormField } from "../../shared/rules/form.ts";

/** JSON with sorted keys, so that equal values have equal texts. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** A field as visitors get it. To whom a department is assigned is no business of theirs, and changes no version. */
const publicField = ({ options, ...field }: FormDraft["fields"][number]): FormField => ({
  ...field,
  ...(options && { options: options.map(({ id, label }) => ({ id, label })) }),
});

/**
 * A form with its version: the first 16 hexadecimal digits of the SHA-256 of its content. Equal forms have equal
 * versions, so that an answer that is sent late names exactly the form that was shown.
 */
export function formDefinition(draft: FormDraft): FormDefinition {
  const content = { ...(draft.intro && { intro: draft.intro }), fields: draft.fields.map(publicField) };
  const version = createHash("sha256").update(canonicalJson(content)).digest("hex").slice(0, 16);
  return { version, ...content };
}

type Forms = Pick<PropertySettings, "preChatForm" | "offlineForm" | "namedForms" | "comparisons">;

/** The forms of a property as they are edited, by their keys, those of the panel first. */
export function draftsOf({ preChatForm, offlineForm, namedForms }: Forms): ReadonlyMap<FormKey, FormDraft> {
  const named = namedForms.map(({ key, form }) => [key, form] as const);
  return new Map([["pre_chat", preChatForm], ["offline", offlineForm], ...named]);
}

/** The forms of a property as they are served, by their keys, those of the panel first. */
export function formsOf(settings: Forms): ReadonlyMap<FormKey, ServedForm> {
  const forms = [...draftsOf(settings)].map(([key, draft]) => {
    const definition = formDefinition(draft);
    const comparison = settings.comparisons.find(({ form }) => form === key);
    const second = comparison && formDefinition(comparison.second);
    // two equal versions are one
    if (!second || second.version === definition.version) return [key, definition] as const;
    return [key, { ...definition, compared: { form: second, share: comparison.share } }] as const;
  });
  return new Map<FormKey, ServedForm>(forms);
}

/** The versions of a form that visitors see. */
export function versionsOf({ compared, ...first }: ServedForm): readonly FormDefinition[] {
  return compared ? [first, compared.form] : [first];
}
