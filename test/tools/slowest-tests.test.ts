import { expect, it } from "vitest";
import { slowestText, type TimedTest } from "../support/slowest-tests.ts";

const tests = (count: number): TimedTest[] =>
  Array.from({ length: count }, (_, index) => ({
    file: `${index}.test.ts`,
    name: "works",
    duration: index * 100,
  }));

it("lists the ten slowest tests of a run, the slowest first", () => {
  const lines = slowestText(tests(30)).trim().split("\n");
  expect(lines).toHaveLength(11);
  expect(lines[1]).toBe("     2.9 s  29.test.ts > works");
  expect(lines[10]).toBe("     2.0 s  20.test.ts > works");
});

it("lists nothing for a run of a few tests", () => {
  expect(slowestText(tests(19))).toBe("");
});
