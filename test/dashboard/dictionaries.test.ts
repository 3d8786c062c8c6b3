import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadDictionary } from "../../server/dashboard/i18n/load-dictionary.ts";
import { SCOPE_DESCRIPTIONS } from "../../shared/api-key.ts";
import { DASHBOARD_LANGUAGES, DashboardLanguage } from "../../shared/dashboard-language.ts";
import { ERROR_CODES, problem } from "../../shared/error.ts";
import { collectTexts, type FoundTexts, textsOfFolders } from "../support/dashboard-texts.ts";

const ROOT = fileURLToPath(new URL("../../server/dashboard", import.meta.url));
/** The reference of the API and the guides are in English, as the code that they describe. */
const ENGLISH = ["api-docs", "guides"];
const folders = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !ENGLISH.includes(entry.name))
  .map(({ name }) => name);
const found = textsOfFolders(ROOT, folders);
/** Texts that the dashboard gets at run time, and shows by `translated`. */
const received = [...ERROR_CODES.map((code) => problem(code).title), ...Object.values(SCOPE_DESCRIPTIONS)];
const keys = [...new Set([...found.texts.keys(), ...received])].sort();
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort().join();
const LETTERS = { Latn: /\p{Script=Latin}/u, Arab: /\p{Script=Arabic}/u } as const;

const inModule = (source: string) => {
  const texts: FoundTexts = { texts: new Map(), faults: [] };
  collectTexts("a.tsx", source, texts);
  return texts;
};

describe("the texts of the dashboard", () => {
  it("are all translated where they are shown", () => {
    expect(folders).toContain("accounts");
    expect(found.texts.size).toBeGreaterThan(100);
    expect(found.faults).toEqual([]);
  });

  it.each([
    ["a text of an element", `const A = () => <p>Hello</p>`],
    ["an attribute", `const A = () => <p aria-label="Hello" />`],
    ["a choice", `const A = () => <p title={x ? "Hello" : t("Bye")} />`],
    ["a template", `const A = () => <p>{\`Hello \${x}\`}</p>`],
    ["a text before the dictionary is there", `const A = t("Hello")`],
    ["a count that is not written there", `const A = () => plural(1, one, many)`],
  ])("would be found wanting in %s", (_, source) => {
    expect(inModule(source).faults).toHaveLength(1);
  });
});

describe.each(DashboardLanguage.options.filter((language) => language !== "en"))(
  "the dictionary %s",
  (language) => {
    it("has all texts and no other", async () => {
      expect([...(await loadDictionary(language)).keys()].sort()).toEqual(keys);
    });

    it("keeps the placeholders and the script, and has all forms of a count", async () => {
      const { script } = DASHBOARD_LANGUAGES[language];
      const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const faults: string[] = [];
      for (const [english, translation] of await loadDictionary(language)) {
        const isCount = typeof translation !== "string";
        if (isCount !== ((found.texts.get(english)?.one ?? null) !== null))
          faults.push(`${english}: forms of a count`);
        if (isCount && Object.keys(translation).sort().join() !== [...categories].sort().join())
          faults.push(`${english}: needs the forms ${categories}`);
        for (const [form, text] of isCount ? Object.entries(translation) : [["", translation] as const]) {
          // "one" and "two" may be a word in place of the number
          const missing = placeholders(text) !== placeholders(english);
          if (missing && !(isCount && /^(zero|one|two)$/.test(form)))
            faults.push(`${english}: placeholders: ${text}`);
          if (!LETTERS[script].test(text.replace(/\{\w+\}/g, ""))) faults.push(`${english}: script: ${text}`);
          if (text !== text.normalize("NFC") || /[\p{Cc}\u200e\u200f\u202a-\u202e]/u.test(text))
            faults.push(`${english}: characters: ${text}`);
        }
      }
      expect(faults).toEqual([]);
    });
  },
);
