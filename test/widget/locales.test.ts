import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { LOCALE_TAGS, type Locale } from "../../shared/locale-tag.ts";
import { toJson } from "../../widget/delivery/json.ts";
import { fill } from "../../widget/locales/words.ts";
import { localeFaults, type Texts, textsOf } from "../support/locale-faults.ts";
import { CONVERSATION_WORDS, WORDS } from "../support/locales.ts";

const allTexts = (tag: Locale): Texts => new Map(textsOf({ ...WORDS[tag], list: CONVERSATION_WORDS[tag] }));

const ENGLISH = allTexts("en");
const TRANSLATED = LOCALE_TAGS.filter((tag) => tag !== "en");

test("there are as many locales as the settings offer, each with its three files", () => {
  const files = readdirSync(new URL("../../widget/locales", import.meta.url));
  const own = LOCALE_TAGS.flatMap((tag) => [`${tag}.ts`, `${tag}-chat.ts`, `${tag}-conversations.ts`]);
  expect(files.filter((name) => name !== "words.ts" && name !== "fault-texts.ts").sort()).toEqual(own.sort());
  expect(LOCALE_TAGS).toHaveLength(40);
});

test.each(TRANSLATED)("%s is complete and in its language, and has no fault that a machine finds", (tag) => {
  expect(localeFaults(tag, allTexts(tag), ENGLISH)).toEqual([]);
});

test.each<[string, Locale, change: (texts: Map<string, string>) => unknown, fault: string]>([
  ["a missing text", "de", (texts) => texts.delete("send"), "send: missing"],
  ["an unknown text", "de", (texts) => texts.set("sned", "Senden"), "sned: not a text of the widget"],
  ["a lost placeholder", "fr", (texts) => texts.set("thanksName", "Merci."), "other placeholders"],
  ["an English text", "hi", (texts) => texts.set("ended", "This chat has ended."), "left in English"],
  ["a double space", "es", (texts) => texts.set("saved", "Guardado  ya"), "superfluous space"],
  ["a typewriter quote", "it", (texts) => texts.set("write", "L'altro"), "typewriter quote"],
  ["three full stops", "pl", (texts) => texts.set("sending", "Wysyłanie..."), "in place of an ellipsis"],
  ["a full stop on a button", "ja", (texts) => texts.set("send", "送信。"), "another end of the sentence"],
  ["a sentence without its end", "ru", (texts) => texts.set("thanks", "Спасибо"), "another end"],
  ["a long button", "hu", (texts) => texts.set("send", "Az üzenet elküldése most"), "too long for a button"],
  ["a direction mark", "ar", (texts) => texts.set("send", "\u200fإرسال"), "invisible character"],
  ["decomposed letters", "vi", (texts) => texts.set("send", "Gửi".normalize("NFD")), "composed form"],
  ["a simplified character", "zh-Hant", (texts) => texts.set("send", "发送"), "not all in the script Hant"],
])("%s is found", (_, tag, change, fault) => {
  const texts = new Map(allTexts(tag));
  change(texts);
  expect(localeFaults(tag, texts, ENGLISH).join("\n")).toContain(fault);
});

test.each<[of: Locale, as: Locale, fault: string]>([
  ["ru", "th", "0 % of the letters are of the script Thai"],
  ["da", "nb", "seems to be in dan"],
  ["cs", "sk", "seems to be in ces"],
  ["ru", "uk", "seems to be in rus"],
  ["zh-Hans", "zh-Hant", "not all in the script Hant"],
])("the texts of %s under the name of %s are found", (of, as, fault) => {
  expect(localeFaults(as, allTexts(of), ENGLISH).join("\n")).toContain(fault);
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
