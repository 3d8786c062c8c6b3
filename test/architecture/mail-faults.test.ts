import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CORPUS } from "../server/mail/corpus/corpus.ts";
import { MAIL_FAULTS } from "./mail-faults.ts";
import { ROOT } from "./modules.ts";

const sources = new Map<string, string>();
function sourceOf(file: string): string {
  const path = join(ROOT, "test/server/mail", file);
  const source = sources.get(path) ?? readFileSync(path, "utf8");
  sources.set(path, source);
  return source;
}

/** The titles of the tests that run: what `it`, `it.each(…)` or `it.runIf(…)` is called with, without those that are skipped. */
function titlesIn(source: string): readonly string[] {
  const calls = source.matchAll(/(?:(?:^|[^.\w])it(?:\.\w+)?|\))\(\s*(["`])((?:(?!\1).)+)\1/gm);
  return [...calls].flatMap(([call, , title]) => (title && !/\.(?:skip|todo)\(/.test(call) ? [title] : []));
}

it("there are thirty-one faults", () => {
  expect(MAIL_FAULTS).toHaveLength(31);
  expect(new Set(MAIL_FAULTS.map(({ fault }) => fault)).size).toBe(31);
});

it("a title is found wherever a test has it, and not that of a test which is skipped", () => {
  const tests = [
    'it("one", test);',
    'it.each([["a"]])("two %s", test);',
    'it.skip("three", test);',
    "it.todo(`four`);",
  ];
  expect(titlesIn(tests.join("\n"))).toEqual(["one", "two %s"]);
});

it.each(MAIL_FAULTS)("has a test that would fail if $fault", ({ tests, corpus = [] }) => {
  expect(tests.length).toBeGreaterThan(0);
  const missing = tests.filter(
    ({ file, title, row }) =>
      !titlesIn(sourceOf(file)).some((one) => one.startsWith(title)) ||
      (row !== undefined && !sourceOf(file).includes(`"${row}"`)),
  );
  expect(missing).toEqual([]);
  const files = CORPUS.map(({ file }) => file);
  expect(corpus.filter((file) => !files.includes(file))).toEqual([]);
});
