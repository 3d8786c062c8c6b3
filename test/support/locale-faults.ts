import { francAll } from "franc";
import type { Locale } from "../../shared/locale-tag.ts";
import { LOCALES, type Script } from "../../shared/locales.ts";

/** The texts of a locale by their paths: `labels.email`. */
export type Texts = ReadonlyMap<string, string>;

/** Every text of a locale. */
export function textsOf(words: object, path = ""): [path: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]) => {
    if (key === "chat") return []; // the file of the chat's texts
    return typeof value === "string" ? [[path + key, value]] : textsOf(value, `${path}${key}.`);
  });
}

/** Texts that are the same word in both languages. */
const SAME_AS_ENGLISH: Readonly<Record<string, readonly Locale[]>> = {
  "labels.email": ["pt-BR", "cs", "da", "sk"],
  send: ["da", "nb"],
};

const LETTERS: Readonly<Record<Script, RegExp>> = {
  Arab: /\p{Script=Arabic}/u,
  Beng: /\p{Script=Bengali}/u,
  Cyrl: /\p{Script=Cyrillic}/u,
  Deva: /\p{Script=Devanagari}/u,
  Grek: /\p{Script=Greek}/u,
  Hans: /\p{Script=Han}/u,
  Hant: /\p{Script=Han}/u,
  Hebr: /\p{Script=Hebrew}/u,
  Jpan: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  Kore: /\p{Script=Hangul}/u,
  Latn: /\p{Script=Latin}/u,
  Thai: /\p{Script=Thai}/u,
};

/** Characters of the other way to write Chinese. */
const FOREIGN: Readonly<Partial<Record<Script, RegExp>>> = {
  Hans: /[這請發為時郵碼關閉開啟結檔連線機]/,
  Hant: /[这请发为时邮码关闭开启结档连线机]/,
};

/** ISO 639-3, which the guess of the language uses, where it is not what `Intl` makes of the tag. */
const LANGUAGE: Readonly<Record<Locale, string>> = {
  ar: "arb",
  bg: "bul",
  bn: "ben",
  ca: "cat",
  cs: "ces",
  da: "dan",
  de: "deu",
  el: "ell",
  en: "eng",
  es: "spa",
  et: "ekk",
  fa: "pes",
  fi: "fin",
  fr: "fra",
  he: "heb",
  hi: "hin",
  hr: "hrv",
  hu: "hun",
  id: "ind",
  it: "ita",
  ja: "jpn",
  ko: "kor",
  lt: "lit",
  lv: "lvs",
  nb: "nob",
  nl: "nld",
  pl: "pol",
  "pt-BR": "por",
  ro: "ron",
  ru: "rus",
  sk: "slk",
  sl: "slv",
  sr: "srp",
  sv: "swe",
  th: "tha",
  tr: "tur",
  uk: "ukr",
  vi: "vie",
  "zh-Hans": "cmn",
  "zh-Hant": "cmn",
};

/** The texts of buttons, which have little room. */
const BUTTONS = [
  "close",
  "send",
  "conversations",
  "discard",
  "another",
  "attach",
  "end",
  "download",
  "mute",
  "unmute",
  "good",
  "bad",
  "edit",
  "newMessages",
  "list.back",
  "list.sendCode",
  "list.confirm",
  "list.sendAgain",
  "list.otherAddress",
];
const LONGEST = 1.6;
/** A word as short as "Mute" is longer in most languages, and fits. */
const SHORT = 16;

/** The languages that end a sentence without a sign. */
const WITHOUT_END: readonly Locale[] = ["th"];

const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join();
const withoutHoles = (text: string) => text.replace(/\{\w+\}/g, "");
const charactersOf = (text: string) => [...text.replace(/\p{M}/gu, "")].length;

/** `.`, `?`, `…` or nothing, in any script. */
function endOf(text: string): string {
  if (/[.。।]$/.test(text)) return ".";
  if (/[?？؟;]$/.test(text)) return "?";
  return text.endsWith("…") ? "…" : "";
}

function faultsOfText(locale: Locale, path: string, text: string, english: string): string[] {
  const faults: [string, boolean][] = [
    ["other placeholders than in English", holes(text) !== holes(english)],
    ["left in English", text === english && !SAME_AS_ENGLISH[path]?.includes(locale)],
    ["superfluous space", text !== text.trim() || / {2}/.test(text)],
    ["typewriter quote", /["'`´]/.test(text)],
    ["three full stops in place of an ellipsis", text.includes("...")],
    [
      "another end of the sentence than in English",
      endOf(text) !== endOf(english) && !(WITHOUT_END.includes(locale) && !endOf(text)),
    ],
    [
      "too long for a button",
      BUTTONS.includes(path) && charactersOf(text) > Math.max(SHORT, LONGEST * charactersOf(english)),
    ],
    ["control or invisible character", /[\p{Cc}\u200b\ufeff\u200e\u200f\u202a-\u202e]/u.test(text)],
    ["not in Unicode's composed form", text !== text.normalize("NFC")],
  ];
  return faults.filter(([, isFaulty]) => isFaulty).map(([fault]) => `${path}: ${fault}: ${text}`);
}

/** The faults of the texts as a whole: their script, and the language that they seem to be in. */
function faultsOfWhole(locale: Locale, texts: Texts): string[] {
  const { script } = LOCALES[locale];
  const whole = withoutHoles([...texts.values()].join("\n"));
  const letters = whole.match(/\p{L}/gu) ?? [];
  const own = letters.filter((letter) => LETTERS[script].test(letter)).length / letters.length;
  const [guess = ["und"]] = francAll(whole, { only: [...new Set(Object.values(LANGUAGE))] });
  return [
    ...(own < 0.9 ? [`${Math.round(own * 100)} % of the letters are of the script ${script}`] : []),
    ...(FOREIGN[script]?.test(whole) ? [`not all in the script ${script}`] : []),
    ...(guess[0] === LANGUAGE[locale] ? [] : [`seems to be in ${guess[0]}`]),
  ];
}

/** All faults of a locale that a machine can find. */
export function localeFaults(locale: Locale, texts: Texts, english: Texts): string[] {
  const missing = [...english.keys()].filter((path) => !texts.get(path));
  const unknown = [...texts.keys()].filter((path) => !english.has(path));
  return [
    ...missing.map((path) => `${path}: missing`),
    ...unknown.map((path) => `${path}: not a text of the widget`),
    ...[...english].flatMap(([path, text]) => {
      const own = texts.get(path);
      return own ? faultsOfText(locale, path, own, text) : [];
    }),
    ...faultsOfWhole(locale, texts),
  ];
}
