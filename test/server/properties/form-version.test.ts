import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formDefinition } from "../../../server/properties/form-version.ts";
import type { FormDraft } from "../../../shared/form.ts";

const FORM: FormDraft = {
  intro: { default: "Hello", de: "Hallo" },
  fields: [
    { id: "name", type: "name", required: true },
    {
      id: "plan",
      type: "choice",
      required: false,
      label: { default: "Plan" },
      options: [{ id: "a", label: { default: "A" } }],
    },
  ],
};

/** The same value with the keys of every object in the reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
}

describe("a form's version", () => {
  it("is 16 hexadecimal digits and never changes", () => {
    expect(formDefinition(FORM)).toEqual({ version: "10c3cdb2d68e65ad", ...FORM });
  });

  it("does not depend on the order of keys", () => {
    expect(formDefinition(reversed(FORM) as FormDraft).version).toBe(formDefinition(FORM).version);
  });

  it("depends on every text, every field and their order", () => {
    const [first, second] = FORM.fields;
    if (!first || !second) throw new Error("The form has two fields");
    const others: FormDraft[] = [
      { ...FORM, intro: { default: "Hello" } },
      { fields: FORM.fields },
      { ...FORM, fields: [second, first] },
      { ...FORM, fields: [{ ...first, required: false }, second] },
      { ...FORM, fields: [first] },
      { ...FORM, fields: [first, { ...second, options: [{ id: "a", label: { default: "B" } }] }] },
    ];
    expect(new Set([FORM, ...others].map((form) => formDefinition(form).version)).size).toBe(7);
  });

  it("does not confuse a text with the structure around it", () => {
    const withWord = (word: string) => formDefinition({ ...FORM, intro: { default: word } }).version;
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => (withWord(a) === withWord(b)) === (a === b)));
  });
});
