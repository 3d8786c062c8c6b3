import * as z from "zod/mini";
import type * as rules from "./rules/form.ts";
import { hasOptions, hasOwnLabel } from "./rules/form-fields.ts";
import { tidyText } from "./rules/text.ts";

const LOCALE = /^(default|[a-z]{2,3}(-[A-Za-z\d]{2,8})*)$/;

export const Wording = z.record(z.string().check(z.regex(LOCALE)), z.string().check(z.maxLength(2_000)));

const FieldId = z
  .string()
  .check(z.regex(/^[a-z][a-z\d_]{0,39}$/, "must be a-z, 0-9 and _, at most 40 characters"));

export const FieldType = z.enum([
  "text",
  "name",
  "email",
  "phone",
  "long_text",
  "choice",
  "choices",
  "checkbox",
  "consent",
  "department",
]);

export const FormField = z
  .object({
    id: FieldId,
    type: FieldType,
    required: z.boolean(),
    label: z.optional(Wording),
    help: z.optional(Wording),
    options: z.optional(
      z.readonly(z.array(z.object({ id: FieldId, label: Wording })).check(z.maxLength(100))),
    ),
    always: z.optional(z.boolean()),
  })
  .check(
    z.refine((field) => !hasOptions(field.type) || !!field.options?.length, {
      path: ["options"],
      message: "at least one option is needed",
    }),
    z.refine((field) => hasOwnLabel(field.type) || !!tidyText(field.label?.default ?? ""), {
      path: ["label"],
      message: "a label is needed",
    }),
  ) satisfies z.ZodMiniType<rules.FormField>;

/** A form as an owner edits it. The server adds the version. */
export const FormDraft = z
  .object({
    intro: z.optional(Wording),
    fields: z.array(FormField).check(z.minLength(1), z.maxLength(30)),
  })
  .check(
    z.refine((form) => new Set(form.fields.map((field) => field.id)).size === form.fields.length, {
      path: ["fields"],
      message: "two fields have the same ID",
    }),
  );
export type FormDraft = z.infer<typeof FormDraft>;

export const FormDefinition = z.object({
  version: z.string(),
  intro: z.optional(Wording),
  fields: z.readonly(z.array(FormField)),
}) satisfies z.ZodMiniType<rules.FormDefinition>;

export const FormKind = z.enum(["pre_chat", "offline"]);
export type FormKind = z.infer<typeof FormKind>;

/** Answers by field ID. `formValidator` checks them against the form. */
export const Answers = z.record(
  z.string(),
  z.union([z.string(), z.boolean(), z.array(z.string()).check(z.maxLength(100))]),
);
export type Answers = z.infer<typeof Answers>;
