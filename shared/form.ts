import * as z from "zod/mini";
import { FieldId, FieldType, FormKey, FormKind, OPENED_WITHOUT_FORM } from "./form-key.ts";
import type * as drawing from "./rules/draw-form.ts";
import type * as rules from "./rules/form.ts";
import { hasOptions, hasOwnLabel } from "./rules/form-fields.ts";
import { MAX_HIDDEN } from "./rules/limits.ts";
import { tidyText } from "./rules/text.ts";
import { lineUpTo } from "./tidied-text.ts";

const LOCALE = /^(default|[a-z]{2,3}(-[A-Za-z\d]{2,8})*)$/;

export const Wording = z.record(z.string().check(z.regex(LOCALE)), z.string().check(z.maxLength(2_000)));

const Condition = z.object({
  field: FieldId,
  answer: z.union([
    z.enum(["given", "missing"]),
    z.readonly(z.array(FieldId).check(z.minLength(1, "choose at least one option"), z.maxLength(100))),
  ]),
});

const HiddenSource = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("query"),
    name: lineUpTo(100, "a name is needed"),
  }),
  z.object({ kind: z.enum(["referrer", "page"]) }),
  z.object({
    kind: z.literal("constant"),
    value: lineUpTo(MAX_HIDDEN, "a value is needed"),
  }),
]);

const Option = z.object({ id: FieldId, label: Wording });

const field = {
  id: FieldId,
  type: FieldType,
  required: z.boolean(),
  label: z.optional(Wording),
  help: z.optional(Wording),
  options: z.optional(z.readonly(z.array(Option).check(z.maxLength(100)))),
  always: z.optional(z.boolean()),
  shownIf: z.optional(Condition),
  source: z.optional(HiddenSource),
};

const isHidden = ({ type }: { readonly type: rules.FieldType }) => type === "hidden";

const fieldChecks = [
  z.refine<rules.FormField>((one) => !hasOptions(one.type) || !!one.options?.length, {
    path: ["options"],
    message: "at least one option is needed",
  }),
  z.refine<rules.FormField>((one) => hasOwnLabel(one.type) || !!tidyText(one.label?.default ?? ""), {
    path: ["label"],
    message: "a label is needed",
  }),
  z.refine<rules.FormField>((one) => isHidden(one) === !!one.source, {
    path: ["source"],
    message: "a hidden field, and no other, has a source",
  }),
  z.refine<rules.FormField>((one) => !isHidden(one) || !one.required, {
    path: ["required"],
    message: "a hidden field cannot be required",
  }),
];

export const FormField = z.object(field).check(...fieldChecks) satisfies z.ZodMiniType<rules.FormField>;

const Id = z.string().check(z.minLength(1), z.maxLength(64));

/** An option as an owner edits it. What happens with those who choose it is nothing that visitors are told. */
const DraftOption = z.object({
  ...Option.shape,
  /** The ID of the agent to whom the conversations of a department are assigned. */
  assignee: z.optional(Id),
  /** The ID of the tag that they get. */
  tag: z.optional(Id),
});

const DraftField = z
  .object({ ...field, options: z.optional(z.readonly(z.array(DraftOption).check(z.maxLength(100)))) })
  .check(...fieldChecks);

/** The index of the first field whose condition is about a field that is not before it, or about an option that it lacks. */
function unmetReference(fields: readonly rules.FormField[]): number {
  return fields.findIndex(({ shownIf }, at) => {
    if (!shownIf) return false;
    const other = fields.slice(0, at).find(({ id }) => id === shownIf.field);
    const { answer } = shownIf;
    if (!other || typeof answer === "string") return !other;
    return answer.some((id) => !other.options?.some((option) => option.id === id));
  });
}

/** The most fields of a form. */
export const MAX_FIELDS = 30;

/** A form as an owner edits it. The server adds the version. */
export const FormDraft = z
  .object({
    intro: z.optional(Wording),
    fields: z.array(DraftField).check(z.minLength(1), z.maxLength(MAX_FIELDS)),
  })
  .check(
    z.refine((form) => new Set(form.fields.map(({ id }) => id)).size === form.fields.length, {
      path: ["fields"],
      message: "two fields have the same ID",
    }),
    z.superRefine((form, context) => {
      const at = unmetReference(form.fields);
      if (at < 0) return;
      const path = ["fields", at, "shownIf"];
      context.addIssue({ code: "custom", path, message: "must be about an earlier field and its options" });
    }),
  );
export type FormDraft = z.infer<typeof FormDraft>;

export const FormDefinition = z.object({
  version: z.string(),
  intro: z.optional(Wording),
  fields: z.readonly(z.array(FormField)),
}) satisfies z.ZodMiniType<rules.FormDefinition>;

/** How many of a hundred visitors see the second version of a form. */
const Share = z.int().check(z.gte(1), z.lte(99));

/** A form as it is served: with its second version, if the two are compared. */
export const ServedForm = z.object({
  ...FormDefinition.shape,
  compared: z.optional(z.object({ form: FormDefinition, share: Share })),
}) satisfies z.ZodMiniType<drawing.ServedForm>;

const RESERVED_KEYS: readonly string[] = [...FormKind.options, ...OPENED_WITHOUT_FORM];

/** The most named forms of a property. */
export const MAX_FORMS = 50;

/** A form beside those of the panel, for any place of a page. What is submitted becomes a ticket (R30). */
export const NamedForm = z.object({
  key: FormKey.check(
    z.refine((key) => !RESERVED_KEYS.includes(key), { message: "this key is reserved, choose another one" }),
  ),
  /** For the team. */
  name: lineUpTo(80, "a name is needed"),
  form: FormDraft,
});
export type NamedForm = z.infer<typeof NamedForm>;

export const NamedForms = z.array(NamedForm).check(
  z.maxLength(MAX_FORMS),
  z.refine((forms) => new Set(forms.map(({ key }) => key)).size === forms.length, {
    message: "two forms have the same key",
  }),
);

/** A comparison of a form with a second version, which some of the visitors see in its place (R29). */
const FormComparison = z.object({ form: FormKey, second: FormDraft, share: Share });
export type FormComparison = z.infer<typeof FormComparison>;

export const FormComparisons = z.array(FormComparison).check(
  z.maxLength(MAX_FORMS + FormKind.options.length),
  z.refine((comparisons) => new Set(comparisons.map(({ form }) => form)).size === comparisons.length, {
    message: "a form has one comparison",
  }),
);

/** A form as a page loads it, with the look of the property's widget: `GET /w/PROPERTY/forms/KEY.json`. */
export const PublicForm = z.object({
  key: FormKey,
  definition: ServedForm,
  accent: z.string(),
  /** The text colour on the accent. */
  onAccent: z.string(),
  theme: z.enum(["auto", "light", "dark"]),
  consent: z.enum(["none", "required"]),
});
export type PublicForm = z.infer<typeof PublicForm>;
