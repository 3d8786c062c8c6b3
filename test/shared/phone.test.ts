import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Phone } from "../../shared/contact.ts";
import { phoneFault, tidyPhone } from "../../shared/rules/phone.ts";

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
      fc.property(fc.string({ unit: "binary" }), (rest) => {
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

  it("R7: tidying never takes away a digit, nor makes one out of something else", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (rest) => {
        const digits = (text: string) => text.replace(/[^0-9]/g, "");
        expect(digits(tidyPhone(`+${rest}`))).toBe(digits(rest));
      }),
    );
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
