import { describe, expect, it } from "vitest";
import { guessCountry } from "../../../server/imports/rows/countries.ts";

describe("the country that a property is probably in", () => {
  it.each([
    ["Europe/Berlin", "fr-FR", "DE"],
    ["America/New_York", "de", "US"],
    ["Asia/Calcutta", "", "IN"],
    ["Asia/Kolkata", "", "IN"],
    ["UTC", "de-AT,de;q=0.9", "AT"],
    ["UTC", "fr", "FR"],
    ["Etc/GMT+3", "", null],
    ["UTC", "no language", null],
  ])("in %s, with the languages “%s”: %s, each time", (zone, languages, country) => {
    for (let time = 0; time < 2; time++) expect(guessCountry(zone, languages)).toBe(country);
  });
});
