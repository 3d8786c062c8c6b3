import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lengthOf, tidyText } from "../../shared/rules/text.ts";
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
