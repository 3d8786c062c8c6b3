// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { EmbedOptions } from "../../shared/property.ts";
import { readOptions } from "../../widget/embed/options.ts";
import { settingsFor } from "./support.ts";

const SERVER = "https://chat.example.com";
const ADDRESS = `${SERVER}/w/abcdefghij.js`;

let warnings: string[] = [];

beforeEach(() => {
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((text: string) => void warnings.push(text));
});

afterEach(() => {
  document.head.replaceChildren();
  document.documentElement.lang = "";
  Object.defineProperty(document, "currentScript", { value: null, configurable: true });
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Adds a script element to the page. The browser says that its code runs, unless it is a module. */
function addTag(
  data: Readonly<Record<string, string>> = {},
  src = ADDRESS,
  isRunning = true,
): HTMLScriptElement {
  const script = document.createElement("script");
  script.type = "text/plain"; // happy-dom must not fetch it
  if (src) script.src = src;
  Object.assign(script.dataset, data);
  document.head.append(script);
  if (isRunning) Object.defineProperty(document, "currentScript", { value: script, configurable: true });
  return script;
}

const settings = settingsFor({ consent: "required", position: "left", theme: "dark", offset: "30 40" });
/** @param query the valid options in the script's address, which the server has read */
const read = (given = {}, query?: EmbedOptions) =>
  readOptions({ ...settings, ...(query && { query }) }, given);

describe("the address of the server", () => {
  test.each([
    ["at the root", ADDRESS, `${SERVER}/w/`],
    ["below a path", "https://example.com/chat/w/abcdefghij.js", "https://example.com/chat/w/"],
    ["with a query", `${ADDRESS}?consent=required&v=1`, `${SERVER}/w/`],
    [
      "with a host that is named like the property",
      "https://abcdefghij.example.com/w/abcdefghij.js",
      "https://abcdefghij.example.com/w/",
    ],
    [
      "of the dashboard's preview",
      `${SERVER}/api/properties/abcdefghij/preview.js?draft=x`,
      `${SERVER}/api/properties/`,
    ],
  ])("is that of the script, %s", (_, src, base) => {
    addTag({}, src);
    expect(read().base).toBe(base);
    expect(warnings).toEqual([]);
  });

  test("is found in the tag where the browser does not say which script runs", () => {
    addTag({ language: "ar" }, ADDRESS, false);
    expect(read()).toMatchObject({ base: `${SERVER}/w/`, language: "ar" });
  });

  test("is found in a tag that is removed before it runs", () => {
    addTag().remove();
    expect(read().base).toBe(`${SERVER}/w/`);
  });

  test("is not taken from an address in the query of another script", () => {
    for (const isRunning of [true, false]) {
      addTag({}, `https://rum.example/beacon.js?page=${ADDRESS}`, false);
      addTag({}, ADDRESS, isRunning);
      expect(read().base).toBe(`${SERVER}/w/`);
      document.head.replaceChildren();
      Object.defineProperty(document, "currentScript", { value: null, configurable: true });
    }
  });

  test.each([
    [{ server: SERVER }, `${SERVER}/w/`],
    [{ server: `${SERVER}/chat/` }, `${SERVER}/chat/w/`],
  ])("is what the page says, %o", (given, base) => {
    addTag({}, "https://cdn.example/bundle.js");
    expect(read(given).base).toBe(base);
    expect(warnings).toEqual([]);
  });

  test("can be an attribute of a bundle's tag", () => {
    addTag({ server: SERVER }, "https://cdn.example/bundle.js");
    expect(read().base).toBe(`${SERVER}/w/`);
  });

  test.each([
    ["http://chat.example.com/w/", "http://chat.example.com/w/"],
    ["//chat.example.com/w/", `${location.protocol}//chat.example.com/w/`],
  ])(
    "is the one that the server has written, %s, where the script cannot tell its own; the console says so",
    (base, expected) => {
      addTag({}, "https://cdn.example/bundle.js");
      expect(readOptions({ ...settings, base }, {})).toMatchObject({ base: expected, consent: "required" });
      expect(warnings).toEqual([expect.stringContaining("window.Foyer={server}")]);
    },
  );

  test("is the one that the server has written for a script without a tag, whose options are known", () => {
    const base = `${SERVER}/w/`;
    expect(readOptions({ ...settings, base, query: { language: "ar" } }, {})).toMatchObject({
      base,
      language: "ar",
    });
    addTag({ consent: "none" }, "https://cdn.example/bundle.js");
    expect(readOptions({ ...settings, base }, {})).toMatchObject({ base, consent: "none" });
    expect(warnings).toEqual([]);
  });
});

describe("the options", () => {
  test("are those of the property, if the page says nothing", () => {
    addTag();
    expect(read()).toMatchObject({ consent: "required", position: "left", language: "en" });
  });

  test.each([
    [
      "attribute, address and window.Foyer",
      { consent: "none" },
      { consent: "required" },
      { consent: "required" },
      "none",
    ],
    ["address and window.Foyer", {}, { consent: "none" }, { consent: "required" }, "none"],
    ["window.Foyer", {}, {}, { consent: "none" }, "none"],
    ["nothing", {}, {}, {}, "required"],
  ] as const)("have this priority: %s", (_, data, query, given, consent) => {
    addTag(data);
    expect(read(given, query).consent).toBe(consent);
  });

  test("R25: survive in the first tag where jQuery or a tag manager runs a copy without attributes", () => {
    addTag({ consent: "none", language: "ar" }, ADDRESS, false);
    addTag({}, ADDRESS);
    expect(read()).toMatchObject({ consent: "none", language: "ar" });
    addTag({}, "");
    expect(read()).toMatchObject({ consent: "none", language: "ar" });
  });

  test("are read from a tag that is removed before it runs", () => {
    addTag({ language: "ar" }).remove();
    expect(read().language).toBe("ar");
  });

  test.each(["ae", "e", "n", "a", "Open", "e.|.", ":", ""])(
    "the language %j is no language of the widget",
    (language) => {
      vi.spyOn(navigator, "language", "get").mockReturnValue(language);
      addTag({ language });
      expect(read()).toMatchObject({ language: "en", label: "Open chat" });
    },
  );

  test.each(["ar-EG", "AR", "ar_EG", " ar "])("the language %j is Arabic", (language) => {
    addTag({ language });
    expect(read().language).toBe("ar");
  });

  const ANY_OBJECT = [...Object.getOwnPropertyNames(Object.prototype), "prototype", "then", "length"];

  test.each(ANY_OBJECT)("the value %s, which every object has, is no value of an option", (value) => {
    document.documentElement.lang = value;
    vi.spyOn(navigator, "language", "get").mockReturnValue(value);
    for (const language of [value, `${value}-DE`, ""]) {
      const options = { language, consent: value, position: value, theme: value, offset: value };
      for (const [data, given] of [
        [options, {}],
        [{}, options],
      ] as const) {
        const tag = addTag(data);
        expect(read(given)).toMatchObject({
          consent: "required",
          position: "left",
          theme: "dark",
          language: "en",
        });
        tag.remove();
      }
    }
  });

  test("the launcher of the page is named by a selector", () => {
    addTag({ launcher: ".help" });
    expect(read().launcher).toBe(".help");
    expect(warnings).toEqual([]);
  });

  test.each(ANY_OBJECT)("an option that is named %s changes nothing", (name) => {
    addTag();
    expect(read(Object.fromEntries([[name, "none"]]))).toEqual({
      ...settings,
      base: `${SERVER}/w/`,
      language: "en",
      label: "Open chat",
    });
  });
});
