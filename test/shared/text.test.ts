import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lengthOf, tidyLine, tidyText } from "../../shared/rules/text.ts";
import { anyText } from "../support/any-text.ts";

/** Letters, marks that combine with them, every kind of line break and control character. */
const awkward = fc
  .array(
    fc.constantFrom(
      "e",
      "\u0301",
      "\u0000",
      "\u0007",
      "\r",
      "\n",
      "\t",
      " ",
      "\u00a0",
      "한",
      "ᄒ",
      "ᅡ",
      "\ufeff",
    ),
  )
  .map((characters) => characters.join(""));

describe("texts", () => {
  it.each([
    ["  hello \n", "hello"],
    ["one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"],
    ["a\tb", "a\tb"],
    ["a\u0000b\u0007c\u009fd", "abcd"],
    ["e\u0301", "\u00e9"],
    ["\u200fمرحبا", "\u200fمرحبا"],
    ["<b>bold</b>", "<b>bold</b>"],
    ["👩‍👩‍👧", "👩‍👩‍👧"],
    ["\u0000 \n\t", ""],
  ])("R27: %j is stored as %j", (typed, stored) => {
    expect(tidyText(typed)).toBe(stored);
  });

  it("R27: a tidied text has one form: tidying it again changes nothing", () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), awkward), (typed) => {
        const once = tidyText(typed);
        expect(tidyText(once)).toBe(once);
        expect(once).toBe(once.normalize("NFC"));
      }),
      { numRuns: 1_000 },
    );
  });

  /** All code points of a property of Unicode, and those that have no ink although they do not have it. */
  const INVISIBLE = [
    ...Array.from({ length: 0x110000 }, (_, code) => code).filter(
      (code) => (code < 0xd800 || code > 0xdfff) && /[\s\p{DI}]/u.test(String.fromCodePoint(code)),
    ),
    0x2800,
  ].map((code) => String.fromCodePoint(code));

  it("R7: a text of nothing that can be seen is empty: each such character, alone, often, and mixed", () => {
    expect(INVISIBLE.length).toBeGreaterThan(4_000);
    for (const one of INVISIBLE)
      for (const text of [one, one.repeat(3), ` ${one}\u200b${one}\t`])
        expect([tidyText(text), tidyLine(text)], JSON.stringify(text)).toEqual(["", ""]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...INVISIBLE), { maxLength: 20 }), (characters) => {
        expect(tidyLine(characters.join(""))).toBe("");
      }),
    );
  });

  /** Characters that some script or emoji needs between two visible ones. */
  const NEEDED = /\p{Join_C}|\p{Mn}/u;

  it("R7: a line has no invisible character that no script needs, and no blank but single spaces", () => {
    for (const one of INVISIBLE.filter((each) => !NEEDED.test(each))) {
      const line = tidyLine(`An${one}na`);
      expect(["Anna", "An na"], JSON.stringify(one)).toContain(line);
      expect(tidyLine(`${one}Anna ${one} Smith${one}`), JSON.stringify(one)).toBe("Anna Smith");
    }
  });

  it.each([
    ["Anna\u202egpj.exe", "Annagpj.exe"],
    ["\u2067שלום\u2069", "שלום"],
    ["Ann\u00ada", "Anna"],
    ["\ufff9Anna\ufffa漢\ufffb", "Anna漢"],
    ["A\u{e0041}nna", "Anna"],
    ["Anna\u2800\u3164 \u2800Smith", "Anna Smith"],
    ["Anna\t\u0000\tSmith", "Anna Smith"],
    ["Anna \u0085\u001b \fSmith", "Anna Smith"],
    ["می\u200cخواهم", "می\u200cخواهم"],
    ["👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"],
    ["❤\ufe0f", "❤\ufe0f"],
    ["葛\u{e0100}飾", "葛\u{e0100}飾"],
  ])("R7: %j is the line %j", (typed, line) => {
    expect(tidyLine(typed)).toBe(line);
  });

  it.each([
    ["text", tidyText],
    ["line", tidyLine],
  ])("R7: a tidied %s has one form", (_, tidy) => {
    const blanksAndControls = fc.string({ unit: fc.constantFrom(..." !\t\n\v\f\r\0\x1b\x85\xa0\u2028") });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...INVISIBLE), fc.string({ unit: "binary" }), blanksAndControls)),
        (parts) => {
          const once = tidy(parts.join(""));
          expect(tidy(once)).toBe(once);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("R27: too many combining marks on a letter are stored unchanged, because sorting half a megabyte of them takes minutes", () => {
    const marks = "\u0345\u0301\u0327".repeat(170_000);
    const startedAt = performance.now();
    expect(tidyText(`e${marks}`)).toBe(`e${marks}`);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(tidyText(`e${"\u0301".repeat(30)}`)).toBe(`\u00e9${"\u0301".repeat(29)}`);
  });

  it.each([
    ["", 0],
    ["abc", 3],
    ["😀", 1],
    ["né", 2],
  ])("R27: %j has %i characters", (text, count) => {
    expect(lengthOf(text)).toBe(count);
  });
});
