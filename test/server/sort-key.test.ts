import fc from "fast-check";
import { expect, it } from "vitest";
import { sortKey } from "../../server/platform/sort-key.ts";
import { anyText } from "../support/any-text.ts";

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(sortKey(a)), Buffer.from(sortKey(b)));

it.each([
  ["accents", ["Eda", "Émile", "Eva", "Özil", "Pa", "Zoë", "Zoltan"]],
  ["accents where nothing else differs", ["Andre", "André", "Andrea"]],
  ["case", ["anna", "Bob", "cem", "Dora"]],
  ["letters with strokes", ["Lodge", "Łódź", "Lund", "Møller", "Mona", "Søren", "Sosa"]],
  ["German", ["Strasse", "Straße", "Strassen", "Strauß", "Zander"]],
  ["a name before those that it begins", ["Ann", "Ann B", "Ann-C", "Anna", "Annabel"]],
  ["punctuation", ["Oakley", "O'Brien", "O’Bryan", "Odin"]],
  ["leading punctuation and symbols", ["(Anna)", "“Bob”", "🌸 Cem", "@dora"]],
  ["hyphens and double spaces", ["Anne  Marie", "Anne-Mary", "Anne Zoe", "Annette"]],
  ["scripts", ["Zoe", "Άννα", "Анна", "דוד", "أحمد", "अमित", "김철수", "はな", "山田"]],
  ["Greek", ["Άννα", "Βασίλης", "Νίκος", "Ωμέγα"]],
  ["Russian", ["Ежов", "Ёлкин", "Ельцин", "Жуков", "Ильин", "Йорданов", "Кац"]],
  ["Ukrainian", ["Гнатюк", "Ґудзь", "Дорош", "Євген", "Жук", "Ігор", "Їжак", "Йосип", "Коваль"]],
  ["Arabic with and without a hamza", ["أحمد", "اسلام", "إيمان", "باسم", "پروین", "تامر"]],
  ["Japanese in both kana", ["あべ", "イトウ", "うえだ", "エンドウ", "がとう", "カナ", "きた"]],
  ["Korean", ["김", "나", "박", "이", "최"]],
  ["full-width letters", ["Ａnn", "Bob", "Ｃem"]],
  ["nobody", ["", "A"]],
])("names are sorted as people sort them: %s", (_, names) => {
  for (let shift = 1; shift <= names.length; shift++) {
    const shuffled = [...names.slice(shift), ...names.slice(0, shift)].reverse();
    expect(shuffled.sort(byBytes)).toEqual(names);
  }
});

it("names in letters are in the order of the Unicode collation algorithm", () => {
  const collator = new Intl.Collator("und", { sensitivity: "base" });
  // without the dotless ı, which is sorted as an i here, so that names in Turkish and English spelling are neighbours
  const latin = fc.stringMatching(/^[A-Za-zÀ-ÅÇ-ÏÑ-ÖÙ-ÝĀ-ďĒ-İĲ-ķŃ-ňŌ-őŔ-ťŨ-ž]{1,8}$/u);
  const cyrillic = fc.stringMatching(/^[А-Яа-яё]{1,8}$/u);
  const greek = fc.stringMatching(/^[Α-ΡΣ-Ωα-ώ]{1,8}$/u);
  const name = fc.oneof(latin, cyrillic, greek);
  fc.assert(
    fc.property(name, name, (a, b) => {
      const expected = collator.compare(a, b);
      if (expected) expect(Math.sign(byBytes(a, b)), `${a} ${b}`).toBe(expected);
      else expect(sortKey(a).split("\u0001")[0]).toBe(sortKey(b).split("\u0001")[0]);
    }),
    { numRuns: 2_000 },
  );
});

it("a key is short enough for an index, whatever the name", () => {
  fc.assert(
    fc.property(anyText({ maxLength: 1_000 }), (name) => {
      expect(Buffer.byteLength(sortKey(name))).toBeLessThan(650);
    }),
    { numRuns: 30 },
  );
  const longest = ["ﷺ", "ß", "й", "😀", "㍿", "가", "𠀀"].map((letter) => sortKey(letter.repeat(1_000)));
  for (const key of longest) expect(Buffer.byteLength(key)).toBeLessThan(650);
});
