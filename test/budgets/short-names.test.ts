import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { SHORT_NAMES, SHORT_PROPERTIES } from "../../widget/short-names.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const read = (path: string) => readFileSync(at(path), "utf8");
const namesIn = (folder: string) => readdirSync(at(folder), { recursive: true, encoding: "utf8" });

/** Names that are sent, stored in the browser, passed between its tabs, or used by a page. */
const CONTRACT = [
  ...namesIn("shared")
    .filter((name) => name.endsWith(".ts") && !name.startsWith("rules"))
    .map((name) => `shared/${name}`),
  "widget/api/foyer.ts",
  "widget/npm/index.ts",
  "widget/delivery/outbox-event.ts",
  "widget/delivery/leader-event.ts",
];

const names = Object.keys(SHORT_NAMES);
/** The code without its comments, and without the texts of more than a word, which are no keys. */
const codeOf = (path: string) =>
  read(path)
    .replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, (text) => (/^"\w+"$/.test(text) ? text : '""'));

describe("the names that the build shortens", () => {
  let built: readonly string[];
  beforeAll(() => {
    const panel = namesIn("dist/panel").map((name) => `dist/panel/${name}`);
    built = ["dist/embed/embed.js", "dist/embed/embed-full.js", ...panel].map(read);
  });

  it("each have a short one of their own, which no other property has", () => {
    const short = Object.values(SHORT_NAMES);
    expect(new Set(short).size).toBe(short.length);
    for (const name of short) expect(name).toMatch(/^[A-Z][a-z]?$/);
    expect(names.filter((name) => short.includes(name))).toEqual([]);
  });

  it.each(CONTRACT)("are no keys of what is sent, stored or public: %s", (path) => {
    const words = new Set(codeOf(path).match(/\w+/g));
    expect(names.filter((name) => words.has(name))).toEqual([]);
  });

  it("are no keys of the state that is stored", () => {
    const [, state = ""] =
      /interface PersistedState {(.*?)\n}/s.exec(codeOf("widget/state/persisted-state.ts")) ?? [];
    const words = new Set(state.match(/\w+/g));
    expect(words).toContain("known");
    expect(names.filter((name) => words.has(name))).toEqual([]);
  });

  it("are used as properties only: no part exports one, or has one as a text", () => {
    for (const code of built) {
      const texts = [...code.matchAll(/["'`](\w+)["'`]/g)].map(([, text = ""]) => text);
      const exported = [...code.matchAll(/export\s*{([^}]*)}/g)].flatMap(
        ([, list = ""]) => list.match(/\w+/g) ?? [],
      );
      expect(names.filter((name) => texts.includes(name) || exported.includes(name))).toEqual([]);
    }
  });

  it("are short in all that is built", () => {
    const whole = built.join("\n");
    expect(names.filter((name) => new RegExp(`\\.${name}\\b`).test(whole))).toEqual([]);
    expect(whole).toContain(`{${SHORT_NAMES.propertyUrl}:`);
  });
});

describe("the custom properties that the build shortens", () => {
  /** The custom properties that a text uses. A decrement (`--x`) of minified code looks like one. */
  const propertiesIn = (text: string) =>
    [...text.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map(([, name = ""]) => name);

  it("each have a short one of their own, and are all that the panel's style sheets have for themselves", () => {
    const short = Object.values(SHORT_PROPERTIES);
    expect(new Set(short).size).toBe(short.length);
    const sheets = namesIn("widget/panel").filter((name) => name.endsWith(".css"));
    const used = new Set(sheets.flatMap((name) => propertiesIn(read(`widget/panel/${name}`))));
    const own = [...used].filter((name) => !name.startsWith("foyer-"));
    expect(own.sort()).toEqual(Object.keys(SHORT_PROPERTIES).sort());
  });

  it("are short in all that is built", () => {
    const built = namesIn("dist/panel").flatMap((name) => propertiesIn(read(`dist/panel/${name}`)));
    expect(built).toContain(SHORT_PROPERTIES.accent);
    expect(built.filter((name) => Object.hasOwn(SHORT_PROPERTIES, name))).toEqual([]);
  });
});
