import { describe, expect, test } from "vitest";
import { type Claim, decide } from "../../../server/contacts/identity/decide.ts";
import { decideRecord } from "../../../server/contacts/identity/decide-record.ts";
import type { KnownValue, Person } from "../../../server/contacts/identity/person.ts";
import { MAX_FORM_VALUES } from "../../../server/contacts/identity/plan-writes.ts";
import type { Source } from "../../../shared/contact.ts";
import { emailKey } from "../../../shared/rules/email.ts";

const VISITOR = "V0000000000000009";
const A = "V0000000000000001";
const B = "V0000000000000002";
const C = "V0000000000000003";

let rows = 0;
function value(
  field: string,
  text: string,
  source: Source = "form",
  more: Partial<KnownValue> = {},
): KnownValue {
  const key = field === "email" ? (emailKey(text) ?? text) : text;
  return {
    id: `row${++rows}`,
    field,
    value: text,
    key,
    status: "current",
    source,
    proven: false,
    device: null,
    at: 1,
    preferred: 0,
    ...more,
  };
}

function person(id: string, values: KnownValue[] = [], more: Partial<Person> = {}): Person {
  const isContact = values.some(({ field }) => field === "email" || field === "phone");
  return {
    id,
    contactSince: isContact ? 1 : null,
    firstSeenAt: Number(id.slice(1)),
    attachedTo: null,
    attachedProven: false,
    values,
    ...more,
  };
}

function claim(more: Partial<Claim>): Claim {
  return {
    visitor: person(VISITOR),
    contact: null,
    matches: { userId: [], email: [], phone: [] },
    details: {},
    source: "form",
    proven: false,
    matching: "attach",
    ...more,
  };
}

const b = person(B, [value("email", "b@example.com"), value("name", "Bea"), value("phone", "+4930111")]);
const c = person(C, [value("phone", "+4930222")]);
const byB = { userId: [], email: [b], phone: [] };
const asB = { emails: ["b@example.com"], name: "Mallory" };

describe("R5: becoming a contact", () => {
  test("a name alone is saved and does not make a visitor a contact", () => {
    const plan = decide(claim({ details: { name: "Ana" } }));
    expect(plan).toMatchObject({ kind: "own", record: VISITOR, becomesContact: false });
    expect(plan.writes).toMatchObject([{ field: "name", value: "Ana", status: "current" }]);
  });
  test.each([
    ["an e-mail", { emails: ["ana@example.com"] }],
    ["a phone", { phones: ["+49301234"] }],
  ])("the first identifier, %s, makes a visitor a contact with the same ID", (_, details) => {
    expect(decide(claim({ details }))).toMatchObject({ kind: "own", record: VISITOR, becomesContact: true });
  });
  test("blank details write nothing", () => {
    expect(decide(claim({ details: { name: "  ", emails: [], custom: { size: "" } } })).writes).toEqual([]);
  });
});

describe("R9: matching", () => {
  test("an e-mail is matched before a phone, and the holders of both are suggested", () => {
    const plan = decide(
      claim({
        matches: { userId: [], email: [b], phone: [c] },
        details: { emails: ["b@example.com"], phones: ["+4930222"] },
      }),
    );
    expect(plan).toMatchObject({ kind: "attach", record: B });
    expect(plan.suggestions).toEqual([{ a: B, b: C, reason: "email_and_phone_differ" }]);
  });
  test("a phone is matched if no contact has the e-mail", () => {
    const details = { emails: ["new@example.com"], phones: ["+4930222"] };
    expect(decide(claim({ matches: { userId: [], email: [], phone: [c] }, details })).record).toBe(C);
  });
  test("a phone that two contacts have is not matched", () => {
    const family = person(B, [value("phone", "+4930222")]);
    const matches = { userId: [], email: [], phone: [family, c] };
    const plan = decide(claim({ matches, details: { phones: ["+4930222"] } }));
    expect(plan).toMatchObject({ kind: "own", record: VISITOR, becomesContact: true });
  });
  const withEmail = [value("email", "holder@example.com")];
  const phoneCases = [
    // the e-mails that are given, those of the phone's holder, whether the phone identifies the holder
    { given: [], held: [], identifies: true },
    { given: [], held: withEmail, identifies: true },
    { given: ["new@example.com"], held: [], identifies: true },
    { given: ["new@example.com"], held: withEmail, identifies: false },
    { given: ["new@example.com", "two@example.com"], held: withEmail, identifies: false },
  ] as const;
  describe.each(phoneCases)("a phone, given with $given to a holder of $held.length e-mails", (one) => {
    const holder = person(C, [...one.held, value("phone", "+4930222")]);
    const given = claim({
      matches: { userId: [], email: [], phone: [holder] },
      details: { emails: [...one.given], phones: ["+4930222"] },
    });
    test(`R9: ${one.identifies ? "decides" : "is shared by two people, who are suggested"} in a form`, () => {
      const plan = decide(given);
      expect(plan).toMatchObject(
        one.identifies
          ? { kind: "attach", record: C, suggestions: [] }
          : {
              kind: "own",
              record: VISITOR,
              becomesContact: true,
              claimed: false,
              suggestions: [{ a: C, b: VISITOR, reason: "same_phone" }],
            },
      );
      if (!one.identifies)
        expect(plan.writes.map(({ field, status }) => [field, status])).toEqual([
          ...one.given.map(() => ["email", "current"]),
          ["phone", "current"],
        ]);
    });
    test("R9: … and in a row of a file", () => {
      const plan = decideRecord({
        ...given,
        source: "csv",
        named: null,
        newPerson: person(VISITOR),
        isOfFile: () => false,
      });
      expect(plan.record).toBe(one.identifies ? C : VISITOR);
      expect(plan.suggestions).toEqual(one.identifies ? [] : [{ a: C, b: VISITOR, reason: "same_phone" }]);
      expect(plan.writes.find(({ field }) => field === "phone")?.status).toBe(
        one.identifies ? undefined : "current",
      );
    });
  });
  test("R9: the e-mail that a contact has already counts as given", () => {
    const a = person(A, [value("email", "a@example.com")]);
    const holder = person(C, [...withEmail, value("phone", "+4930222")]);
    const matches = { userId: [], email: [], phone: [holder] };
    const plan = decide(claim({ visitor: a, matches, details: { phones: ["+4930222"] } }));
    expect(plan).toMatchObject({
      kind: "own",
      record: A,
      writes: [{ field: "phone", status: "current" }],
      suggestions: [{ a: A, b: C, reason: "same_phone" }],
    });
  });
  test("R9: contacts who are proven and share a phone are not merged", () => {
    const a = person(A, [value("email", "a@example.com")]);
    const holder = person(C, [...withEmail, value("phone", "+4930222")]);
    const matches = { userId: [], email: [], phone: [holder] };
    const plan = decide(claim({ proven: true, visitor: a, matches, details: { phones: ["+4930222"] } }));
    expect(plan).toMatchObject({ kind: "own", suggestions: [{ a: A, b: C, reason: "same_phone" }] });
  });
  test("of several contacts with the same e-mail the oldest is matched", () => {
    const old = person(A, [value("email", "b@example.com")]);
    expect(decide(claim({ matches: { userId: [], email: [b, old], phone: [] }, details: asB })).record).toBe(
      A,
    );
  });
  test.each([
    [false, "form", VISITOR],
    [false, "browser", VISITOR],
    [false, "api", B],
    [true, "form", B],
  ] as const)(
    "a user ID is matched only if it is proven or comes by the API (proven %s, %s)",
    (proven, source, record) => {
      const plan = decide(
        claim({ proven, source, matches: { userId: [b], email: [], phone: [] }, details: { userId: "u1" } }),
      );
      expect(plan.record).toBe(record);
      if (record === VISITOR) expect(plan.writes).toEqual([]);
    },
  );
});

describe("the upsert table", () => {
  test("R12: a visitor who claims B's e-mail is attached to B, and its values are alternatives only", () => {
    const plan = decide(claim({ matches: byB, details: { ...asB, organization: "Evil" } }));
    expect(plan).toMatchObject({
      kind: "attach",
      record: B,
      claimed: true,
      proven: false,
      becomesContact: false,
    });
    expect(plan.writes.map(({ field, status }) => [field, status])).toEqual([
      ["name", "alternative"],
      ["organization", "alternative"],
    ]);
  });
  test("a visitor who proves to be B is attached to B and trusted", () => {
    const plan = decide(claim({ proven: true, matches: byB, details: asB }));
    expect(plan).toMatchObject({ kind: "attach", record: B, claimed: false, proven: true });
    expect(plan.writes).toContainEqual(
      expect.objectContaining({ field: "name", status: "current", previous: "Bea" }),
    );
  });
  test("R10: with separate matching a visitor becomes a contact of its own, and the two are suggested", () => {
    const plan = decide(claim({ matching: "separate", matches: byB, details: asB }));
    expect(plan).toMatchObject({ kind: "own", record: VISITOR, becomesContact: true, claimed: false });
    expect(plan.suggestions).toEqual([{ a: B, b: VISITOR, reason: "same_email" }]);
  });
  test("a second e-mail of contact A is added, it does not replace the first", () => {
    const a = person(A, [value("email", "a@example.com")]);
    const plan = decide(claim({ visitor: a, details: { emails: ["a2@example.com"] } }));
    expect(plan.writes).toMatchObject([
      { field: "email", value: "a2@example.com", status: "current", retires: [] },
    ]);
  });
  test("contact A who claims B's e-mail stays A, gets it only as an alternative, and the two are suggested", () => {
    const a = person(A, [value("email", "a@example.com")]);
    const plan = decide(claim({ visitor: a, matches: byB, details: asB }));
    expect(plan).toMatchObject({ kind: "own", record: A, claimed: false });
    expect(plan.suggestions).toEqual([{ a: A, b: B, reason: "same_email" }]);
    expect(plan.writes).toContainEqual(expect.objectContaining({ field: "email", status: "alternative" }));
    expect(plan.writes).toContainEqual(
      expect.objectContaining({ field: "name", value: "Mallory", status: "current" }),
    );
  });
  test("if contact A proves to be B, the newer contact is merged into the older", () => {
    const a = person(A, [value("email", "a@example.com")]);
    const plan = decide(claim({ proven: true, visitor: a, matches: byB, details: asB }));
    expect(plan).toMatchObject({ kind: "merge", record: A, absorbed: B });
  });
  test("if contact A proves to be B but their user IDs differ, the two are only suggested", () => {
    const a = person(A, [value("email", "a@example.com"), value("user_id", "u1", "proven")]);
    const other = person(B, [...b.values, value("user_id", "u2", "proven")]);
    const plan = decide(
      claim({ proven: true, visitor: a, matches: { ...byB, email: [other] }, details: asB }),
    );
    expect(plan).toMatchObject({ kind: "own", record: A });
    expect(plan.suggestions).toHaveLength(1);
  });
  test("if contact A proves to be B but submits a user ID that differs from B's, the two are only suggested", () => {
    const a = person(A, [value("email", "a@example.com")]);
    const other = person(B, [...b.values, value("user_id", "u2", "proven")]);
    const details = { ...asB, userId: "u1" };
    const plan = decide(claim({ proven: true, visitor: a, matches: { ...byB, email: [other] }, details }));
    expect(plan).toMatchObject({ kind: "own", record: A });
    expect(plan.suggestions).toHaveLength(1);
  });
  test("R12: later values of an attached device are alternatives too", () => {
    const visitor = person(VISITOR, [], { attachedTo: B });
    const plan = decide(claim({ visitor, contact: b, details: { name: "Mallory", phones: ["+666666"] } }));
    expect(plan).toMatchObject({ kind: "device", record: B, claimed: true });
    expect(plan.writes.every(({ status }) => status === "alternative")).toBe(true);
  });
  test("R12: the alternatives from attached devices are limited, and do not limit the contact's own values", () => {
    const many = Array.from({ length: MAX_FORM_VALUES }, (_, n) =>
      value("email", `mallory${n}@example.com`, "form", { status: "alternative" }),
    );
    const flooded = person(B, [...b.values, ...many]);
    const device = person(VISITOR, [], { attachedTo: B });
    const details = { emails: ["one.more@example.com"], name: "Mallory" };
    const beside = decide(claim({ visitor: device, contact: flooded, details }));
    expect(beside.writes.map(({ field }) => field)).toEqual(["name"]);
    const own = decide(claim({ visitor: flooded, details }));
    expect(own.writes).toMatchObject([{ field: "name" }, { field: "email", status: "current" }]);
  });

  test("forms add e-mails up to a limit that agents do not have", () => {
    const many = Array.from({ length: MAX_FORM_VALUES }, (_, n) => value("email", `a${n}@example.com`));
    const visitor = person(A, many);
    const details = { emails: ["one.more@example.com", "a1@example.com"] };
    expect(decide(claim({ visitor, details })).writes).toEqual([]);
    const written = decide(claim({ visitor, details, source: "agent" })).writes;
    expect(written).toMatchObject([{ value: "one.more@example.com" }, { value: "a1@example.com" }]);
  });

  test("an attached device that names a third contact stays attached, and the two are suggested", () => {
    const visitor = person(VISITOR, [], { attachedTo: B });
    const matches = { userId: [], email: [], phone: [c] };
    const plan = decide(claim({ visitor, contact: b, matches, details: { phones: ["+4930222"] } }));
    expect(plan).toMatchObject({ kind: "device", record: B });
    expect(plan.suggestions).toEqual([{ a: B, b: C, reason: "same_phone" }]);
  });
  test("R33: an attached device that proves the e-mail of B is a proven one from then on", () => {
    const visitor = person(VISITOR, [], { attachedTo: B });
    const details = { emails: ["b@example.com"] };
    const plan = decide(
      claim({ visitor, contact: b, matches: byB, details, source: "proven", proven: true }),
    );
    expect(plan).toMatchObject({ kind: "device", record: B, claimed: false });
    expect(plan.writes).toMatchObject([{ value: "b@example.com", status: "current" }]);
  });
  test("R12: an attached device that proves an e-mail of its own has proven nothing of B", () => {
    const visitor = person(VISITOR, [], { attachedTo: B });
    const details = { emails: ["mallory@example.com"] };
    const plan = decide(claim({ visitor, contact: b, details, source: "proven", proven: true }));
    expect(plan).toMatchObject({ kind: "device", record: B, claimed: true });
    expect(plan.writes).toMatchObject([{ value: "mallory@example.com", status: "alternative" }]);
  });
  test("the values of a proven device of B are current", () => {
    const visitor = person(VISITOR, [], { attachedTo: B, attachedProven: true });
    const plan = decide(claim({ visitor, contact: b, details: { name: "Beatrice" } }));
    expect(plan).toMatchObject({ kind: "device", record: B, claimed: false });
    expect(plan.writes).toMatchObject([{ value: "Beatrice", status: "current", previous: "Bea" }]);
  });
});

describe("R11: trust", () => {
  const order: Source[] = ["agent", "proven", "api", "csv", "form", "browser"];
  const pairs = order.flatMap((before) => order.map((now) => [before, now] as const));
  test.each(pairs)("%s, then %s", (before, now) => {
    const known = person(A, [value("email", "a@example.com"), value("name", "Before", before)]);
    const plan = decide(
      claim({ visitor: known, details: { name: "Now" }, source: now, proven: now === "proven" }),
    );
    const overwrites = order.indexOf(now) <= order.indexOf(before);
    expect(plan.writes).toMatchObject([
      overwrites
        ? { status: "current", previous: "Before", retires: [known.values[1]?.id] }
        : { status: "alternative", previous: null, retires: [] },
    ]);
  });
  test("a more trusted source that confirms a value becomes its source", () => {
    const known = person(A, [value("email", "a@example.com"), value("name", "Ana", "form")]);
    const confirm = claim({ visitor: known, details: { name: "Ana" }, source: "agent" });
    expect(decide(confirm).writes).toMatchObject([{ status: "current", value: "Ana" }]);
  });
  test("R8: an e-mail in another spelling is the same e-mail", () => {
    const known = person(A, [value("email", "Ana@Müller.de")]);
    const again = claim({ visitor: known, details: { emails: [" ana@xn--mller-kva.de "] } });
    expect(decide(again).writes).toEqual([]);
  });
});
