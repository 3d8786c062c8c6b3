import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Details } from "../../shared/contact.ts";
import { FormDraft, FormField, NamedForms } from "../../shared/form.ts";
import { Answers } from "../../shared/form-key.ts";
import { defaultSettings } from "../../shared/property.ts";
import { emailKey } from "../../shared/rules/email.ts";
import {
  type Answer,
  type AnswerFault,
  type FormField as Field,
  formValidator,
  MAX_ANSWER,
} from "../../shared/rules/form.ts";
import { applicableFields } from "../../shared/rules/form-conditions.ts";
import { isAsked, wordingIn } from "../../shared/rules/form-fields.ts";
import { phoneFault } from "../../shared/rules/phone.ts";
import { anyText } from "../support/any-text.ts";
import { fieldIds, formFields } from "../support/forms.ts";

const label = { default: "Question" };
const options = [
  { id: "red", label: { default: "Red" } },
  { id: "blue", label: { default: "Blue" } },
];
const field = (type: Field["type"], more: Partial<Field> = {}): Field => ({
  id: "f",
  type,
  required: false,
  label,
  options,
  ...more,
});

/** The result of validating one answer to one field. */
function check(type: Field["type"], answer: unknown, more: Partial<Field> = {}) {
  return formValidator({ fields: [field(type, more)] })({ f: answer as Answer });
}
const accepted = (answer: Answer) => ({ ok: true, answers: { f: answer } });
const unanswered = { ok: true, answers: {} };
const refused = (fault: Omit<AnswerFault, "field">) => ({ ok: false, faults: [{ field: "f", ...fault }] });

const answers = fc.oneof(
  anyText(),
  fc.emailAddress(),
  fc.stringMatching(/^\+\d{3,17}$/),
  fieldIds,
  fc.boolean(),
  fc.array(fieldIds, { maxLength: 4 }),
);
const answered = fc.dictionary(fieldIds, answers);

describe("forms", () => {
  it.each<[Field["type"], unknown, Answer]>([
    ["text", "  hello ", "hello"],
    ["name", " Ada\u0000 Lovelace", "Ada Lovelace"],
    ["email", " Ada@Example.com ", "Ada@Example.com"],
    ["phone", "+44 (20) 7946-0958", "+442079460958"],
    ["long_text", "a\r\nb", "a\nb"],
    ["choice", "red", "red"],
    ["department", "blue", "blue"],
    ["choices", ["blue", "red", "blue"], ["red", "blue"]],
    ["checkbox", true, true],
    ["consent", true, true],
  ])("R27: %s takes %j and keeps %j", (type, typed, answer) => {
    expect(check(type, typed)).toEqual(accepted(answer));
  });

  it.each<[Field["type"], unknown]>([
    ["text", "  \u0000 "],
    ["name", ""],
    ["email", "\t"],
    ["phone", " - "],
    ["long_text", "\n\n"],
    ["choice", ""],
    ["department", ""],
    ["choices", []],
    ["checkbox", false],
    ["consent", false],
    ["text", undefined],
  ])("R27: %s left as %j counts as unanswered, and is missing where it is required", (type, typed) => {
    expect(check(type, typed)).toEqual(unanswered);
    expect(check(type, typed, { required: true })).toEqual(refused({ code: "required" }));
  });

  it.each<[Field["type"], unknown, Omit<AnswerFault, "field">]>([
    ["text", "x".repeat(501), { code: "too_long", max: 500 }],
    ["name", "x".repeat(201), { code: "too_long", max: 200 }],
    ["long_text", "x".repeat(10_001), { code: "too_long", max: 10_000 }],
    ["email", `${"x".repeat(250)}@a.bc`, { code: "too_long", max: 254 }],
    ["phone", `+${"1".repeat(40)}`, { code: "too_long", max: 40 }],
    ["email", "ada@", { code: "invalid_email" }],
    ["phone", "+44x20", { code: "invalid_phone", character: "x" }],
    ["phone", "+1", { code: "phone_length" }],
    ["choice", "green", { code: "not_an_option" }],
    ["choice", "constructor", { code: "not_an_option" }],
    ["department", "green", { code: "not_an_option" }],
    ["choices", ["red", "green"], { code: "not_an_option" }],
    ["text", true, { code: "wrong_type" }],
    ["text", ["a"], { code: "wrong_type" }],
    ["email", ["a@b.cd"], { code: "wrong_type" }],
    ["choice", ["red"], { code: "wrong_type" }],
    ["choices", "red", { code: "wrong_type" }],
    ["choices", true, { code: "wrong_type" }],
    ["checkbox", "true", { code: "wrong_type" }],
    ["consent", ["true"], { code: "wrong_type" }],
  ])("R27: %s refuses %j", (type, typed, fault) => {
    expect(check(type, typed)).toEqual(refused(fault));
  });

  it("R27: the limits count characters as people do, and the limit itself is allowed", () => {
    expect(check("name", "😀".repeat(MAX_ANSWER.name)).ok).toBe(true);
    expect(check("long_text", "x".repeat(MAX_ANSWER.long_text)).ok).toBe(true);
  });

  it("R27: every fault is told, in the order of the fields, and answers to no field come last", () => {
    const fields = [
      field("email", { id: "b" }),
      field("phone", { id: "a" }),
      field("text", { id: "c", required: true }),
    ];
    const result = formValidator({ fields })({ z: "?", a: "x", b: "x", constructor: "x" });
    expect(result).toEqual({
      ok: false,
      faults: [
        { field: "b", code: "invalid_email" },
        { field: "a", code: "invalid_phone", character: "x" },
        { field: "c", code: "required" },
        { field: "z", code: "unknown_field" },
        { field: "constructor", code: "unknown_field" },
      ],
    });
  });

  it("R27: what every object has is not an answer, and __proto__ is an unknown field like any other", () => {
    const fields = [field("text", { id: "constructor" }), field("text", { id: "to_string" })];
    const none = formValidator({ fields })({});
    expect(none).toEqual(unanswered);
    expect(none.ok && none.answers.constructor).toBeUndefined();
    const parsed = JSON.parse('{"__proto__": {"constructor": "x"}, "constructor": "y"}');
    expect(formValidator({ fields })(parsed)).toEqual({
      ok: false,
      faults: [{ field: "__proto__", code: "unknown_field" }],
    });
    const own = formValidator({ fields })({ constructor: "y" });
    expect(own.ok && Object.entries(own.answers)).toEqual([["constructor", "y"]]);
  });

  it("R27: validating the tidied answers changes nothing", () => {
    fc.assert(
      fc.property(formFields, answered, (fields, given) => {
        const first = formValidator({ fields })(given);
        if (first.ok) expect(formValidator({ fields })(first.answers)).toEqual(first);
      }),
      { numRuns: 1_000 },
    );
  });

  it("R27: either every required field is answered and every answer is for a field, or there are faults", () => {
    fc.assert(
      fc.property(formFields, answered, (fields, given) => {
        const result = formValidator({ fields })(given);
        const ids = fields.map(({ id }) => id);
        if (!result.ok) {
          expect(result.faults.length).toBeGreaterThan(0);
          const order = result.faults
            .map((fault) => ids.indexOf(fault.field))
            .map((at) => (at < 0 ? 99 : at));
          expect(order).toEqual([...order].sort((a, b) => a - b));
          return;
        }
        for (const { id, required } of fields)
          if (required) expect(Object.hasOwn(result.answers, id)).toBe(true);
        for (const id of Object.keys(given)) expect(ids).toContain(id);
        for (const id of Object.keys(result.answers)) expect(Object.hasOwn(given, id)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("R27: no JSON value as an answer makes the validator throw", () => {
    fc.assert(
      fc.property(formFields, fc.dictionary(fieldIds, fc.jsonValue()), (fields, given) => {
        const result = formValidator({ fields })(given as Record<string, Answer>);
        const wrong = Object.values(given).some((value) => value === null || typeof value === "number");
        if (wrong) expect(result.ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it("R27: the schemas take every form that the rules take, and what validates passes as answers", () => {
    fc.assert(
      fc.property(formFields, answered, (fields, given) => {
        for (const one of fields) expect(FormField.safeParse(one).success).toBe(true);
        expect(FormDraft.safeParse({ fields }).success).toBe(true);
        const result = formValidator({ fields })(given);
        if (result.ok) expect(Answers.safeParse(result.answers).success).toBe(true);
      }),
    );
  });

  it("R7, R8, R27: a name, e-mail or phone that the validator takes is one that a contact's details take", () => {
    const typed = fc.oneof(
      anyText({ maxLength: 300 }),
      fc.nat(201).map((length) => "😀".repeat(length)),
      fc.emailAddress(),
      fc.stringMatching(/^\+\d{3,16}$/),
    );
    fc.assert(
      fc.property(typed, (text) => {
        for (const [type, details] of [
          ["name", (answer: Answer) => ({ name: answer })],
          ["email", (answer: Answer) => ({ emails: [answer] })],
          ["phone", (answer: Answer) => ({ phones: [answer] })],
        ] as const) {
          const result = check(type, text);
          if (result.ok && result.answers.f)
            expect(Details.safeParse(details(result.answers.f)).success).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("R7, R8: the validator takes an e-mail or a phone exactly when its rule takes the tidied text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.stringMatching(/^[\w@.+-]{1,20}$/)), (text) => {
        expect(check("email", text).ok).toBe(emailKey(text) !== null);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^\+[\da]{0,18}$/), (text) => {
        expect(check("phone", text).ok).toBe(phoneFault(text) === null);
      }),
    );
  });

  it.each([
    ["no label where the type has no word of its own", { id: "a", type: "text", required: true }],
    ["a choice without options", { id: "a", type: "choice", required: true, label }],
    ["an option list that is empty", { id: "a", type: "choices", required: true, label, options: [] }],
    ["an ID that is no ID", { id: "__proto__", type: "name", required: true }],
    ["a type that does not exist", { id: "a", type: "password", required: true }],
    ["a wording for what is no locale", { id: "a", type: "name", required: true, label: { "<b>": "x" } }],
    ["a label without words", { id: "a", type: "text", required: true, label: { default: " " } }],
    ["a label without the default words", { id: "a", type: "text", required: true, label: { de: "Frage" } }],
  ])("R27: a field with %s can't be saved", (_, wrong) => {
    expect(FormField.safeParse(wrong).success).toBe(false);
  });

  it("R27: a form can't ask two fields of one ID, nor nothing at all", () => {
    const one = { id: "a", type: "name", required: true };
    expect(FormDraft.safeParse({ fields: [one] }).success).toBe(true);
    expect(FormDraft.safeParse({ fields: [one, one] }).success).toBe(false);
    expect(FormDraft.safeParse({ fields: [] }).success).toBe(false);
  });

  it("R29: the forms that a new property starts with ask three things", () => {
    const { preChatForm, offlineForm } = defaultSettings("Shop", "UTC");
    for (const form of [preChatForm, offlineForm]) {
      expect(FormDraft.safeParse(form).success).toBe(true);
      expect(form.fields.map(({ id }) => id)).toEqual(["name", "email", "message"]);
    }
  });

  it("R28: what is known is not asked again, unless the owner says so; a message is new every time", () => {
    expect(isAsked(field("email"), { f: "a@b.cd" })).toBe(false);
    expect(isAsked(field("email"), {})).toBe(true);
    expect(isAsked(field("email", { always: true }), { f: "a@b.cd" })).toBe(true);
    expect(isAsked(field("long_text"), { f: "hello" })).toBe(true);
    expect(isAsked(field("text", { id: "constructor" }), {})).toBe(true);
  });

  it("R27: words come in the exact locale, else in the language, else as the default; no words are none", () => {
    const words = { default: "Hi", de: "Hallo", "de-CH": "Grüezi" };
    expect(wordingIn(words, "de-CH")).toBe("Grüezi");
    expect(wordingIn(words, "de-AT")).toBe("Hallo");
    expect(wordingIn(words, "fr")).toBe("Hi");
    expect(wordingIn({ de: "Hallo" }, "fr")).toBeUndefined();
    expect(wordingIn(undefined, "de")).toBeUndefined();
    expect(wordingIn({ default: "Hi", de: "" }, "de")).toBe("Hi");
    expect(wordingIn({ default: "" }, "de")).toBeUndefined();
    for (const inherited of ["constructor", "toString", "__proto__"])
      expect(wordingIn(words, inherited)).toBe("Hi");
  });
});

describe("fields with conditions", () => {
  const topic = field("choice", { id: "topic" });
  const order = field("text", { id: "order", required: true, shownIf: { field: "topic", answer: ["red"] } });
  const more = field("text", { id: "more", required: true, shownIf: { field: "order", answer: "given" } });
  const none = field("text", { id: "none", required: true, shownIf: { field: "order", answer: "missing" } });
  const validate = formValidator({ fields: [topic, order, more, none] });

  it.each<[title: string, given: Record<string, Answer>, expected: Record<string, Answer> | string[]]>([
    ["a field is required only if it is shown", { topic: "blue", none: "x" }, { topic: "blue", none: "x" }],
    ["the answer to a field that is not shown is dropped", { order: "7", none: "x" }, { none: "x" }],
    [
      "a dropped answer shows nothing",
      { topic: "blue", order: "7", more: "y", none: "x" },
      { topic: "blue", none: "x" },
    ],
    ["a field is shown by a chosen option", { topic: "red" }, ["order", "none"]],
    ["a chain is shown as one", { topic: "red", order: "7" }, ["more"]],
    ["an answer of spaces is none", { topic: "red", order: " \u200b" }, ["order", "none"]],
    [
      "all of it",
      { topic: "red", order: "7", more: "y", none: "z" },
      { topic: "red", order: "7", more: "y" },
    ],
  ])("R27: %s", (_, given, expected) => {
    const checked = validate(given);
    if (Array.isArray(expected))
      expect(checked).toMatchObject({ faults: expected.map((id) => ({ field: id })) });
    else expect(checked).toEqual({ ok: true, answers: expected });
  });

  it("R27: widget and server agree: what the widget accepts is accepted again, and stays as it is", () => {
    const condition = fc.record({
      field: fieldIds,
      answer: fc.oneof(
        fc.constantFrom("given" as const, "missing" as const),
        fc.array(fieldIds, { minLength: 1 }),
      ),
    });
    const conditional = fc
      .tuple(formFields, fc.array(fc.option(condition, { nil: undefined }), { minLength: 30, maxLength: 30 }))
      .map(([fields, conditions]) => fields.map((one, at) => ({ ...one, shownIf: conditions[at] })));
    fc.assert(
      fc.property(conditional, answered, (fields, given) => {
        const check = formValidator({ fields });
        const inWidget = check(given);
        if (!inWidget.ok) return;
        expect(check(inWidget.answers)).toEqual(inWidget);
        const shown = applicableFields(fields, ({ id }) => inWidget.answers[id]);
        const missing = shown.filter((one) => one.required && !Object.hasOwn(inWidget.answers, one.id));
        expect(missing).toEqual([]);
        for (const id of Object.keys(inWidget.answers)) expect(shown.map((one) => one.id)).toContain(id);
      }),
    );
  });

  it.each([
    ["a later field", [order, topic]],
    ["itself", [{ ...topic, shownIf: { field: "topic", answer: "given" as const } }]],
    ["a field that is not there", [order]],
    ["an option that the field lacks", [topic, { ...order, shownIf: { field: "topic", answer: ["green"] } }]],
  ])("R27: the condition about %s is refused", (_, fields) => {
    expect(FormDraft.safeParse({ fields }).success).toBe(false);
    expect(FormDraft.safeParse({ fields: [topic, order, more] }).success).toBe(true);
  });
});

describe("hidden fields", () => {
  const hidden = (source: Field["source"]) => ({ source, options: undefined });

  it.each<[unknown, Answer | null]>([
    [" spring\u0000 ", "spring"],
    ["x".repeat(501), "x".repeat(500)],
    ["😀".repeat(600), "😀".repeat(500)],
    ["", null],
    [["a", "b"], "a,b"],
    [true, "true"],
  ])("R27: %j is %j, and is no fault", (given, stored) => {
    const checked = check("hidden", given, hidden({ kind: "page" }));
    expect(checked).toEqual(stored === null ? unanswered : accepted(stored));
  });

  it("R27: a constant is that of the form, whatever is sent", () => {
    expect(check("hidden", "forged", hidden({ kind: "constant", value: "ad" }))).toEqual(accepted("ad"));
  });

  it.each([
    ["without a source", { type: "hidden" }],
    ["required", { type: "hidden", required: true, source: { kind: "page" } }],
    ["a visible field with a source", { type: "text", source: { kind: "page" } }],
    ["a parameter without a name", { type: "hidden", source: { kind: "query", name: " " } }],
    [
      "a constant of 501 characters",
      { type: "hidden", source: { kind: "constant", value: "x".repeat(501) } },
    ],
  ])("R27: refuses %s", (_, more) => {
    expect(FormField.safeParse({ id: "f", required: false, label, ...more }).success).toBe(false);
  });
});

describe("named forms", () => {
  const form = (key: string) => ({ key, name: "Contact", form: { fields: [field("text")] } });

  it.each([
    "pre_chat",
    "offline",
    "agent",
    "follow_up",
    "mail",
    "",
    "A",
    "1a",
    "a-b",
    "__proto__",
    "x".repeat(41),
  ])("R20: %j is no key", (key) => expect(NamedForms.safeParse([form(key)]).success).toBe(false));

  it("R20: keys are unique, `constructor` is one, and 50 is the most", () => {
    expect(NamedForms.safeParse([form("constructor"), form("contact")]).success).toBe(true);
    expect(NamedForms.safeParse([form("contact"), form("contact")]).success).toBe(false);
    const many = (count: number) => Array.from({ length: count }, (_, at) => form(`f${at}`));
    expect(NamedForms.safeParse(many(50)).success).toBe(true);
    expect(NamedForms.safeParse(many(51)).success).toBe(false);
  });
});
