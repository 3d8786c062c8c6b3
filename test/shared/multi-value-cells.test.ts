import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  joinNotes,
  joinOrganizations,
  joinTags,
  splitNotes,
  splitOrganizations,
  splitTags,
} from "../../shared/rules/multi-value-cells.ts";

describe("R16: several in one cell", () => {
  it.each([
    ["VIP", ["VIP"]],
    [" VIP ,  new one;Third\nfourth ", ["VIP", "new one", "Third", "fourth"]],
    ["* myContacts ::: Family ::: * starred", ["Family"]],
    ["* Other Contacts", []],
    ["* otherContacts ::: * My Contacts ::: *myContacts", []],
    ["Kunde ::: * Meine Kontakte ::: * Weitere Kontakte", ["Kunde"]],
    ["* Mes contacts ::: * Autres contacts ::: VIP", ["VIP"]],
    ["* friends ::: * family ::: * coworkers", ["friends", "family", "coworkers"]],
    ["Other Contacts; my contacts", ["Other Contacts", "my contacts"]],
    ["**, * , *", ["**", "*", "*"]],
    ['"Smith, Jones"; "say ""hi"""', ["Smith, Jones", 'say "hi"']],
    ['"* myContacts"', ["* myContacts"]],
    ['5" pipe, "open', ['5" pipe', '"open']],
    ['"a" b; c', ['"a" b', "c"]],
    [";;, ,\n", []],
    ['"";" "', []],
    ["", []],
    ["عميل; לקוח", ["عميل", "לקוח"]],
  ])("the tags of %j are %j", (cell, tags) => {
    expect(splitTags(cell)).toEqual(tags);
  });

  it.each([
    ["Acme, Inc.", ["Acme, Inc."]],
    ["Acme, Inc.; Beta & Söhne\nGamma ::: Delta", ["Acme, Inc.", "Beta & Söhne", "Gamma", "Delta"]],
    ['"Semi; Colon"', ["Semi; Colon"]],
  ])("the organizations of %j are %j: a comma belongs to the name", (cell, names) => {
    expect(splitOrganizations(cell)).toEqual(names);
  });

  it.each([
    ["likes tea; and coffee, black", ["likes tea; and coffee, black"]],
    ['"Great", she said', ['"Great", she said']],
    ['"Great"', ['"Great"']],
    ['"one"; "two ""2"""', ["one", 'two "2"']],
    ["two\nlines", ["two\nlines"]],
    ["  ", []],
  ])("the notes of %j are %j: what only looks like several is one", (cell, notes) => {
    expect(splitNotes(cell)).toEqual(notes);
  });
});

describe("R19: what is joined in one cell", () => {
  const piece = fc.constantFrom(
    '"',
    '""',
    "; ",
    ";",
    ",",
    "\n",
    "\r\n",
    ":::",
    " ",
    "* ",
    "a",
    "\t",
    "'",
    "=",
    "ä",
    "👩‍👧",
    "ب",
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));

  it("comes apart into the same names", () => {
    const plain = (name: string) => name.trim().replace(/\s+/g, " ");
    fc.assert(
      fc.property(
        fc.array(
          text.filter((one) => one.trim() !== ""),
          { maxLength: 4 },
        ),
        (names) => {
          expect(splitTags(joinTags(names)).map(plain)).toEqual(names.map(plain));
          expect(splitOrganizations(joinOrganizations(names)).map(plain)).toEqual(names.map(plain));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("has quotation marks only where something would divide it", () => {
    expect(joinOrganizations(["Acme, Inc.", "Beta; Gamma", '5" Pipes'])).toBe(
      'Acme, Inc.; "Beta; Gamma"; 5" Pipes',
    );
    expect(joinTags(["VIP", "Smith, Jones", '"open', "* new"])).toBe(
      'VIP; "Smith, Jones"; """open"; "* new"',
    );
  });

  it("comes apart into the same notes, to the letter", () => {
    const note = text.map((one) => one.trim()).filter((one) => one !== "");
    fc.assert(
      fc.property(fc.array(note, { maxLength: 4 }), (notes) => {
        expect(splitNotes(joinNotes(notes))).toEqual(notes);
      }),
      { numRuns: 2_000 },
    );
    const tricky = '"a"; "b"';
    expect(splitNotes(joinNotes([tricky]))).toEqual([tricky]);
  });

  it("takes no longer than its length, whatever is in it", () => {
    for (const part of ['"', '""', '";', '"; "', '"";', '"a""b;', ";", "a", ' "', '"a"; '])
      for (const cell of [part.repeat(200_000), `"${part.repeat(200_000)}`]) {
        const begun = performance.now();
        splitTags(cell);
        splitNotes(cell);
        expect(performance.now() - begun, part).toBeLessThan(5_000);
      }
  });
});
