import fc from "fast-check";
import type { FieldType, FormField, Wording } from "../../shared/rules/form.ts";

const TYPES: readonly FieldType[] = [
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
];

const wording: fc.Arbitrary<Wording> = fc.record({ default: fc.stringMatching(/^\S.{0,20}$/) });
/** Short, so that fields and answers meet; with the names that every object already has. */
export const fieldIds = fc.constantFrom("a", "b", "name", "e_mail", "x1", "constructor", "has_own");
const options = fc.uniqueArray(fc.record({ id: fieldIds, label: wording }), {
  minLength: 1,
  maxLength: 4,
  selector: (option) => option.id,
});

const field: fc.Arbitrary<FormField> = fc.constantFrom(...TYPES).chain((type) =>
  fc.record(
    {
      id: fieldIds,
      type: fc.constant(type),
      required: fc.boolean(),
      label: wording,
      help: wording,
      always: fc.boolean(),
      options,
    },
    { requiredKeys: ["id", "type", "required", "label", "options"] },
  ),
);

/** Every form that an owner could make, with up to six fields. */
export const formFields: fc.Arbitrary<readonly FormField[]> = fc.uniqueArray(field, {
  minLength: 1,
  maxLength: 6,
  selector: (one) => one.id,
});
