/** Letters that have no decomposition into a base and an accent. */
const FOLDED: Readonly<Record<string, string>> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ı: "i",
  æ: "ae",
  œ: "oe",
  ß: "ss",
  þ: "th",
};

/** The part of a header that is compared, in UTF-16 code units: normalization sorts combining marks in quadratic time (R37). */
const MAX_HEADER = 500;

/** A header for comparison: lower case, without accents, words separated by single spaces. Pure. */
export function normalizeHeader(header: string): string {
  return header
    .slice(0, MAX_HEADER)
    .replace(/WhatsApp/g, "whatsapp")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[łøđðıæœßþ]/g, (letter) => FOLDED[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
