import fc from "fast-check";
import { expect, test } from "vitest";
import { ownNameOf } from "../../server/dashboard/settings/own-name.ts";
import { LOCALE_TAGS, type Locales } from "../../shared/locale-tag.ts";
import { LOCALES, localeLabels } from "../../shared/locales.ts";
import { localeFor } from "../../shared/match-locale.ts";
import { isRightToLeft, labelFor } from "../../shared/rules/locale-tags.ts";

const choose = (tag: string, locales: Locales = [...LOCALE_TAGS]) => labelFor(localeLabels(locales), tag)[0];

test.each([
  ["en-GB", "en"],
  ["pt", "pt-BR"],
  ["pt-BR", "pt-BR"],
  ["pt-PT", "pt-BR"],
  ["PT_br", "pt-BR"],
  ["zh", "zh-Hans"],
  ["zh-CN", "zh-Hans"],
  ["zh-SG", "zh-Hans"],
  ["zh-Hans-HK", "zh-Hans"],
  ["cmn-Hans-CN", "zh-Hans"],
  ["zh-TW", "zh-Hant"],
  ["zh_HK", "zh-Hant"],
  ["zh-MO", "zh-Hant"],
  ["zh-Hant", "zh-Hant"],
  ["zh_Hant_TW", "zh-Hant"],
  ["ZH-HANT-SG", "zh-Hant"],
  ["yue", "zh-Hant"],
  ["no", "nb"],
  ["nn-NO", "nb"],
  ["nb", "nb"],
  ["iw", "he"],
  ["he-IL", "he"],
  ["in", "id"],
  ["in_ID", "id"],
  ["mo", "ro"],
  ["sr", "sr"],
  ["sr-Latn", "sr"],
  ["sr-Cyrl-ME", "sr"],
  ["sh", "sr"],
  ["ca-valencia", "ca"],
  [" ar ", "ar"],
])("the tag %j is of the locale %s", (tag, locale) => {
  expect(choose(tag)).toBe(locale);
  expect(localeFor(tag)).toBe(locale);
});

test.each(["fil", "kok", "sro", "ena", "tlh", "gsw-DE", "xx", "", "1", "-", "*", "__proto__"])(
  "the tag %j is of no locale, and gets the property's first",
  (tag) => {
    expect(localeFor(tag)).toBeUndefined();
    expect(choose(tag, ["fr", "en"])).toBe("fr");
  },
);

test.each<[string, Locales, string]>([
  ["zh-TW", ["en", "zh-Hans"], "zh-Hans"],
  ["zh-CN", ["en", "zh-Hant"], "zh-Hant"],
  ["zh-TW", ["zh-Hans", "zh-Hant"], "zh-Hant"],
  ["zh-CN", ["zh-Hant", "zh-Hans"], "zh-Hans"],
  ["pt-PT", ["en", "pt-BR"], "pt-BR"],
  ["de", ["de"], "de"],
])("the tag %s is, among %j, of %s", (tag, locales, locale) => {
  expect(choose(tag, locales)).toBe(locale);
});

test("any text and any choice of locales give one of them, the exact one if it is there", () => {
  const locales = fc.uniqueArray(fc.constantFrom(...LOCALE_TAGS), { minLength: 1 });
  fc.assert(
    fc.property(locales, fc.string({ unit: "binary" }), (chosen, text) => {
      expect(chosen).toContain(choose(text, chosen as Locales));
      for (const locale of chosen) expect(choose(locale, chosen as Locales)).toBe(locale);
    }),
  );
});

test("a tag of 1 MB takes no time", () => {
  expect(choose(`zh-${"a".repeat(1e6)}`)).toBe("zh-Hans");
  expect(choose(" ".repeat(1e6), ["en", "de"])).toBe("en");
});

test.each(LOCALE_TAGS)("%s is written in the direction of its script, and its tag is canonical", (locale) => {
  expect(isRightToLeft(locale)).toBe(/Arab|Hebr/.test(LOCALES[locale].script));
  expect(Intl.getCanonicalLocales(locale)).toEqual([locale]);
  expect(Intl.DateTimeFormat.supportedLocalesOf(locale)).toEqual([locale]);
});

test("each locale has a name in its own language, and a label", () => {
  const names = LOCALE_TAGS.map(ownNameOf);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining(["Deutsch", "Português (Brasil)", "简体中文", "繁體中文", "العربية"]),
  );
  const entries = Object.values(LOCALES);
  expect(entries.every(({ label }) => label.trim() === label && label.length > 3)).toBe(true);
});
