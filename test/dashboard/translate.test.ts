import { afterEach, describe, expect, it } from "vitest";
import { createLanguage, languageFor } from "../../server/dashboard/i18n/language-controller.ts";
import {
  type Dictionary,
  message,
  plural,
  setTexts,
  t,
  translated,
  withElements,
} from "../../server/dashboard/i18n/translate.ts";

const ARABIC: Dictionary = new Map<string, string | Record<string, string>>([
  ["Hello, {name}", "مرحبًا {name}"],
  [
    "{count} codes",
    {
      zero: "صفر",
      one: "واحد",
      two: "اثنان",
      few: "{count} قليل",
      many: "{count} كثير",
      other: "{count} آخر",
    },
  ],
]);
afterEach(() => setTexts("en", new Map()));

describe("a text", () => {
  it("is the translation, or English without one", () => {
    setTexts("ar", ARABIC);
    expect(t("Hello, {name}", { name: "Rosa" })).toBe("مرحبًا Rosa");
    expect(t("Not there")).toBe("Not there");
  });

  it.each(["{name}", "{count}", "$&", "$1", "__proto__", "\0", "\ud800", "<b>", "x".repeat(1_000_000)])(
    "contains a value as it is: %.20j",
    (name) => expect(t("Hello, {name}", { name })).toBe(`Hello, ${name}`),
  );

  it.each(["__proto__", "constructor", "toString"])("is no property of every object: %s", (key) => {
    expect(translated(key)).toBe(key);
    expect(translated(`{${key}}`)).toBe(`{${key}}`);
    expect(withElements(`{${key}}`, {})).toEqual(["", `{${key}}`, ""]);
  });

  it("is translated from a table, and a text of the server if the dictionary has it", () => {
    setTexts("de", new Map([["Closed", "Geschlossen"]]));
    const table = { closed: message("Closed") };
    expect(t(table.closed)).toBe("Geschlossen");
    const title: string = "Closed";
    // @ts-expect-error: the dictionaries cannot be checked for a text that is known only at run time
    expect(t(title)).toBe("Geschlossen");
    expect([translated(title), translated("Not there")]).toEqual(["Geschlossen", "Not there"]);
  });

  it("has elements in the order of the language", () => {
    setTexts("de", new Map([["{a} before {b}", "Nach {b} kommt {a}."]]));
    expect(withElements("{a} before {b}", { a: 1, b: 2 })).toEqual(["Nach ", 2, " kommt ", 1, "."]);
  });
});

describe("a text with a count", () => {
  const codes = (count: number) => plural(count, "{count} code", "{count} codes");

  it.each([
    [0, "0 codes"],
    [1, "1 code"],
    [2, "2 codes"],
    [1200, "1,200 codes"],
  ])("in English: %d", (count, text) => expect(codes(count)).toBe(text));

  it.each([
    [0, "صفر"],
    [1, "واحد"],
    [2, "اثنان"],
    [3, "قليل"],
    [11, "كثير"],
    [100, "آخر"],
  ])("in all six forms of Arabic: %d", (count, word) => {
    setTexts("ar", ARABIC);
    expect(codes(count)).toContain(word);
  });
});

describe("the language", () => {
  it.each([
    [["de-CH", "en"], "de"],
    [["pt-BR", "fr"], "fr"],
    [["AR_EG"], "ar"],
    [["__proto__", ""], "en"],
    [[], "en"],
  ])("for %j is %s", (tags, language) => expect(languageFor(tags)).toBe(language));

  const set = (load: (language: string) => Promise<Dictionary>, stored: string | null = null) => {
    const shown: string[] = [];
    const store = new Map(stored === null ? [] : [["foyer.language", stored]]);
    const language = createLanguage({
      browserLanguages: () => ["fr-FR"],
      preferences: {
        getItem: (key) => store.get(key) ?? null,
        setItem: (key, value) => void store.set(key, value),
      },
      load,
      show: (one) => shown.push(one),
    });
    return { language, shown, store };
  };

  it("is the one that was last chosen in the browser, or the browser's", async () => {
    const chosen = set(async () => new Map(), "de");
    await chosen.language.start();
    const other = set(async () => new Map(), "klingon");
    await other.language.start();
    expect([chosen.shown, other.shown]).toEqual([["de"], ["fr"]]);
  });

  it("is English if its texts cannot be loaded", async () => {
    const { language, shown } = set(() => Promise.reject(new Error("offline")));
    await language.follow("ar");
    expect(shown).toEqual(["en"]);
  });

  it("is the last choice, also if an earlier one is loaded later", async () => {
    const loads = new Map<string, (dictionary: Dictionary) => void>();
    const { language, shown, store } = set((one) => new Promise((resolve) => loads.set(one, resolve)));
    const both = [language.follow("de"), language.follow("es")];
    loads.get("es")?.(new Map());
    loads.get("de")?.(new Map());
    await Promise.all(both);
    expect(shown).toEqual(["es"]);
    expect(store.get("foyer.language")).toBe("es");
  });
});
