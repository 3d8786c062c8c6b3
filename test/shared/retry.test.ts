import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRetriable, retryDelay } from "../../shared/rules/retry.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;

describe("trying again", () => {
  it.each([0, 401, 408, 425, 429, 500, 502, 503, 504, 507, 599])("R22: %i is tried again", (status) => {
    expect(isRetriable(status)).toBe(true);
  });

  it.each([200, 204, 301, 400, 403, 404, 405, 409, 410, 413, 415, 422, 451])("R22: %i is final", (status) => {
    expect(isRetriable(status)).toBe(false);
  });

  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [6, 32_000],
    [7, 60_000],
    [8, 60_000],
    [5_000, 60_000],
  ])("R22: after %i failures the wait is anything up to %i ms", (failures, ceiling) => {
    expect(retryDelay(failures, 0, null, NOW)).toBe(0);
    expect(retryDelay(failures, 0.5, null, NOW)).toBe(ceiling / 2);
    expect(retryDelay(failures, 1, null, NOW)).toBe(ceiling);
  });

  it.each([
    ["120", 120_000],
    ["0", 0],
    ["Mon, 23 Nov 2026 12:00:30 GMT", 30_000],
    ["Mon, 23 Nov 2026 11:00:00 GMT", 0],
    ["86400", HOUR],
    ["99999999999999999999", HOUR],
    ["Wed, 23 Nov 2033 12:00:00 GMT", HOUR],
    ["soon", 0],
    ["", 0],
    ["-5", 0],
  ])("R22: Retry-After %j means not before %i ms", (header, wait) => {
    expect(retryDelay(1, 0, header, NOW)).toBe(wait);
    expect(retryDelay(1, 1, header, NOW)).toBe(wait + 1_000);
  });

  it("R22: whatever the server says, the wait is a number of at most an hour and a minute", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.oneof(fc.string(), fc.date().map(String), fc.bigInt().map(String))),
        (failures, random, header) => {
          const wait = retryDelay(failures, random, header, NOW);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(HOUR + 60_000);
        },
      ),
    );
  });
});
