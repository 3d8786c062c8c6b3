import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { filesBelow, modulesBelow, ROOT } from "./modules.ts";

/** The rules of DESIGN.md by number, and whether they are built. */
const rules = new Map(
  [...readFileSync(join(ROOT, "DESIGN.md"), "utf8").matchAll(/^- R(\d+) (\*\(planned\)\* )?/gm)].map(
    ([, number, planned]) => [Number(number), { isBuilt: !planned }],
  ),
);

/** The numbers in the titles of a test file, which begin with their rule or rules and a colon. */
function rulesInTitles(source: string): readonly number[] {
  return [...source.matchAll(/["'`]((?:R\d+, )*R\d+): /g)].flatMap(([, numbers = ""]) =>
    [...numbers.matchAll(/R(\d+)/g)].map(([, number]) => Number(number)),
  );
}

it("DESIGN.md defines each rule once, in the order of the numbers", () => {
  const numbers = [...rules.keys()];
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1));
  expect(numbers.length).toBeGreaterThan(30);
});

it("every rule of DESIGN.md that is built is named by at least one test", () => {
  const named = new Set(
    modulesBelow("test")
      .filter(({ path }) => /\.test\.tsx?$/.test(path))
      .flatMap(({ source }) => rulesInTitles(source)),
  );
  const unnamed = [...rules].filter(([number, { isBuilt }]) => isBuilt && !named.has(number));
  expect(unnamed.map(([number]) => `R${number}`)).toEqual([]);
});

it("every rule that the code or its documentation cites is defined in DESIGN.md", () => {
  const files = [
    ...["server", "widget", "shared", "test", "examples"].flatMap(filesBelow),
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
  ].filter((path) => /\.(tsx?|mjs|js|css|html|md)$/.test(path) && existsSync(join(ROOT, path)));
  const undefinedRules = files.flatMap((path) =>
    [...readFileSync(join(ROOT, path), "utf8").matchAll(/\bR([1-9]\d?)\b/g)]
      .filter(([, number]) => !rules.has(Number(number)))
      .map(([rule]) => `${path}: ${rule}`),
  );
  expect(undefinedRules).toEqual([]);
});
