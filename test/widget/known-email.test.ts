import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Answers, FormField } from "../../shared/rules/form.ts";
import { isAsked } from "../../shared/rules/form-fields.ts";
import { knownEmail, withProvenEmail } from "../../widget/panel/conversations/known-email.ts";

const field = (id: string, type: FormField["type"]): FormField => ({ id, type, required: true });
const settings = (preChat: readonly FormField[], offline?: readonly FormField[]) => ({
  forms: {
    pre_chat: { version: "1", fields: preChat },
    ...(offline && { offline: { version: "1", fields: offline } }),
  },
});

const TYPES = ["text", "name", "email", "phone", "long_text", "checkbox"] as const;
const id = fc.constantFrom("a", "b", "c", "constructor", "__proto__", "toString");
const fields = fc.uniqueArray(fc.record({ id, type: fc.constantFrom(...TYPES), required: fc.boolean() }), {
  selector: (one) => one.id,
});
const known = fc
  .uniqueArray(fc.tuple(id, fc.string()), { selector: ([one]) => one })
  .map((entries): Answers => Object.fromEntries(entries));

describe("R28: an e-mail that the visitor has proven", () => {
  test("is not asked for by any form, and changes nothing that was known", () => {
    fc.assert(
      fc.property(fields, fc.option(fields, { nil: undefined }), known, (preChat, offline, before) => {
        const of = settings(preChat, offline);
        const after = withProvenEmail(of, before, "ann@example.com");
        const all = [...preChat, ...(offline ?? [])];
        // a field of the same ID in both forms is one question
        const emails = new Set(all.filter(({ type }) => type === "email").map(({ id }) => id));
        for (const one of all) {
          if (one.type === "email") expect(isAsked(one, after)).toBe(false);
          if (Object.hasOwn(before, one.id)) expect(after[one.id]).toBe(before[one.id]);
          else expect(Object.hasOwn(after, one.id)).toBe(emails.has(one.id));
        }
      }),
    );
  });

  test("is the e-mail that is known, unless one was given in a form", () => {
    const of = settings([field("mail", "email")], [field("address", "email")]);
    expect(knownEmail(of, {})).toBe("");
    expect(knownEmail(of, withProvenEmail(of, {}, " ann@example.com "))).toBe("ann@example.com");
    const given = { mail: "ann@home.example" };
    expect(withProvenEmail(of, given, "ann@example.com")).toEqual({ ...given, address: "ann@example.com" });
    expect(knownEmail(of, withProvenEmail(of, given, "ann@example.com"))).toBe("ann@home.example");
  });
});
