import { describe, expect, it } from "vitest";
import {
  addOpening,
  DEFAULT_HOURS,
  dayNames,
  minutesOf,
  mondayForWeekdays,
  timeText,
  withDay,
} from "../../server/dashboard/settings/opening-hours.ts";
import {
  draftFaults,
  faultySections,
  previewDraft,
  sameValue,
  tidyDomain,
  tidyOrigin,
} from "../../server/dashboard/settings/settings-draft.ts";
import { schemaFaults } from "../../server/dashboard/ui/schema-faults.ts";
import { defaultSettings, PropertySettings } from "../../shared/property.ts";

const settings = defaultSettings("Acme", "Europe/Berlin");

describe("the comparison of two settings", () => {
  it("does not depend on the order of keys, or on undefined keys", () => {
    expect(sameValue({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1, d: undefined })).toBe(true);
  });

  it("finds every difference", () => {
    expect(sameValue({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(sameValue({ a: null }, { a: {} })).toBe(false);
    expect(sameValue({ a: [] }, { a: {} })).toBe(false);
    expect(sameValue({ a: Number.NaN }, { a: Number.NaN })).toBe(true);
  });
});

describe("the faults of settings", () => {
  it("are empty for new settings", () => {
    expect(draftFaults(settings).size).toBe(0);
  });

  it("have a path, a text and a section", () => {
    const faults = draftFaults({
      ...settings,
      name: " ",
      accent: "green",
      retentionDays: Number.NaN,
      allowedOrigins: ["hello"],
      hours: withDay(DEFAULT_HOURS, 0, [{ from: 600, to: 600 }]),
    });
    expect(Object.fromEntries(faults)).toEqual({
      name: "A name is needed.",
      accent: "This must be a colour such as #0f5b4c.",
      retentionDays: "This must be a whole number.",
      "allowedOrigins.0": "This must be like https://example.com or *.example.com.",
      "hours.0.0": "This must close after it opens.",
    });
    expect(faultySections(faults)).toEqual(new Set(["general", "privacy", "sites", "availability"]));
  });

  it("a domain that the sites share must be the domain of one of them, and a hand-over needs to know them", () => {
    const faults = draftFaults({ ...settings, visitorDomain: "http://example.com" });
    expect(Object.fromEntries(faults)).toEqual({
      visitorDomain: "This must be a domain such as example.com.",
    });
    const foreign = {
      ...settings,
      visitorDomain: "example.com",
      allowedOrigins: ["https://shop.example.org"],
    };
    expect(Object.fromEntries(draftFaults(foreign))).toEqual({
      visitorDomain: "This must be the domain of one of the allowed sites.",
    });
    expect(draftFaults({ ...foreign, allowedOrigins: ["*.example.com"] }).size).toBe(0);
    const everywhere = draftFaults({ ...settings, handOver: true });
    expect(Object.fromEntries(everywhere)).toEqual({ handOver: "Name the allowed sites first." });
    expect(faultySections(everywhere)).toEqual(new Set(["privacy"]));
  });

  it("name limits as numbers", () => {
    expect(schemaFaults(PropertySettings, { ...settings, name: "x".repeat(81) }).get("name")).toBe(
      "At most 80 characters.",
    );
    expect(schemaFaults(PropertySettings, { ...settings, retentionDays: 0 }).get("retentionDays")).toBe(
      "This must be at least 1.",
    );
  });
});

describe("the list of sites", () => {
  it("reduces pasted addresses to their origins", () => {
    expect(tidyOrigin(" https://Shop.Example.com/cart?x=1 ")).toBe("https://shop.example.com");
    expect(tidyOrigin("*.example.com")).toBe("*.example.com");
    expect(tidyOrigin("https://*.example.com")).toBe("https://*.example.com");
    expect(tidyOrigin("example.com")).toBe("example.com");
  });
});

describe("the domain that sites share", () => {
  it.each([
    ["example.com", "example.com"],
    [" Example.COM ", "example.com"],
    ["https://www.example.com/shop?x=1", "example.com"],
    ["http://shop.example.com:8080", "shop.example.com"],
    ["*.example.com", "example.com"],
    [".example.com", "example.com"],
    ["example.com.", "example.com"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["www.com", "www.com"],
    ["", ""],
    ["two words", "two words"],
  ])("%j becomes %j", (typed, domain) => {
    expect(tidyDomain(typed)).toBe(domain);
  });
});

describe("the draft for the live preview", () => {
  const worded = {
    ...settings,
    greeting: { default: "Hello", de: "Hallo", fr: "Bonjour" },
    allowedOrigins: ["https://example.com"],
    visitorDomain: "example.com",
    handOver: true,
    offlineForm: {
      fields: [
        {
          id: "topic",
          type: "text" as const,
          required: true,
          label: { default: "Topic", de: "Thema", fr: "Sujet" },
        },
      ],
    },
  };

  it("contains only the form and the languages that are shown, and is valid", () => {
    const draft = previewDraft(worded, "offline", "de");
    expect(draft.greeting).toEqual({ default: "Hello", de: "Hallo" });
    expect(draft.offlineForm.fields[0]?.label).toEqual({ default: "Topic", de: "Thema" });
    expect(draft.preChatForm.fields).toHaveLength(1);
    expect(schemaFaults(PropertySettings, draft).size).toBe(0);
  });

  it("does not change the draft itself", () => {
    previewDraft(worded, "offline", "de");
    expect(worded.greeting.fr).toBe("Bonjour");
  });
});

describe("opening hours", () => {
  it("R20: midnight as a closing time is the end of the day", () => {
    expect(minutesOf("00:00", true)).toBe(1440);
    expect(minutesOf("00:00", false)).toBe(0);
    expect(minutesOf("09:30", true)).toBe(570);
    expect(minutesOf("", true)).toBeNull();
    expect(timeText(1440)).toBe("00:00");
    expect(timeText(570)).toBe("09:30");
  });

  it("R20: a day can have several openings; each added one closes after it opens", () => {
    let day: readonly { from: number; to: number }[] = [];
    for (let times = 0; times < 10; times++) day = addOpening(day);
    expect(schemaFaults(PropertySettings, { ...settings, hours: withDay(DEFAULT_HOURS, 6, day) }).size).toBe(
      0,
    );
  });

  it("the hours of Monday are copied to the weekdays, and the weekend stays closed", () => {
    const week = mondayForWeekdays(withDay(DEFAULT_HOURS, 0, [{ from: 0, to: 60 }]));
    expect(week.map((day) => day.length)).toEqual([1, 1, 1, 1, 1, 0, 0]);
    expect(week[4]).toEqual([{ from: 0, to: 60 }]);
  });

  it("the days begin with Monday", () => {
    expect(dayNames("en")).toEqual([
      "Monday",
      "Tuesday",
      "Wednesday",
      "Thursday",
      "Friday",
      "Saturday",
      "Sunday",
    ]);
  });
});
