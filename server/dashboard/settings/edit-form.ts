import type { FormDraft } from "../../../shared/form.ts";
import type { FormKey } from "../../../shared/form-key.ts";
import type { FieldType, FormField, Wording } from "../../../shared/rules/form.ts";
import { hasOptions, hasOwnLabel } from "../../../shared/rules/form-fields.ts";
import { t } from "../i18n/translate.ts";

type Field = FormDraft["fields"][number];
type Option = NonNullable<Field["options"]>[number];

/** A form with more fields than this shows a warning, because visitors abandon long forms (R29). */
const FEW_FIELDS = 4;

/** An ID that no other field has: the base, or the base with a number. */
function freeId(base: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}_${number}`;
    if (!taken.includes(id)) return id;
  }
}

/**
 * Sets the text of a locale in a wording. An empty text removes the locale, which then uses the default. Undefined if
 * no text is left.
 */
export function withWording(wording: Wording | undefined, locale: string, text: string): Wording | undefined {
  const { [locale]: _, ...others } = wording ?? {};
  const next = text.trim() ? { ...others, [locale]: text } : others;
  return Object.keys(next).length ? next : undefined;
}

function moved<T>(list: readonly T[], from: number, by: number): readonly T[] {
  const item = list[from];
  const to = from + by;
  if (item === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}

const optionsFor = (type: FieldType, options: readonly Option[] | undefined) =>
  hasOptions(type) ? { options: options?.length ? [...options] : [{ id: "option_1", label: {} }] } : {};

/** A visitor never sees a hidden field, so it is not required, and has a source. */
const sourceFor = (type: FieldType, field: Partial<Field>): Partial<Field> =>
  type === "hidden" ? { source: field.source ?? { kind: "page" }, required: false } : {};

const withFields = (form: FormDraft, fields: readonly Field[]): FormDraft => ({
  ...form,
  fields: [...fields],
});

/** Adds a field at the end of the form. Only fields without which there is no chat are required. */
export function addField(form: FormDraft, type: FieldType): FormDraft {
  const id = freeId(
    type === "long_text" ? "message" : type,
    form.fields.map((field) => field.id),
  );
  const field: Field = {
    id,
    type,
    required: type === "consent",
    ...(hasOwnLabel(type) ? {} : { label: {} }),
    ...optionsFor(type, undefined),
    ...sourceFor(type, {}),
  };
  return withFields(form, [...form.fields, field]);
}

/** The detail of the contact that the answer to a field is saved as, in words. */
export function fedDetail({ fields }: Pick<FormDraft, "fields">, at: number): string {
  const type = fields[at]?.type;
  if (type === "name") {
    const names = fields.flatMap((field, index) => (field.type === "name" ? [index] : []));
    return names.length > 1
      ? t("Part {at} of {length} of the contact’s name, which has the parts in the order of the form.", {
          at: names.indexOf(at) + 1,
          length: names.length,
        })
      : t(
          "Saved as the contact’s name. With two name fields, for the first and the last name, the contact gets both.",
        );
  }
  if (type === "email") return t("Saved as an e-mail of the contact.");
  if (type === "phone") return t("Saved as a phone of the contact.");
  if (type === "hidden") return t("Shown to the team with the answers; visitors never see it.");
  if (type === "consent") return t("Saved as a consent of the contact, with its wording and time.");
  return t("Kept with the conversation; it changes no detail of the contact.");
}

/** Removes a field, and the conditions about it. */
export function removeField(form: FormDraft, at: number): FormDraft {
  const removed = form.fields[at]?.id;
  const fields = form.fields.toSpliced(at, 1).map((field): Field => {
    const { shownIf, ...always } = field;
    return shownIf?.field === removed ? always : field;
  });
  return withFields(form, fields);
}

/** Moves a field by so many places, up if it is below zero; nothing changes where there is no such place. */
export function moveField(form: FormDraft, at: number, by: number): FormDraft {
  return withFields(form, moved(form.fields, at, by));
}

/**
 * How far a field moves that is dropped at a field, in places.
 *
 * @param edge of the field that it is dropped at
 */
export function droppedBy(from: number, target: number, edge: DropEdge): number {
  const to = target + (edge === "after" ? 1 : 0);
  return (to > from ? to - 1 : to) - from;
}

/** The half of a field that the pointer is over. */
export type DropEdge = "before" | "after";

/** Changes a field. The conditions about it follow a new key. */
export function changeField(form: FormDraft, at: number, change: Partial<Field>): FormDraft {
  const before = form.fields[at]?.id;
  return withFields(
    form,
    form.fields.map((field, index): Field => {
      if (index === at) return { ...field, ...change };
      const { shownIf } = field;
      return shownIf && change.id !== undefined && shownIf.field === before
        ? { ...field, shownIf: { answer: shownIf.answer, field: change.id } }
        : field;
    }),
  );
}

/** Changes the type of a field. A type with options gets two of them, any other type loses them. */
export function changeType(form: FormDraft, at: number, type: FieldType): FormDraft {
  const field = form.fields[at];
  if (!field) return form;
  const { options, source, ...rest } = field;
  const label = rest.label ?? (hasOwnLabel(type) ? undefined : {});
  const next: Field = {
    ...rest,
    type,
    ...(label && { label }),
    ...optionsFor(type, options),
    ...sourceFor(type, { source }),
  };
  return withFields(form, form.fields.with(at, next));
}

export function addOption(field: Field): Field {
  const options = field.options ?? [];
  const ids = options.map((option) => option.id);
  const id = freeId(`option_${options.length + 1}`, ids);
  return { ...field, options: [...options, { id, label: {} }] };
}

export function removeOption(field: Field, at: number): Field {
  return { ...field, options: (field.options ?? []).toSpliced(at, 1) };
}

export function moveOption(field: Field, at: number, by: -1 | 1): Field {
  return { ...field, options: [...moved(field.options ?? [], at, by)] };
}

export function changeOption(field: Field, at: number, label: Wording | undefined): Field {
  const options = (field.options ?? []).map((option, index) =>
    index === at ? { ...option, label: label ?? {} } : option,
  );
  return { ...field, options };
}

/**
 * The faults that the schema does not report: a label or an option without a default text, which visitors of most
 * languages would see empty. Paths are relative to the form.
 */
export function wordingFaults(form: FormDraft): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  const needed = (path: string, wording: Wording | undefined, what: string) => {
    if (!wording?.default?.trim())
      faults.set(
        path,
        t("{what} is needed for visitors whose language has no wording of its own.", { what }),
      );
  };
  form.fields.forEach((field: FormField, at) => {
    if (field.label || !hasOwnLabel(field.type)) needed(`fields.${at}.label`, field.label, t("A label"));
    field.options?.forEach((option, index) => {
      needed(`fields.${at}.options.${index}.label`, option.label, t("A label"));
    });
  });
  return faults;
}

/** The warnings for a form. They never prevent saving (R29). */
export function formWarnings(form: FormDraft, key: FormKey): readonly string[] {
  const types = form.fields.flatMap(({ type }) => (type === "hidden" ? [] : [type]));
  const warnings: string[] = [];
  if (types.length > FEW_FIELDS)
    warnings.push(
      t(
        "This form asks {length} things. Every one above {few} costs chats that are never started: what could you ask later, in the chat itself?",
        { length: types.length, few: FEW_FIELDS },
      ),
    );
  if (!types.includes("email") && !types.includes("phone"))
    warnings.push(
      t("Nobody becomes a contact through this form: it asks for neither an e-mail nor a phone."),
    );
  if (key !== "pre_chat" && !types.includes("long_text"))
    warnings.push(t("Visitors cannot write a message. Add a field of the type “Message”."));
  return warnings;
}
