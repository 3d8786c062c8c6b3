import { describe, expect, it } from "vitest";
import {
  addOpening,
  DEFAULT_HOURS,
  dayNames,
  instantOf,
  minutesOf,
  mondayForWeekdays,
  timeText,
  withDay,
  withTime,
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
    const draft = previewDraft(worded, { form: "offline", version: "first", language: "de" });
    expect(draft.greeting).toEqual({ default: "Hello", de: "Hallo" });
    expect(draft.offlineForm.fields[0]?.label).toEqual({ default: "Topic", de: "Thema" });
    expect(draft.preChatForm.fields).toHaveLength(1);
    expect(schemaFaults(PropertySettings, draft).size).toBe(0);
  });

  it("has the second version of a compared form if that is edited", () => {
    const second = { intro: { default: "Short" }, fields: worded.preChatForm.fields };
    const compared = { ...worded, comparisons: [{ form: "offline", second, share: 50 }] };
    const intros = (["first", "second"] as const).map((version) => {
      const { offlineForm, comparisons } = previewDraft(compared, {
        form: "offline",
        version,
        language: "de",
      });
      expect(comparisons).toEqual([]);
      return offlineForm.intro?.default;
    });
    expect(intros).toEqual([undefined, "Short"]);
  });

  it("does not change the draft itself", () => {
    previewDraft(worded, { form: "offline", version: "first", language: "de" });
    expect(worded.greeting.fr).toBe("Bonjour");
  });
});

describe("opening hours", () => {
  it("R20: midnight as a closing time is the end of the day", () => {
    expect(minutesOf("00:00")).toBe(0);
    expect(minutesOf("09:30")).toBe(570);
    expect(minutesOf("")).toBeNull();
    expect(withTime({ from: 540, to: 1020 }, "to", 0)).toEqual({ from: 540, to: 1440 });
    expect(withTime({ from: 540, to: 1440 }, "from", 0)).toEqual({ from: 0, to: 1440 });
    expect(timeText(1440)).toBe("00:00");
    expect(timeText(570)).toBe("09:30");
  });

  it("R20: a closing time that is not after the opening time is on the next day, whichever is typed first", () => {
    expect(withTime({ from: 1320, to: 1439 }, "to", 120)).toEqual({ from: 1320, to: 1560 });
    expect(withTime({ from: 60, to: 120 }, "from", 1320)).toEqual({ from: 1320, to: 1560 });
    expect(withTime({ from: 1320, to: 1560 }, "from", 60)).toEqual({ from: 60, to: 120 });
    expect(timeText(1560)).toBe("02:00");
    for (const from of [0, 60, 600, 1439])
      for (const to of [0, 60, 600, 1439]) {
        const opening = withTime({ from, to: 1440 }, "to", to);
        const week = withDay(DEFAULT_HOURS, 6, [opening]);
        expect(schemaFaults(PropertySettings, { ...settings, hours: week }).size).toBe(0);
      }
  });

  it("R20: finds the instant of a time on the property's clock, also where clocks change", () => {
    const wall = (text: string) => Date.parse(`${text}Z`);
    for (const [zone, time, instant] of [
      ["UTC", "2026-12-24T10:00", "2026-12-24T10:00Z"],
      ["Europe/Berlin", "2026-12-24T10:00", "2026-12-24T09:00Z"],
      ["Asia/Tokyo", "2026-12-24T00:30", "2026-12-23T15:30Z"],
      ["America/St_Johns", "2026-07-01T00:00", "2026-07-01T02:30Z"],
    ] as const)
      expect(instantOf(zone, wall(time))).toBe(Date.parse(instant));
    expect(instantOf("Europe/Berlin", wall("2026-03-29T12:00"))).toBe(Date.parse("2026-03-29T10:00Z"));
    expect(instantOf("Europe/Berlin", wall("2026-10-25T12:00"))).toBe(Date.parse("2026-10-25T11:00Z"));
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
