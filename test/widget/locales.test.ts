import { expect, test } from "vitest";
import { toJson } from "../../widget/delivery/json.ts";
import { fill } from "../../widget/locales/words.ts";
import { ar, CONVERSATION_WORDS, de, en, fr } from "../support/locales.ts";

/** Every text of a locale by its path. */
function texts(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) => {
    if (key === "chat") return []; // the file of the chat's texts
    return typeof value === "string"
      ? [[path + key, value] as [string, string]]
      : texts(value, `${path}${key}.`);
  });
}

const english = texts({ ...en, list: CONVERSATION_WORDS.en });

const LOCALES: [language: string, words: object][] = [
  ["de", { ...de, list: CONVERSATION_WORDS.de }],
  ["fr", { ...fr, list: CONVERSATION_WORDS.fr }],
  ["ar", { ...ar, list: CONVERSATION_WORDS.ar }],
];

const placeholders = (text: string) =>
  [...text.matchAll(/\{\w+\}/g)].map(([placeholder]) => placeholder).sort();

test.each(LOCALES)("%s has all texts that English has, with the same placeholders", (_, words) => {
  const theirs = new Map(texts(words));
  expect([...theirs.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  for (const [path, text] of english)
    expect(placeholders(theirs.get(path) ?? "")).toEqual(placeholders(text));
});

test.each(LOCALES)("%s has no text left in English", (_, words) => {
  const theirs = new Map(texts(words));
  const same = english.filter(([path, text]) => theirs.get(path) === text);
  expect(same).toEqual([]);
});

test("a placeholder is replaced by text, never by a pattern", () => {
  expect(fill("{name} and {name}, {other}", { name: "$&" })).toBe("$& and $&, {other}");
});

test("JSON is correct in a page that adds a toJSON to prototypes", () => {
  const hostile = () => "hostile";
  const prototypes = [Array.prototype, Object.prototype, String.prototype];
  for (const prototype of prototypes)
    Object.defineProperty(prototype, "toJSON", {
      value: hostile,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  const value = { a: ["x", { b: [1, true, null] }], c: {} };
  const [ours, theirs] = [toJson(value), JSON.stringify(value)];
  for (const prototype of prototypes) Reflect.deleteProperty(prototype, "toJSON");
  expect(theirs).toBe('"hostile"');
  expect(ours).toBe('{"a":["x",{"b":[1,true,null]}],"c":{}}');
});
