import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyLeaves, bodyRows } from "../../../server/sources/body/body-rows.ts";
import { formatPath, parsePath, readPath } from "../../../server/sources/body/path.ts";
import { parseBody } from "../../../server/sources/reception/parse-body.ts";
import { bodyOf } from "./support.ts";

const at = (path: string, body: unknown) => readPath(body, parsePath(path) ?? []);

describe("a path into a body", () => {
  const body = {
    email: "a@example.com",
    "odd key": { "]": 1 },
    list: [{ ref: "x", v: 1 }, { ref: "y", v: 2 }, "z"],
  };

  it.each([
    ["email", ["a@example.com"]],
    ['["odd key"]["]"]', [1]],
    ["list[1].v", [2]],
    ["list[*].v", [1, 2]],
    ['list[ref="y"].v', [2]],
    ["list[ref].v", [1, 2]],
    ["[email].email", ["a@example.com"]],
    ["[phone].email", []],
    ['[email="b@example.com"].email', []],
    ["list[9]", []],
    ["email.length", []],
    ["list.length", []],
    ["constructor", []],
    ["__proto__", []],
    ["toString.name", []],
  ])("%s", (path, values) => {
    expect(at(path, body)).toEqual(values);
  });

  it.each([
    "",
    ".",
    "a..b",
    "a[",
    "a[]",
    "a[-1]",
    "a[b=1]",
    'a["\\x"]',
    "a b",
    "a.",
    "a[b.]",
    "é",
    "a".repeat(501),
  ])("%s is none", (path) => {
    expect(parsePath(path)).toBeNull();
  });

  it("chooses an answer of Typeform by its field and not by its position", () => {
    const { text, contentType } = bodyOf("typeform-contact");
    const { rows } = bodyRows(parseBody(Buffer.from(text), contentType));
    expect(rows.find((row) => row.text === "Ada")).toMatchObject({
      path: 'form_response.answers[field.ref="9f1c"].text',
    });
    expect(rows).toContainEqual(expect.objectContaining({ label: "First name", text: null }));
  });
});

/** Names that occur in real bodies, and those by which an object could be attacked. */
const key = fc.oneof(
  fc.constantFrom(
    "name",
    "value",
    "key",
    "ref",
    "field",
    "question",
    "answer",
    "__proto__",
    "constructor",
    "",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const scalar = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom("a", "b"), fc.integer(), fc.boolean());
const { body: anyBody } = fc.letrec<{ body: unknown }>((tie) => ({
  body: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("body"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("body")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

describe("any body", () => {
  it("each value has a path that reads this value and no other, also as text", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        for (const { path, text } of bodyLeaves(body)) {
          if (!path.length) continue;
          const parsed = parsePath(formatPath(path));
          expect(parsed).toEqual(path);
          const values = readPath(body, parsed ?? []);
          expect(values).toHaveLength(1);
          const [value] = values;
          expect(typeof value === "boolean" ? (value ? "yes" : "no") : String(value)).toBe(text);
        }
      }),
    );
  });

  it("no text makes the reader throw, or read what is not a property of the body itself", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), anyBody, (text, body) => {
        const steps = parsePath(text);
        for (const value of steps ? readPath(body, steps) : []) expect(typeof value).not.toBe("function");
      }),
    );
  });
});
