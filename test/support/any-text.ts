import fc from "fast-check";

/** The code points of the surrogates, which are no characters by themselves. */
const SURROGATES = { first: 0xd800, count: 0x800 };
const LAST = 0x10ffff;

/**
 * Any character of Unicode. fast-check's own `unit: "binary"` lists all 1.1 million of them, which costs each test file
 * that uses it 1 s of processor time and 150 MB.
 */
const anyCharacter = fc
  .integer({ min: 0, max: LAST - SURROGATES.count })
  .map((index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count), indexOf);

/** The inverse, by which fast-check knows that words like `__proto__` consist of such characters. */
function indexOf(character: unknown): number {
  const code = typeof character === "string" ? (character.codePointAt(0) ?? -1) : -1;
  if (code < 0 || character !== String.fromCodePoint(code)) throw new Error("This is not one character");
  const { first, count } = SURROGATES;
  if (code >= first && code < first + count) throw new Error("A surrogate is not a character");
  return code < first ? code : code - count;
}

/** Texts of any characters, like fast-check's with `unit: "binary"`. Lengths are counted in characters. */
export const anyText = (lengths: { readonly minLength?: number; readonly maxLength?: number } = {}) =>
  fc.string({ ...lengths, unit: anyCharacter });
