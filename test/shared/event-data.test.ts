import fc from "fast-check";
import { expect, it } from "vitest";
import {
  eventName,
  MAX_EVENT_KEY,
  MAX_EVENT_KEYS,
  MAX_EVENT_TEXT,
  readEventData,
} from "../../shared/rules/event-data.ts";

it.each([
  ["order placed", "order placed"],
  ["  order\n placed ", "order placed"],
  ["\u202eorder", "order"],
  ["x".repeat(100), "x".repeat(100)],
  ["x".repeat(101), null],
  ["\u200b", null],
  ["", null],
  [5, null],
  [null, null],
  [{}, null],
])("the name %j is %j", (given, name) => {
  expect(eventName(given)).toBe(name);
});

it.each<[unknown, unknown[], string[]]>([
  [undefined, [], []],
  [null, [], []],
  ["text", [], ["data"]],
  [[1], [], ["data"]],
  [
    { a: 1, b: "x", c: true, d: null },
    [
      ["a", 1],
      ["b", "x"],
      ["c", true],
    ],
    [],
  ],
  [{ a: Number.NaN, b: {}, c: "", d: "x".repeat(501) }, [], ["a", "b", "c", "d"]],
  [{ [`${"k".repeat(40)}1`]: 1 }, [], ["k".repeat(40)]],
])("the values %j", (given, data, ignored) => {
  expect(readEventData(given)).toEqual({ data, ignored });
});

it("whatever is given, what is taken is small and is JSON, and no prototype changes", () => {
  fc.assert(
    fc.property(fc.anything(), (given) => {
      const { data, ignored } = readEventData(given);
      expect(data.length).toBeLessThanOrEqual(MAX_EVENT_KEYS);
      expect(ignored.length).toBeLessThanOrEqual(MAX_EVENT_KEYS);
      for (const [key, value] of data) {
        expect(key.length).toBeLessThanOrEqual(MAX_EVENT_KEY);
        if (typeof value === "string") expect(value.length).toBeLessThanOrEqual(MAX_EVENT_TEXT);
      }
      expect(JSON.parse(JSON.stringify(data))).toEqual(data.map(([key, one]) => [key, one === 0 ? 0 : one]));
    }),
  );
});
