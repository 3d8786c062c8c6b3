import { describe, expect, it } from "vitest";
import { canBeUndone, stepOf } from "../../server/dashboard/imports/import-steps.ts";
import { formatText } from "../../server/dashboard/imports/import-texts.ts";
import { fileSize, percent } from "../../server/dashboard/ui/format.ts";

describe("the step of an import", () => {
  it("depends on its state, and on whether the columns are opened again", () => {
    expect(stepOf({ state: "uploaded", startedAt: null }, false)).toBe("columns");
    expect(stepOf({ state: "checking", startedAt: null }, false)).toBe("review");
    expect(stepOf({ state: "checked", startedAt: null }, false)).toBe("review");
    expect(stepOf({ state: "checked", startedAt: null }, true)).toBe("columns");
    for (const state of ["importing", "done", "undoing", "undone"] as const)
      expect(stepOf({ state, startedAt: 1 }, true)).toBe("import");
  });

  it("after a failure is the step that failed; an import can be undone if it has written anything", () => {
    expect(stepOf({ state: "failed", startedAt: null }, false)).toBe("review");
    expect(stepOf({ state: "failed", startedAt: 1 }, false)).toBe("import");
    expect(canBeUndone({ state: "failed", startedAt: null })).toBe(false);
    expect(canBeUndone({ state: "failed", startedAt: 1 })).toBe(true);
    expect(canBeUndone({ state: "undone", startedAt: 1 })).toBe(false);
  });
});

describe("the texts of an import", () => {
  it("round a share down, so that 100% means done", () => {
    expect(percent(0.999, "en")).toBe("99%");
    expect(percent(1, "en")).toBe("100%");
    expect(percent(0, "en")).toBe("0%");
  });

  it("contain the size of the file and its format", () => {
    const options = { headerLine: 1, sheet: null };
    expect(fileSize(312_000, "en")).toBe("312 kB");
    expect(fileSize(1_048_576, "en")).toBe("1 MB");
    expect(formatText({ ...options, encoding: "utf-16le", delimiter: "\t" })).toBe(
      "UTF-16LE, separated by tabs",
    );
    expect(formatText({ ...options, encoding: "utf-8", delimiter: null })).toBe("UTF-8");
    expect(formatText({ ...options, encoding: null, delimiter: null, sheet: "People" })).toBe("");
  });
});
