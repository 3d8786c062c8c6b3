import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeSnippet } from "../../../../server/conversations/search/snippet.ts";
import { messageQueryTerms, messageTerms } from "../../../../server/conversations/search/tokenize-message.ts";
import { wellFormed } from "../../../../shared/rules/well-formed.ts";
import { costOf, MOST, TEXTS } from "../../../support/cost.ts";
import { SEARCH_CASES } from "./words.ts";

function isFound(text: string, query: string): boolean {
  const [words, terms] = [messageQueryTerms(query), messageTerms(text)];
  return words.length > 0 && words.every((word) => terms.some((term) => term.startsWith(word)));
}

describe("the words of a message", () => {
  describe.each(SEARCH_CASES)("$what", ({ text, finds, misses = [], marks }) => {
    it.each(finds)("are found by %s", (query) => expect(isFound(text, query)).toBe(true));
    it.each(misses)("are not found by %s", (query) => expect(isFound(text, query)).toBe(false));
    it("are marked in the snippet", () => {
      const parts = makeSnippet(text, messageQueryTerms(finds[0] ?? ""));
      expect(parts.filter(({ isMatch }) => isMatch).map((part) => part.text)).toEqual(marks);
    });
  });

  /** Letters and marks of many scripts, with spaces. */
  const anyText = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        "a",
        "b",
        "ue",
        "é",
        "7",
        "٤",
        "-",
        "@",
        ".",
        " ",
        "\n",
        "中",
        "タ",
        "시",
        "ก",
        "ا",
        "ل",
        "\u0301",
      ),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
    maxLength: 60,
  });

  it("find every text by each of its own words", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const words = text.split(/\s+/).filter((word) => messageQueryTerms(word).length);
        expect(words.filter((word) => !isFound(text, word))).toEqual([]);
      }),
    );
  });

  it("are without spaces, bounded and not repeated, and a snippet is the text", () => {
    fc.assert(
      fc.property(anyText, anyText, (text, query) => {
        const terms = messageTerms(text);
        expect(terms.filter((term) => !/^\S{1,60}$/u.test(term))).toEqual([]);
        expect(new Set(terms).size).toBe(terms.length);
        const snippet = makeSnippet(text, messageQueryTerms(query)).map((part) => part.text);
        expect(snippet.join("")).toBe(wellFormed(text).replace(/\s+/g, " "));
      }),
    );
  });

  it("of a long message are all found, and a snippet shows the place", () => {
    const words = Array.from({ length: 800 }, (_, at) => `word${at}x`);
    for (const at of [0, 1, 400, 799]) {
      expect(isFound(words.join(" "), `word${at}x`)).toBe(true);
      const parts = makeSnippet(words.join(" "), messageQueryTerms(`word${at}x`));
      expect(parts.filter(({ isMatch }) => isMatch)).toEqual([{ text: `word${at}x`, isMatch: true }]);
      expect(parts.map((part) => part.text).join("").length).toBeLessThan(200);
    }
  });

  it.each(TEXTS)("R37: cost less than 50 ms of processor time: %s", (_, text) => {
    const query = messageQueryTerms(text);
    expect(query.length).toBeLessThanOrEqual(16);
    expect(costOf(() => messageQueryTerms(text))).toBeLessThan(MOST);
    expect(costOf(() => messageTerms(text))).toBeLessThan(MOST);
    expect(costOf(() => makeSnippet(text, query))).toBeLessThan(MOST);
  });
});
