import { describe, expect, test } from "vitest";
import { embedScript } from "../../../server/properties/embed-script.ts";
import { builtName, panelFolder, withPanelSettings } from "../../../server/properties/panel-settings.ts";
import { defaultSettings, PANEL_SETTINGS, type PropertySettings } from "../../../shared/property.ts";
import { addProperty, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const assets = {
  embed: "boot(__FOYER_SETTINGS__)",
  fullEmbed: "boot(__FOYER_SETTINGS__)",
  panelHash: "Hash1234",
};
const variant = { available: true, base: "//chat.example.com/w/" };
const locale = {
  type: "text/javascript",
  etag: '"en"',
  body: Buffer.from('use({...__FOYER_PROPERTY__,close:"Close"})'),
};

const propertyWith = (change: Partial<PropertySettings>) => ({
  id: "shop000001",
  settings: { ...defaultSettings("Shop", "UTC"), ...change },
});

/** A form of as many fields as given, each with a label, a help text and a translation. */
const longForm = (fields: number): PropertySettings["preChatForm"] => ({
  intro: { default: "Please tell us everything. ".repeat(10) },
  fields: Array.from({ length: fields }, (_, index) => ({
    id: `field_${index}`,
    type: "text",
    required: false,
    label: { default: `The question number ${index}`, de: `Die Frage Nummer ${index}` },
    help: { default: `The help for question ${index}` },
  })),
});

/** Runs a script as a browser would. @returns the argument of its call */
function run(script: string): unknown {
  let given: unknown;
  const take = (value: unknown) => {
    given = value;
  };
  new Function("boot", "use", script)(take, take);
  return given;
}

const inLocale = (settings: PropertySettings | undefined) =>
  run(withPanelSettings("en.js", locale, settings).body.toString());

describe("the settings that only the panel needs", () => {
  test.each<[string, Partial<PropertySettings>]>([
    ["long forms", { preChatForm: longForm(30), offlineForm: longForm(20) }],
    [
      "a long greeting in many languages",
      { greeting: { default: "Hello! ".repeat(50), de: "Hallo! ".repeat(50) } },
    ],
    ["no files", { files: { allowed: false, maxMegabytes: 5 } }],
  ])("do not make the script larger that every visitor loads: %s", (_, change) => {
    const sizeOf = (one: Partial<PropertySettings>) => embedScript(assets, propertyWith(one), variant).length;
    expect(sizeOf(change)).toBe(sizeOf({}));
    const inlined = Object.keys(run(embedScript(assets, propertyWith(change), variant)) ?? {});
    expect(inlined.filter((name) => PANEL_SETTINGS.some((one) => one === name))).toEqual([]);
  });

  test.each([
    ["</script><script>alert(1)</script>"],
    ["line\u2028separator\u2029"],
    ["$& $1 $` $'"],
    ["\"quotes\" 'both' \\ and \n newlines"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay a text
    ["`${alert(1)}` \\`${alert(2)}\\\\` $`{} \\"],
    ["__FOYER_PROPERTY__"],
  ])("stand beside the texts of the panel, with the owner's text %j unchanged", (text) => {
    const settings = propertyWith({ greeting: { default: text } }).settings;
    expect(inLocale(settings)).toEqual({
      close: "Close",
      property: {
        name: "Shop",
        greeting: { default: text },
        forms: { pre_chat: { version: expect.any(String), fields: expect.any(Array) } },
      },
    });
  });

  test("are in no file for an embed that has them itself", () => {
    expect(inLocale(undefined)).toEqual({ close: "Close" });
  });

  test("are in the script of a preview, whose settings are not saved", () => {
    const greeting = { default: "Draft" };
    const script = embedScript(assets, propertyWith({ greeting }), { ...variant, preview: "Not sent." });
    expect(run(script)).toMatchObject({
      greeting,
      forms: { pre_chat: {} },
      files: "../../w/assets/Hash1234/",
    });
  });

  test.each<[string, Partial<PropertySettings>, string, boolean]>([
    ["a form", { preChatForm: longForm(1) }, "Hash1234", true],
    ["the greeting", { greeting: { default: "Hello" } }, "Hash1234", true],
    ["the name", { name: "Other" }, "Hash1234", true],
    ["the files of an upgrade", {}, "Hash5678", true],
    [
      "what the panel does not have",
      { accent: "#aa3300", allowedOrigins: ["https://example.com"] },
      "Hash1234",
      false,
    ],
  ])("have a new address when %s has changed", (_, change, panelHash, isNew) => {
    const before = panelFolder(assets, propertyWith({}));
    expect(before).toMatch(/^shop000001-[\w-]{8}$/);
    expect(panelFolder({ panelHash }, propertyWith(change)) !== before).toBe(isNew);
  });
});

describe("what draws the forms of a property", () => {
  type Form = PropertySettings["preChatForm"];
  const form = (...fields: Partial<Form["fields"][number]>[]): Form => ({
    fields: fields.map((field, at) => ({ id: `field_${at}`, type: "text", required: false, ...field })),
  });
  const options = [{ id: "a", label: { default: "A" } }];
  const plain = form(
    { type: "text" },
    { type: "name" },
    { type: "email" },
    { type: "phone" },
    { type: "long_text" },
  );
  test.each<[string, Form, string]>([
    ["typed answers", plain, "form-plain.js"],
    ["no field", form(), "form-plain.js"],
    ["a choice", form({}, { type: "choice", options }), "form-view.js"],
    ["choices", form({ type: "choices", options }), "form-view.js"],
    ["a department", form({ type: "department", options }), "form-view.js"],
    ["a checkbox", form({ type: "checkbox" }), "form-view.js"],
    ["a consent", form({ type: "consent" }), "form-view.js"],
    ["a hidden field", form({ type: "hidden" }), "form-view.js"],
    ["a condition", form({}, { shownIf: { field: "field_0", answer: "given" } }), "form-view.js"],
  ])("is the smaller file only where every form has only plain fields: %s", (_, one, expected) => {
    const { settings } = propertyWith({ preChatForm: one, offlineForm: plain });
    expect(builtName("form-view.js", settings)).toBe(expected);
    const other = propertyWith({ preChatForm: plain, offlineForm: one }).settings;
    expect(builtName("form-view.js", other)).toBe(expected);
  });

  test("has every field where the settings are not known, as in a preview; other files are as they are", () => {
    expect(builtName("form-view.js", undefined)).toBe("form-view.js");
    expect(builtName("panel.js", propertyWith({}).settings)).toBe("panel.js");
  });
});

describeEachDatabase("the folder of a property's panel", (open) => {
  test("may be cached for ever until the settings change; then it has the current files, not cached", async () => {
    const { app, deps, clock } = await testApp(await open());
    const id = await addProperty(deps);
    const folder = async () => {
      const script = await (await app.request(`/w/${id}.js`)).text();
      return /files:"([^"]+)"/.exec(script)?.[1] ?? "";
    };
    const cacheOf = async (path: string) => {
      const { status, headers } = await app.request(`/w/${path}panel.js`);
      return [status, headers.get("cache-control")];
    };
    const before = await folder();
    expect(await cacheOf(before)).toEqual([200, "public, max-age=31536000, immutable"]);
    expect(await cacheOf(`${before}3/`)).toEqual([200, "public, max-age=31536000, immutable"]);
    const settings = JSON.stringify({ ...defaultSettings("Shop", "UTC"), greeting: { default: "New" } });
    await deps.database.write((tx) => tx.updateTable("properties").set({ settings, version: 2 }).execute());
    clock.pass(6_000);
    expect(await cacheOf(before)).toEqual([200, "no-store"]);
    expect(await cacheOf(await folder())).toEqual([200, "public, max-age=31536000, immutable"]);
  });

  test.each([
    ["nobody0000-Abc12345/panel.js", "property_unknown"],
    ["shop000001-Abc12345/nothing.js", "not_found"],
    ["shop000001-Abc12345/..%2fpackage.json", "not_found"],
  ])("%s is not served", async (path, code) => {
    const { app, deps } = await testApp(await open());
    await addProperty(deps);
    const response = await app.request(`/w/assets/${path}`);
    expect([response.status, await response.json()]).toMatchObject([404, { code }]);
  });
});
