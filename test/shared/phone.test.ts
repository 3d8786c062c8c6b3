import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Phone } from "../../shared/contact.ts";
import { asciiDigits } from "../../shared/rules/digits.ts";
import { phoneFault, tidyPhone } from "../../shared/rules/phone.ts";
import { anyText } from "../support/any-text.ts";

const phones = fc.stringMatching(/^\+\d{4,15}$/);
const nearlyPhones = fc.stringMatching(/^\+?[\d ().a٣+-]{0,18}$/);

describe("phones", () => {
  it.each(["+4420", "+442079460958", "+123456789012345", "+0000"])("R7: %s is a phone", (phone) => {
    expect(phoneFault(phone)).toBeNull();
  });

  it.each([
    ["442079460958", "4"],
    ["+44 20", " "],
    ["+44-20", "-"],
    ["+44(0)20", "("],
    ["+44+20", "+"],
    ["+44a20", "a"],
    ["+44x20", "x"],
    ["+44😀20", "😀"],
    ["😀4420", "😀"],
    ["+44٣20", "٣"],
    ["＋442079", "＋"],
    ["+44２0", "２"],
    ["+4420\n", "\n"],
    ["+4420\u0000", "\u0000"],
    ["+½¾⅓⅔", "½"],
    ["", ""],
  ])("R7: %j is refused, and %j is named", (phone, character) => {
    expect(phoneFault(phone)).toEqual({ code: "invalid_phone", character });
  });

  it.each(["+", "+1", "+123", "+1234567890123456"])("R7: %s has too few or too many digits", (phone) => {
    expect(phoneFault(phone)).toEqual({ code: "phone_length" });
  });

  it("R7: the first offending character is named, as the person typed it", () => {
    fc.assert(
      fc.property(anyText(), (rest) => {
        const offender = [...rest].find((character) => !/^[0-9]$/.test(character));
        const fault = phoneFault(`+${rest}`);
        if (offender !== undefined) expect(fault).toEqual({ code: "invalid_phone", character: offender });
        else expect(fault === null).toBe(rest.length >= 4 && rest.length <= 15);
      }),
    );
  });

  it.each([
    ["+44 20 7946 0958", "+442079460958"],
    ["+44 (20) 7946-0958", "+442079460958"],
    ["+44.20.7946.0958", "+442079460958"],
    ["+44\u00a020\u202f7946–0958", "+442079460958"],
    ["\u202a+442079460958\u202c", "+442079460958"],
    ["\u2066+442079460958\u2069", "+442079460958"],
    ["+44\u200b20\u2060794", "+4420794"],
    ["+44−20—794‒609", "+4420794609"],
    ["0044 20 7946", "+44207946"],
    ["(00) 44 20", "+4420"],
    ["030 123456", "030123456"],
    ["+44 abc", "+44abc"],
    ["+٤٤ ٢٠ ٧٩٤٦ ٠٩٥٨", "+442079460958"], // Arabic-Indic
    ["+۹۸ ۲۱ ۸۸۷۷ ۶۶۵۵", "+982188776655"], // Persian
    ["+९१ ९८७६५ ४३२१०", "+919876543210"], // Devanagari
    ["+๖๖ ๒ ๑๒๓ ๔๕๖๗", "+6621234567"], // Thai
    ["+৮৮০ ১৭১১ ২৩৪৫৬৭", "+8801711234567"], // Bengali
    ["+໘໕໖ ໒໑ ໒໑໒", "+85621212"], // Lao
    ["＋８１－３－１２３４－５６７８", "+81312345678"],
    ["﹢81・3・1234・5678", "+81312345678"],
    ["+81ー3ー1234ー5678", "+81312345678"],
    ["（＋８１）（０）３．１２３４．５６７８", "+81312345678"],
    ["+𝟒𝟒 𝟚𝟘 𝟳𝟵𝟺𝟼", "+44207946"],
    ["\ufeff+44\u00ad20\u180e79\u200d46\u061c", "+44207946"],
    ["\u200f\u202b+44 20 7946\u202c", "+44207946"],
    ["+44\t20\u3000794\u0000", "+4420794"],
    ["+4️4️20", "+4420"],
    ["+44 (0)20 7946 0958", "+442079460958"],
    ["+44(0) 20 7946 0958", "+442079460958"],
    ["+49-(0)30-123456", "+4930123456"],
    ["(+49) (0) 30 123456", "+4930123456"],
    ["+(49)(0)30 123456", "+4930123456"],
    ["0044 (0)20 7946", "+44207946"],
    ["+٤٤ (٠) ٢٠ ٧٩٤٦", "+44207946"],
    ["+971 (0)4 123 4567", "+97141234567"],
    ["+39 (0)6 1234567", "+39061234567"], // in Italy the zero is part of the number
    ["+39 06 1234567", "+39061234567"],
    ["+1 (020) 123", "+1020123"],
    ["+44 20 (0) 7946", "+442007946"],
    ["(0)20 7946", "0207946"],
    ["tel:+44 20 7946", "+44207946"],
    ["TEL:+44-20-7946", "+44207946"],
    ["Tel. 0044 20 7946", "+44207946"],
    ["tel:030 123456", "030123456"],
    ["Mobil: +49 171 5550110", "+491715550110"],
    ["p:+49 171 5550110", "+491715550110"],
    ["📞 +49 171 5550110", "+491715550110"],
    ["0000011", "0000011"], // an ID: no country's code begins with a zero
    ["+49 30/23125022", "+493023125022"],
    ["0049/30/231250-22", "+493023125022"],
    ["+33 1/99/00/12/36", "+33199001236"],
    ["+1 555/010/0111", "+15550100111"],
    ["+81／3／12345678", "+81312345678"],
    ["+493023125022.0", "+493023125022"],
    ["493023125022.0", "493023125022"],
    ["+49.30.231250.0", "+49302312500"], // the dots are its separators
  ])("R7: typed as %j it is tidied to %s", (typed, tidied) => {
    expect(tidyPhone(typed)).toBe(tidied);
  });

  it("R7: tidying twice changes nothing more, and a phone that obeys is left alone", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearlyPhones), (typed) => {
        expect(tidyPhone(tidyPhone(typed))).toBe(tidyPhone(typed));
      }),
    );
    fc.assert(
      fc.property(phones, (phone) => {
        expect(tidyPhone(phone)).toBe(phone);
      }),
    );
  });

  it.each([
    ["+44 20 7946 ext. 12", "e"],
    ["+44 20 7946 x12", "x"],
    ["+44 20 7946 #12", "#"],
    ["+44 20 7946;ext=12", ";"],
    ["+44 20 7946、7947", "、"],
    ["+44 20 7946〜7", "〜"],
    ["+44 20 7946 0958 tel:12", "t"],
    ["tel:+44-20-7946;ext=12", ";"],
    ["fax:+44 20 7946", "f"],
    ["+49-30-23125022/23", "/"],
    ["+49 30 23125022 / 23", "/"],
    ["+49 (30) 2312502/3", "/"],
    ["+49 30 23125022／23", "／"],
    ["+49 30 23125022, 23", ","],
    ["+49 30 23125022 / +49 30 23125023", "+"],
    ["++49 30 23125022", "+"],
    ["+49 30 23125022 & 23", "&"],
    ["+49 30 23125022 oder 23", "o"],
    ["+4.92E+11", "E"],
    ["4,92E+11", "4"],
    ["5550100114.0", "5"],
    ["+44 ２０ＡＢ", "Ａ"],
    ["020 7946", "0"],
    ["٠٢٠ ٧٩٤٦", "0"],
    ["+²³", "²"],
    ["+四四二〇", "四"],
  ])("R7: %j cannot be tidied to one number: refused, and %j is named", (typed, character) => {
    expect(phoneFault(tidyPhone(typed))).toEqual({ code: "invalid_phone", character });
  });

  it("R7: tidying takes away no digit but a (0) and a decimal, nor makes one out of something else", () => {
    fc.assert(
      fc.property(anyText(), (rest) => {
        const digits = (text: string) => text.replace(/[^0-9]/g, "");
        expect(digits(tidyPhone(`+${rest}`))).toBe(digits(asciiDigits(rest)));
      }),
    );
  });

  it("R7: two numbers in one text never become one", () => {
    const separators = fc.constantFrom(
      " / ",
      "/",
      "／",
      " or ",
      ", ",
      ",",
      "; ",
      " & ",
      " + ",
      "|",
      " und ",
      "\n+",
      ":",
    );
    const numbers = fc.stringMatching(/^[1-9]\d{7,11}$/);
    const seconds = fc.oneof(
      phones,
      fc.stringMatching(/^\d{1,3}$/),
      numbers.map((digits) => `00${digits}`),
    );
    fc.assert(
      fc.property(numbers, separators, seconds, (first, separator, second) => {
        fc.pre(!(separator.trim().match(/^[/／]$/) && second.startsWith("00")));
        expect(phoneFault(tidyPhone(`+${first}${separator}${second}`))).not.toBe(null);
      }),
    );
  });

  it("R7: the digits of every script mean what they say", () => {
    const digits = Array.from({ length: 0x110000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => /\p{Nd}/u.test(character));
    expect(digits.length).toBeGreaterThan(600);
    // the first is zero, and the scripts follow in tens
    expect(asciiDigits(digits.join(""))).toBe("0123456789".repeat(digits.length / 10));
  });

  it("R7: the schema accepts exactly what the rule accepts, and names the character", () => {
    fc.assert(
      fc.property(fc.oneof(phones, nearlyPhones, fc.string()), (text) => {
        expect(Phone.safeParse(text).success).toBe(phoneFault(text) === null);
      }),
    );
    expect(Phone.safeParse("+44x20").error?.issues[0]?.message).toContain('"x"');
  });
});
