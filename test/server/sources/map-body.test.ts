import { describe, expect, it } from "vitest";
import { createBodyReader } from "../../../server/sources/body/map-body.ts";
import { suggestMapping } from "../../../server/sources/body/suggest-mapping.ts";
import { isDeletion } from "../../../server/sources/reception/describe-event.ts";
import { parseBody } from "../../../server/sources/reception/parse-body.ts";
import type { SourceMapping } from "../../../shared/webhook-source.ts";
import { corpus } from "./support.ts";

const read = (mapping: SourceMapping, body: unknown, country: string | null = null) =>
  createBodyReader({ mapping, country, attributes: ATTRIBUTES })(body);
const ATTRIBUTES = [
  { key: "plan", label: "Plan", type: "choice", choices: ["Free", "Pro"], position: 0 },
  { key: "constructor", label: "Constructor", type: "text", choices: [], position: 1 },
] as const satisfies Parameters<typeof createBodyReader>[0]["attributes"];
const EMAIL: SourceMapping = [{ path: "email", field: "email" }];

describe("a body of the corpus with the suggested mapping", () => {
  it.each(corpus.map((one) => [one.name, one] as const))("R36: %s", (_, { provider, headers, ...one }) => {
    const body = parseBody(Buffer.from(one.text), one.contentType);
    const person = read(suggestMapping(provider, body, []), body, "GB");
    const { outcome, name, emails, phones, userId, tags, organizations, leftOut = 0 } = one.becomes;
    const isIgnored = Object.values(headers).some(isDeletion) || /"customer\.deleted"/.test(one.text);
    expect(isIgnored).toBe(outcome === "ignored");
    if (isIgnored) return;
    expect(person.kind).toBe(outcome === "new" ? "person" : "refused");
    if (person.kind === "refused") return;
    expect(person.details).toEqual({
      name,
      emails,
      ...(phones && { phones }),
      ...(userId !== undefined && { userId }),
      ...(organizations && { organizations }),
    });
    expect(person.tags).toEqual(tags ?? []);
    expect(person.leftOut).toHaveLength(leftOut);
  });
});

describe("a mapping", () => {
  it("gives nothing by a path that is not there, and refuses who cannot be recognised", () => {
    expect(read([...EMAIL, { path: "missing[3].path", field: "phone" }], { email: "a@example.com" })).toEqual(
      {
        kind: "person",
        details: { emails: ["a@example.com"] },
        tags: [],
        notes: [],
        leftOut: [],
      },
    );
    for (const body of [{}, null, [], "text", 7, { email: null }, { email: {} }, { email: [[]] }])
      expect(read(EMAIL, body)).toEqual({
        kind: "refused",
        reason: "There is no e-mail, phone or user ID, so the contact could not be recognised the next time.",
      });
    expect(read(EMAIL, { email: "nobody" })).toEqual({
      kind: "refused",
      reason: "“nobody” is not an e-mail address.",
    });
  });

  it("R17: a value that cannot be used costs the value, not the person", () => {
    const person = read(
      [...EMAIL, { path: "tel", field: "phone" }, { path: "plan", field: "attribute:plan" }],
      { email: "a@example.com", tel: "call me", plan: "Gold" },
    );
    expect(person).toMatchObject({ kind: "person", details: { emails: ["a@example.com"] } });
    expect(person.kind === "person" && person.leftOut).toEqual([
      expect.stringContaining("“call me” is not a phone"),
      expect.stringContaining("“Gold” is not one of the choices: Free, Pro"),
    ]);
  });

  it("takes the first of several paths to a single value, and all of those to several", () => {
    const body = { a: "", b: "Ada", c: "Other", mails: ["x@example.com", "X@example.com", "y@example.com"] };
    const mapping: SourceMapping = [
      { path: "a", field: "name" },
      { path: "b", field: "name" },
      { path: "c", field: "name" },
      { path: "mails", field: "email" },
      { path: "mails[0]", field: "email" },
    ];
    expect(read(mapping, body)).toMatchObject({
      details: { name: "Ada", emails: ["x@example.com", "y@example.com"] },
    });
  });

  it("does not take a number for a user ID that JSON's parser has rounded", () => {
    const mapping: SourceMapping = [{ path: "id", field: "user_id" }];
    const [one, other] = ["9007199254740993", "9007199254740992"].map((id) => JSON.parse(`{"id":${id}}`));
    expect(one).toEqual(other);
    expect(read(mapping, one)).toEqual({
      kind: "refused",
      reason: "The number at “id” is too long to be exact.",
    });
    expect(read(mapping, { id: 42 })).toMatchObject({ details: { userId: "42" } });
    expect(read(mapping, { id: "9007199254740993" })).toMatchObject({
      details: { userId: "9007199254740993" },
    });
  });

  it("reads own properties only: `__proto__` and `constructor` are names like any other", () => {
    const body = JSON.parse('{"email":"a@example.com","__proto__":{"plan":"Pro"},"constructor":"yes"}');
    const mapping: SourceMapping = [
      ...EMAIL,
      { path: "__proto__.toString.name", field: "name" },
      { path: "constructor.name", field: "name" },
      { path: "__proto__.plan", field: "attribute:plan" },
      { path: "constructor", field: "attribute:constructor" },
    ];
    const person = read(mapping, body);
    expect(person).toMatchObject({ details: { custom: { plan: "Pro", constructor: "yes" } } });
    expect(person.kind === "person" && Object.hasOwn(person.details, "name")).toBe(false);
    expect(read([{ path: "constructor.name", field: "user_id" }], {})).toMatchObject({ kind: "refused" });
    expect(Object.hasOwn(Object.prototype, "plan")).toBe(false);
  });
});
