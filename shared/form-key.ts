import * as z from "zod/mini";

/** The ID of a field, of one of its options, or of a form. */
export const FieldId = z
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
  "hidden",
]);

/** The forms of the chat's panel. */
export const FormKind = z.enum(["pre_chat", "offline"]);
export type FormKind = z.infer<typeof FormKind>;

/** The key of a form: a form of the panel, or one that the owner has named. */
export const FormKey = FieldId;
export type FormKey = z.infer<typeof FormKey>;

/** How a conversation is opened without a form: by an agent, by a reply to a closed ticket, or by a mail. */
export const OPENED_WITHOUT_FORM: readonly string[] = ["agent", "follow_up", "mail"];

/** Whether it was a form that opened a conversation. */
export const isForm = (opening: string): boolean => !OPENED_WITHOUT_FORM.includes(opening);

/** Answers by field ID. `formValidator` checks them against the form. */
export const Answers = z.record(
  z.string(),
  z.union([z.string(), z.boolean(), z.array(z.string()).check(z.maxLength(100))]),
);
export type Answers = z.infer<typeof Answers>;
