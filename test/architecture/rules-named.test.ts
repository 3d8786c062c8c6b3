import { expect, it } from "vitest";
import { modulesBelow } from "./modules.ts";

/** The rules of the design that the product keeps so far. */
const KEPT = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
];

/** The numbers in the titles of a test file, which begin with their rule or rules and a colon. */
function rulesNamed(source: string): readonly number[] {
  return [...source.matchAll(/["'`]((?:R\d+, )*R\d+): /g)].flatMap(([, numbers = ""]) =>
    [...numbers.matchAll(/R(\d+)/g)].map(([, number]) => Number(number)),
  );
}

it("every rule of the design that is kept is named by at least one test", () => {
  const named = new Set(
    modulesBelow("test")
      .filter(({ path }) => /\.test\.tsx?$/.test(path))
      .flatMap(({ source }) => rulesNamed(source)),
  );
  expect(KEPT.filter((rule) => !named.has(rule)).map((rule) => `R${rule}`)).toEqual([]);
});
