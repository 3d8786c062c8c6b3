import { describe, expect, it } from "vitest";
import { fieldLabel, groupDetails } from "../../server/dashboard/contacts/details.ts";
import { numberLocale, setTexts } from "../../server/dashboard/i18n/translate.ts";
import {
  dateLocale,
  initials,
  languageName,
  relativeTime,
  safeAddress,
  shortTime,
} from "../../server/dashboard/ui/format.ts";
import type { DetailRecord } from "../../shared/contact.ts";
import { NOON } from "./fixtures.ts";

const detail = (more: Partial<DetailRecord>): DetailRecord => ({
  id: "d1",
  field: "name",
  value: "Ada",
  status: "current",
  source: "form",
  proven: false,
  device: null,
  at: NOON,
  previous: null,
  ...more,
});

describe("addresses that a visitor's browser reported", () => {
  it("are links only if they are http or https", () => {
    expect(safeAddress("https://shop.example.com/a?b=c")).toBe("https://shop.example.com/a?b=c");
    for (const evil of [
      "javascript:alert(1)",
      "data:text/html,x",
      "//evil.example",
      "JaVaScRiPt:alert(1)",
      "",
    ])
      expect(safeAddress(evil)).toBeNull();
  });
});

describe("times", () => {
  const ago = (ms: number) => relativeTime(NOON - ms, NOON, "en");
  it("are shown in short form, and as a date after a week", () => {
    expect(ago(0)).toBe("now");
    expect(ago(5 * 60_000)).toMatch(/^5 ?m(in\.?)? ago$/);
    expect(ago(3 * 3_600_000)).toMatch(/^3 ?h(r\.?)? ago$/);
    expect(ago(24 * 3_600_000)).toBe("yesterday");
    expect(ago(10 * 24 * 3_600_000)).toBe("Nov 13");
    expect(ago(400 * 24 * 3_600_000)).toBe("Oct 19, 2025");
  });

  it("are in the agent's language with the conventions of the region of the browser", () => {
    expect(["ar-EG", "de", "en-US"].map((locale) => numberLocale("en", locale))).toEqual([
      "en-EG",
      "en-DE",
      "en-US",
    ]);
    expect(shortTime(NOON, numberLocale("en", "de-DE"))).toMatch(/^23 Nov 2026, \d\d:\d\d$/);
    setTexts("de", new Map());
    expect(dateLocale()).toMatch(/^de-/);
    setTexts("en", new Map());
  });

  it("in the future are shown as now", () => {
    expect(ago(-60_000)).toBe("now");
  });
});

describe("names", () => {
  it("have initials in every script", () => {
    expect(initials("ada lovelace")).toBe("AL");
    expect(initials("  Grace Brewster Hopper ")).toBe("GH");
    expect(initials("ليلى")).toBe("ل");
    expect(initials("ليلى المنصوري"), "two letters, not a word").toBe("ل\u200Cا");
    expect(initials("𝒜da")).toBe("𝒜");
  });

  it("of unknown languages are shown unchanged", () => {
    expect(languageName("de", "en")).toBe("German");
    expect(languageName("not a language", "en")).toBe("not a language");
  });
});

describe("a contact's details", () => {
  it("R11: are grouped by field: current, alternative, and previous values, the newest previous value first", () => {
    const [name] = groupDetails([
      detail({ id: "1", status: "past", at: 1 }),
      detail({ id: "2", status: "past", at: 2 }),
      detail({ id: "3" }),
      detail({ id: "4", status: "alternative" }),
    ]);
    expect(name?.current.map(({ id }) => id)).toEqual(["3"]);
    expect(name?.alternatives.map(({ id }) => id)).toEqual(["4"]);
    expect(name?.past.map(({ id }) => id)).toEqual(["2", "1"]);
  });

  it("name, e-mail and phone come first, custom attributes before consents", () => {
    const fields = ["consent:news", "custom:topic", "organization", "phone", "name", "email"];
    expect(groupDetails(fields.map((field) => detail({ field }))).map(({ field }) => field)).toEqual([
      "name",
      "email",
      "phone",
      "organization",
      "custom:topic",
      "consent:news",
    ]);
    expect(fieldLabel("consent:news")).toBe("Consent: news");
    expect(fieldLabel("custom:a:b")).toBe("a:b");
  });
});
