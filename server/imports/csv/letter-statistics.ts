import iconv from "iconv-lite";
import type { Encoding } from "../../../shared/read-options.ts";

/** The letters of a language that are not ASCII, the most frequent first. */
interface Language {
  readonly letters: string;
  /** ASCII letters that its words do not have. */
  readonly foreign?: RegExp;
  /** How much less likely than others the language is, in units of costs. */
  readonly rarity?: number;
  /** The cost of each place in the order of frequency, if the script has more letters than others. */
  readonly rankCost?: number;
}

const WESTERN: readonly Language[] = [
  { letters: "üäöß" },
  { letters: "éèàêçâîôùûëïœ" },
  { letters: "óíáéñúü" },
  { letters: "ãçáéíóõêâúàô", rarity: 0.5 },
  { letters: "àèéòìù", rarity: 0.5 },
  { letters: "åäöéü" },
  { letters: "øåæéö" },
  { letters: "éëïüöèó", rarity: 0.5 },
  { letters: "àéèíòóçúïü", rarity: 1.5 },
  { letters: "áíðéóöúþýæ", rarity: 4 },
];
const CENTRAL: readonly Language[] = [
  { letters: "łąęóżśćńź", foreign: /[qvx]/i },
  { letters: "íáéčřšžýěůúťďňó", foreign: /[qwx]/i },
  { letters: "áíčéžšúýľťôňäóďĺŕ", foreign: /[qwx]/i, rarity: 0.5 },
  { letters: "áéóöőíüúű", foreign: /[qwx]/i },
  { letters: "ăşîţâ", foreign: /[qwy]/i, rarity: 0.5 },
  { letters: "ćčšžđ", foreign: /[qwxy]/i },
];
const RUSSIAN: readonly Language[] = [
  { letters: "аоиенрвлткмсдпуявчгбзыйьхшюжцщфэёъ", rarity: 1 },
  { letters: "аоиентврлксмідупязьбгчйхїєжшюцщфґё", rarity: 2 },
  { letters: "аоиентврлсмкдпузябгчъжйшхцюьщф", rarity: 2 },
];

/** The languages that are written in an encoding. */
const LANGUAGES: readonly (readonly [Encoding, readonly Language[]])[] = [
  ["windows-1252", WESTERN],
  ["windows-1250", CENTRAL],
  ["windows-1251", RUSSIAN],
  ["windows-1254", [{ letters: "ıüöşçğiâîû", foreign: /[qwx]/i, rarity: 0.5 }]],
  ["windows-1253", [{ letters: "αοιετσνηυρπκμλςόίάέωήδγχύθφώβζξψϊϋ", rarity: 1 }]],
  ["windows-1255", [{ letters: "יוהלארבמתנשדכםקפגעסחטזןצךףץ", rarity: 1 }]],
  ["windows-1256", [{ letters: "اليمونرتبعدسفهحكقجشةصخطىأذءزضثغئؤإظآ", rarity: 1 }]],
  [
    "windows-1257",
    [
      { letters: "šėžūčąįųę", foreign: /[qwx]/i, rarity: 1 },
      { letters: "āīņēšūžļķģč", foreign: /[qwxy]/i, rarity: 1 },
      { letters: "äõüöšž", rarity: 2 },
    ],
  ],
  [
    "windows-874",
    [{ letters: "านรอกงเยลวมทสตะคิัีด่ปพุจ้ขหใไูบแชผืโซธถศณญฟึษภฉ็์ำ๊ฐฎฏฑฒฌฆฮฬฤๆ๋ฝฯ", rarity: 1, rankCost: 0.05 }],
  ],
  ["iso-8859-2", CENTRAL],
  ["macintosh", WESTERN],
  ["ibm850", WESTERN],
  ["koi8-r", RUSSIAN],
];
/** How much less likely than others an encoding is today, in units of costs. */
const RARITY: Readonly<Partial<Record<Encoding, number>>> = {
  "windows-1257": 1,
  "iso-8859-2": 2,
  macintosh: 2,
  ibm850: 2,
  "koi8-r": 2,
};

/** Costs, about the negative logarithms of probabilities. */
const COST = {
  frequentLetter: 1.5,
  /** Each place in the order of frequency. */
  rank: 0.2,
  /** A letter of no language of the encoding. */
  unknownLetter: 7,
  symbolInWord: 8,
  symbolBesideWord: 4,
  punctuation: 1.5,
  wrongCase: 6,
  /** Letters of two scripts in one word. */
  mixedScripts: 8,
  /** Each Latin letter with an accent after the second in a row. */
  accentRun: 3,
  /** A word of more punctuation than letters. */
  noLetters: 4,
  foreignLetter: 2,
  /** Each consonant after the third in a row. */
  consonant: 2,
  /** A word in another language than most of the file. */
  otherLanguage: 2.5,
} as const;

/** How much cheaper the best encoding must be than the next, so that nobody is asked. */
const SURE_MARGIN = 3.5;
/** An encoding that is dearer than the best by more is not offered. */
const OFFERED_MARGIN = 40;
const MAX_WORDS = 1_000;
const MAX_WORD_LENGTH = 40;

const WORD = /[A-Za-z'\x80-\xff]*[\x80-\xff][A-Za-z'\x80-\xff]*/g;
const PUNCTUATION = /[“”„‘’‚«»‹›–—…¿¡€£®©™°§·•\u00a0]/;
const ACCENT_RUN = /[^\P{Script=Latin}\0-\x7f]{3,}/gu;
const VOWEL = /[aeiouy]/;

/**
 * Ranks the encodings of one byte a character by the letters of languages, for words as few as two names: an encoding
 * costs little if its words have only letters of one language, upper case only in front, and vowels between consonants.
 * Pure.
 *
 * @param bytes not all ASCII
 */
export function rankSingleByteEncodings(bytes: Buffer): {
  encodings: [Encoding, ...Encoding[]];
  isSure: boolean;
} {
  const words = [...new Set(bytes.toString("latin1").match(WORD) ?? [])]
    .slice(0, MAX_WORDS)
    .map((word) => Buffer.from(word.slice(0, MAX_WORD_LENGTH), "latin1"));
  const ranked = LANGUAGES.flatMap(([encoding, languages]) => {
    const texts = words.map((word) => iconv.decode(word, encoding));
    const isDefined = !texts.some((text) => text.includes("\ufffd"));
    return isDefined ? [{ encoding, texts, cost: costOf(texts, languages) + (RARITY[encoding] ?? 0) }] : [];
  }).sort((a, b) => a.cost - b.cost);
  // an encoding that reads the same text is no other possibility
  const distinct = ranked.filter(
    (one, at) =>
      !ranked.slice(0, at).some((better) => better.texts.every((text, word) => text === one.texts[word])),
  );
  const [best, next] = distinct;
  if (!best) return { encodings: ["windows-1252"], isSure: true };
  const others = distinct.slice(1).filter(({ cost }) => cost < best.cost + OFFERED_MARGIN);
  return {
    encodings: [best.encoding, ...others.map(({ encoding }) => encoding)],
    isSure: !next || next.cost - best.cost >= SURE_MARGIN,
  };
}

/** The cost of all words, most of them in one language. */
function costOf(texts: readonly string[], languages: readonly Language[]): number {
  const costs = languages.map((language) => texts.map((text) => wordCost(text, language)));
  const cheapest = texts.map((_, word) => Math.min(...costs.map((ofWords) => ofWords[word] ?? 0)));
  return Math.min(
    ...costs.map((ofWords, at) =>
      ofWords.reduce(
        (sum, cost, word) => sum + Math.min(cost, (cheapest[word] ?? 0) + COST.otherLanguage),
        languages[at]?.rarity ?? 0,
      ),
    ),
  );
}

function wordCost(text: string, language: Language): number {
  const characters = [...text];
  let cost = language.foreign?.test(text) ? COST.foreignLetter : 0;
  if (/\p{Script=Latin}/u.test(text) && /[^\P{L}\p{Script=Latin}]/u.test(text)) cost += COST.mixedScripts;
  const letterCount = characters.filter(isLetter).length;
  if (characters.length > 1 && 2 * letterCount < characters.length) cost += COST.noLetters;
  for (const [run] of text.matchAll(ACCENT_RUN)) cost += COST.accentRun * (run.length - 2);
  for (const [at, character] of characters.entries())
    if (character > "\x7f") cost += characterCost(characters, at, character, language);
  return cost + consonantCost(characters);
}

function characterCost(
  characters: readonly string[],
  at: number,
  character: string,
  { letters, rankCost = COST.rank }: Language,
): number {
  const before = characters[at - 1] ?? "";
  const after = characters[at + 1] ?? "";
  if (!isLetter(character)) {
    if (PUNCTUATION.test(character))
      return isLetter(before) && isLetter(after) && character !== "’" ? COST.symbolInWord : COST.punctuation;
    return isLetter(before) || isLetter(after) ? COST.symbolInWord : COST.symbolBesideWord;
  }
  const rank = letters.indexOf(character === "İ" ? "i" : character.toLowerCase());
  const cost = rank < 0 ? COST.unknownLetter : COST.frequentLetter + rankCost * rank;
  const isWrongCase = isUpper(character) ? isLower(before) : isUpper(before) && isUpper(after);
  return isWrongCase ? cost + COST.wrongCase : cost;
}

/** Long runs of consonants with a letter that is not ASCII, which has been a vowel in another encoding. */
function consonantCost(characters: readonly string[]): number {
  let [cost, run, hasAccent] = [0, 0, false];
  for (const character of [...characters, "a"]) {
    const base = character.normalize("NFD").charAt(0).toLowerCase();
    if (/[a-złøæœßþðđı]/.test(base) && !VOWEL.test(base) && !/[øæœı]/.test(base)) {
      run++;
      hasAccent ||= character > "\x7f" && character !== "ß";
      continue;
    }
    if (hasAccent && run > 3) cost += COST.consonant * (run - 3);
    run = 0;
    hasAccent = false;
  }
  return cost;
}

const isLetter = (character: string) => /[\p{L}\p{M}]/u.test(character);
const isUpper = (character: string) => /\p{Lu}/u.test(character);
const isLower = (character: string) => /\p{Ll}/u.test(character);
