import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contactTerms, type SearchableContact } from "../../../server/contacts/search/tokenize.ts";
import { queryTerms } from "../../../server/platform/search/words.ts";
import { anyText } from "../../support/any-text.ts";

const ANN: SearchableContact = {
  id: "V0123456789012345",
  name: "Zoë O'Brien-Müller",
  emails: ["Zoe.Brien@Exämple.com"],
  phones: ["+442079460018"],
  organizations: ["Łódź Straße & Søn"],
  userId: "cust-4711",
  aliases: ["V9999000011112222"],
};

/** As search does: each word of the query is a prefix of a term. */
function finds(query: string, contact: SearchableContact = ANN): boolean {
  const [words, terms] = [queryTerms(query), contactTerms(contact)];
  return words.length > 0 && words.every((word) => terms.some((term) => term.startsWith(word)));
}

describe("a contact is found by", () => {
  it.each([
    ["a name, without its accents", "zoe"],
    ["a name as it is written", "Zoë"],
    ["the beginning of a name", "mull"],
    ["a part of a double name", "muller"],
    ["a name with its apostrophe", "o'brien"],
    ["the apostrophe that phones type", "o’brien"],
    ["the name without it", "obrien"],
    ["both names in any order", "brien zoe"],
    ["the whole e-mail, in any case", "ZOE.brien@exämple.COM"],
    ["the e-mail with the domain in ASCII", "zoe.brien@xn--exmple-cua.com"],
    ["the beginning of the e-mail", "zoe.br"],
    ["the domain", "exämple.com"],
    ["the phone", "+442079460018"],
    ["the phone in another format", "0044 (20) 7946-0018"],
    ["the phone as dialled within the country", "020 7946 0018"],
    ["the last seven digits", "9460018"],
    ["the last four", "0018"],
    ["the visitor ID", "V0123456789012345"],
    ["the beginning of the ID", "v01234"],
    ["the organization, in plain letters", "lodz strasse son"],
    ["the user ID", "CUST-47"],
    ["the ID of a record that was merged into it", "v99990000"],
    ["a name and a phone", "zoe 0018"],
    ["words with stray punctuation", "(zoe), brien!"],
  ])("%s: %s", (_, query) => {
    expect(finds(query)).toBe(true);
  });

  it.each([
    ["a word from the middle", "rien"],
    ["only one word of two", "zoe smith"],
    ["somebody else's number", "+442079460019"],
    ["punctuation alone", "!?"],
    ["nothing", " "],
  ])("not by %s: %s", (_, query) => {
    expect(finds(query)).toBe(false);
  });
});

describe("a name is found", () => {
  it.each([
    ["Müller", "mueller"],
    ["Mueller", "Müller"],
    ["Mueller", "muller"],
    ["Müller", "muell"],
    ["Jörg Groß", "joerg gross"],
    ["Joerg Gross", "Jörg Groß"],
    ["Søren", "soeren"],
    ["Soeren", "Søren"],
    ["Håkon Ågård", "haakon aagaard"],
    ["Haakon Aagaard", "Håkon Ågård"],
    ["Æthelred", "aethel"],
    ["Goethe", "Göthe"],
    ["Mueller-Lüdenscheidt", "müller luedenscheidt"],
    ["الأحمد", "أحمد"],
    ["أحمد", "الأحمد"],
    ["أحمد السيد", "احمد سيد"],
    ["فاطمة", "فاطمه"],
    ["محمّد", "محمد"],
    ["علی کریمی", "علي كريمي"],
    ["ΝΙΚΟΣ", "νίκος"],
    ["Νίκος", "ΝΙΚΟΣ"],
    ["Ёлкина", "елкина"],
    ["Məmmədov", "memmedov"],
    ["Zoë\u200b Bell", "zoe bell"],
  ])("%s by %s", (name, query) => {
    expect(finds(query, { ...ANN, name })).toBe(true);
  });

  it.each([
    "山田太郎",
    "山田 太郎",
    "山田　太郎",
    "王小明",
    "欧阳娜娜",
    "김철수",
    "김 철수",
    "やまだたろう",
    "ヤマダ タロウ",
    "ﾔﾏﾀﾞ",
    "マイケル・ジャクソン",
    "Yuki 雪村",
  ])("%s by any part", (name) => {
    const letters = [...name.normalize("NFKC")].filter((one) => /[^\p{P}\sA-Za-z]/u.test(one));
    for (let from = 0; from < letters.length; from++)
      for (let to = from + 1; to <= letters.length; to++) {
        const part = letters.slice(from, to).join("");
        expect(finds(part, { ...ANN, name }), part).toBe(true);
        expect(finds(part, { ...ANN, organizations: [name] }), part).toBe(true);
      }
  });

  it("in Katakana by Hiragana, and the other way round", () => {
    expect(finds("やまだ", { ...ANN, name: "ヤマダ" })).toBe(true);
    expect(finds("ヤマダ", { ...ANN, name: "やまだ" })).toBe(true);
  });

  it.each([
    ["Miller", "mueller"],
    ["Moller", "mueller"],
    ["محمد", "أحمد"],
    ["山田太郎", "田山"],
  ])("but not %s by %s", (name, query) => {
    expect(finds(query, { ...ANN, name })).toBe(false);
  });
});

describe("a phone is found", () => {
  const phone = fc.stringMatching(/^\+[1-9]\d{6,14}$/);

  it("by any four or more of its digits in a row, in any script and with any separators", () => {
    fc.assert(
      fc.property(
        phone,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(0x30, 0x660, 0x966, 0xff10),
        (number, a, b, zero) => {
          const digits = number.slice(1);
          const start = a % (digits.length - 3);
          const part = digits.slice(start, start + 4 + (b % (digits.length - start - 3)));
          const written = [...part].map((digit) => String.fromCodePoint(zero + Number(digit)));
          const contact = { ...ANN, emails: [], phones: ["+15550000000", number] };
          for (const query of [written.join(""), written.join(" "), written.join("\u2011")])
            expect(finds(query, contact), query).toBe(true);
        },
      ),
    );
  });
});

describe("terms", () => {
  const findable: fc.Arbitrary<SearchableContact> = fc.record({
    id: fc.stringMatching(/^V\d{16}$/),
    name: fc.option(anyText({ maxLength: 200 })),
    emails: fc.array(fc.emailAddress(), { maxLength: 20 }),
    phones: fc.array(fc.stringMatching(/^\+\d{4,15}$/), { maxLength: 20 }),
    organizations: fc.array(fc.string({ unit: "grapheme", maxLength: 200 }), { maxLength: 3 }),
    userId: fc.option(fc.string({ unit: "grapheme", maxLength: 200 })),
    aliases: fc.array(fc.constantFrom("V0000000000000008", "V0000000000000009")),
  });

  it("are at most 96 of at most 60 characters, not empty and unique", () => {
    fc.assert(
      fc.property(findable, (contact) => {
        const terms = contactTerms(contact);
        expect(terms.length).toBeLessThanOrEqual(96);
        expect(new Set(terms).size).toBe(terms.length);
        for (const term of terms) expect([...term].length >= 1 && [...term].length <= 60).toBe(true);
      }),
    );
  });

  /** The tatweel only stretches a word: one of it and marks, such as ﳲ, is no word that anybody looks for. */
  const wordOfLetters = fc
    .stringMatching(/^\p{L}{1,8}$/u)
    .filter((word) => /[^ـ\p{M}]/u.test(word.normalize("NFKD")));

  it("always find a contact by its ID, its first e-mail, its first phone and each word of a short name", () => {
    fc.assert(
      fc.property(findable, fc.array(wordOfLetters, { minLength: 1, maxLength: 3 }), (contact, words) => {
        const name = words.join(" ");
        const named = { ...contact, name, organizations: [], userId: null, aliases: [] };
        for (const query of [named.id, named.emails[0], named.phones[0], ...words, name])
          if (query !== undefined) expect(finds(query, named), query).toBe(true);
      }),
    );
  });

  it("contain no white space", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        for (const term of queryTerms(text)) expect(term).not.toMatch(/\s/);
      }),
    );
  });
});
