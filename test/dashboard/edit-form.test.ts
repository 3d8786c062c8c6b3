import { describe, expect, it } from "vitest";
import {
  addField,
  addOption,
  changeField,
  changeType,
  droppedBy,
  fedDetail,
  formWarnings,
  moveField,
  moveOption,
  removeField,
  removeOption,
  withWording,
  wordingFaults,
} from "../../server/dashboard/settings/edit-form.ts";
import { TYPE_ORDER } from "../../server/dashboard/ui/field-types.ts";
import { schemaFaults } from "../../server/dashboard/ui/schema-faults.ts";
import type { FormDraft } from "../../shared/form.ts";
import { FormDraft as FormDraftSchema } from "../../shared/form.ts";
import { defaultSettings } from "../../shared/property.ts";
import type { FieldType } from "../../shared/rules/form.ts";

const form: FormDraft = defaultSettings("Acme", "UTC").preChatForm;
const idsOf = (draft: FormDraft) => draft.fields.map(({ id }) => id);

describe("editing a form", () => {
  it("R27: a new field of any type gets a unique ID, and options if its type has them", () => {
    const more = addField(addField(addField(form, "email"), "choice"), "long_text");
    expect(idsOf(more)).toEqual(["name", "email", "message", "email_2", "choice", "message_2"]);
    expect(more.fields[4]?.options).toHaveLength(1);
    expect(idsOf(form)).toEqual(["name", "email", "message"]);
  });

  it("R27: fields move by one, but not beyond the first and the last position", () => {
    expect(idsOf(moveField(form, 2, -1))).toEqual(["name", "message", "email"]);
    expect(idsOf(moveField(form, 0, -1))).toEqual(["name", "email", "message"]);
    expect(idsOf(moveField(form, 2, 1))).toEqual(["name", "email", "message"]);
    expect(idsOf(moveField(form, 0, 2))).toEqual(["email", "message", "name"]);
    expect(idsOf(removeField(form, 1))).toEqual(["name", "message"]);
  });

  it("R27: a change to a type with options adds options, and a change to another type removes them", () => {
    const choosing = changeType(form, 1, "department");
    expect(choosing.fields[1]).toMatchObject({ id: "email", type: "department", label: {} });
    expect(choosing.fields[1]?.options).toHaveLength(1);
    expect(changeType(choosing, 1, "text").fields[1]).not.toHaveProperty("options");
  });

  it("options are added with unique IDs, moved and removed", () => {
    const field = addField(form, "choice").fields[3];
    if (!field) throw new Error("there is a fourth field");
    const three = addOption(addOption(field));
    expect(three.options?.map(({ id }) => id)).toEqual(["option_1", "option_2", "option_3"]);
    const fewer = removeOption(three, 0);
    expect(addOption(fewer).options?.map(({ id }) => id)).toEqual(["option_2", "option_3", "option_3_2"]);
    expect(moveOption(three, 2, -1).options?.map(({ id }) => id)).toEqual([
      "option_1",
      "option_3",
      "option_2",
    ]);
  });

  it("R27: a locale without text uses the default, and a wording without any text is removed", () => {
    const both = withWording(withWording(undefined, "default", "Hello"), "de", "Hallo");
    expect(both).toEqual({ default: "Hello", de: "Hallo" });
    expect(withWording(both, "de", " ")).toEqual({ default: "Hello" });
    expect(withWording({ de: "Hallo" }, "de", "")).toBeUndefined();
  });
});

describe("the detail that a field feeds", () => {
  const fed = (types: readonly FieldType[]) => {
    const draft = { fields: types.map((type, at) => ({ id: `f${at}`, type, required: false })) };
    return types.map((_, at) => fedDetail(draft, at));
  };

  it("R27: is said for every type of field", () => {
    for (const type of TYPE_ORDER) expect(fed([type])[0]).toMatch(/\.$/);
    expect(fed(["email", "phone", "consent", "text"])).toEqual([
      expect.stringContaining("an e-mail of the contact"),
      expect.stringContaining("a phone of the contact"),
      expect.stringContaining("a consent of the contact"),
      expect.stringContaining("no detail of the contact"),
    ]);
  });

  it("R27: is a part of the name for each of several name fields", () => {
    expect(fed(["name"])[0]).toContain("the contact’s name");
    expect(fed(["name", "email", "name"])).toEqual([
      expect.stringContaining("Part 1 of 2"),
      expect.stringContaining("an e-mail"),
      expect.stringContaining("Part 2 of 2"),
    ]);
  });
});

describe("the faults of a form", () => {
  it("include a label without a text for languages that have none", () => {
    const draft = changeField(addField(form, "text"), 3, { label: { de: "Farbe" } });
    expect([...wordingFaults(draft).keys()]).toEqual(["fields.3.label"]);
    expect(wordingFaults(changeField(draft, 3, { label: { default: "Colour" } })).size).toBe(0);
    expect([...wordingFaults(addField(form, "choice")).keys()]).toEqual([
      "fields.3.label",
      "fields.3.options.0.label",
    ]);
  });

  it("include the messages of the shared schema at the path of their field", () => {
    const faults = schemaFaults(FormDraftSchema, changeField(form, 0, { id: "Not good" }));
    expect(faults.get("fields.0.id")).toBe("This must be a-z, 0-9 and _, at most 40 characters.");
  });
});

describe("the warnings for a form", () => {
  it("R29: name the number of fields if there are more than four, and do not prevent saving", () => {
    const four = addField(form, "phone");
    const five = addField(four, "checkbox");
    expect(formWarnings(four, "pre_chat")).toEqual([]);
    expect(formWarnings(five, "pre_chat")).toEqual([expect.stringContaining("asks 5 things")]);
    const worded = changeField(five, 4, { label: { default: "Yes?" } });
    expect(schemaFaults(FormDraftSchema, worded).size).toBe(0);
  });

  it("R5: explain that a form without e-mail and phone creates no contacts", () => {
    expect(formWarnings(removeField(form, 1), "pre_chat")).toEqual([
      expect.stringContaining("Nobody becomes a contact"),
    ]);
  });

  it("R20: explain that an offline form has no field for a message", () => {
    expect(formWarnings(removeField(form, 2), "offline")).toHaveLength(1);
    expect(formWarnings(removeField(form, 2), "pre_chat")).toHaveLength(0);
  });
});

it.each([
  [0, 2, "after", 2],
  [0, 2, "before", 1],
  [2, 0, "before", -2],
  [2, 0, "after", -1],
  [1, 1, "before", 0],
  [1, 1, "after", 0],
  [1, 2, "before", 0],
  [1, 0, "after", 0],
] as const)("field %i dropped at field %i, %s it, moves by %i", (from, target, edge, by) => {
  expect(droppedBy(from, target, edge)).toBe(by);
});
