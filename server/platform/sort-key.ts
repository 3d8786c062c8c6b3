/** Characters of a text that count in its order: at most so many, so that an index takes the key. */
const MAX_LENGTH = 80;

/** Letters that Unicode does not decompose into a base letter and an accent, and the letters they are sorted as. */
export const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ı: "i",
  ə: "e",
  ς: "σ",
  ٱ: "ا",
  ک: "ك",
  ی: "ي",
  ى: "ي",
  ہ: "ه",
  ھ: "ه",
};

/** Letters that follow another one in their alphabets, in order, but not in Unicode. */
const LATER_LETTERS: Readonly<Record<string, string>> = {
  г: "ґѓ",
  д: "ђ",
  е: "є",
  з: "ѕ",
  и: "іїйј",
  к: "ќ",
  л: "љ",
  н: "њ",
  т: "ћ",
  у: "ў",
  ч: "џ",
  ب: "پ",
  ج: "چ",
  ز: "ژ",
  ف: "ڤ",
  ك: "گ",
};

/** Sorted after every character that a text has, so that all words with the letter before come first. */
const AFTER_ALL = 0x10ff00;

const sortedAs = new Map<string, string>([
  ...Object.entries(PLAIN_LETTERS),
  ...Object.entries(LATER_LETTERS).flatMap(([base, letters]) =>
    [...letters].map((letter, at): [string, string] => [letter, base + String.fromCodePoint(AFTER_ALL + at)]),
  ),
]);

/** Accents, vowel points and voicing marks, which differ only where the letters are the same. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a]/g;
/** Katakana, in the row of hiragana. */
export const toHiragana = (text: string): string =>
  text.replace(/[ァ-ヶ]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x60));

const ASCII = /^[\0-\x7f]*$/;

/**
 * The key by which a name is sorted, the same on both databases, which compare it by its bytes: without regard to case,
 * accents and punctuation; names that differ in their accents only follow each other. The scripts follow each other as in
 * Unicode: Latin, Greek, Cyrillic, Hebrew, Arabic, …, Korean, Japanese, Chinese. Not longer than 650 bytes. Pure.
 */
export function sortKey(text: string): string {
  const lower = words(
    text
      .slice(0, 4 * MAX_LENGTH)
      .normalize("NFKC")
      .toLowerCase(),
  );
  const cut = ASCII.test(lower) ? lower.slice(0, MAX_LENGTH) : [...lower].slice(0, MAX_LENGTH).join("");
  const letters = ASCII.test(cut) ? cut : [...toHiragana(cut)].map(primaryOf).join("");
  // a control character sorts before the space, so a name comes before all those that it is the beginning of
  return letters === cut ? cut : `${[...letters].slice(0, MAX_LENGTH).join("")}\u0001${cut}`;
}

/** The words of a text with one space between them. Hyphens divide words; other punctuation and symbols are left out. */
function words(text: string): string {
  return text
    .replace(/[\s\p{Pd}\p{Pc}]+/gu, " ")
    .replace(/[^\p{L}\p{M}\p{N} ]/gu, "")
    .replace(/ +/g, " ")
    .trim();
}

function primaryOf(character: string): string {
  const known = sortedAs.get(character);
  if (known !== undefined) return known;
  const plain = character.normalize("NFKD").replace(MARKS, "");
  return sortedAs.get(plain) ?? plain;
}

/** The items in the order of their names, for lists that are short enough to be sorted in memory. */
export function sortByName<T extends { readonly id: string; readonly name: string }>(
  items: readonly T[],
): T[] {
  const keyed = items.map((item) => ({ item, key: Buffer.from(`${sortKey(item.name)}\0${item.id}`) }));
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ item }) => item);
}
