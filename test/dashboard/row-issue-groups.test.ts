import { describe, expect, it } from "vitest";
import { rowIssueGroups } from "../../server/dashboard/imports/row-issue-groups.ts";
import { addToReport, emptyReport, type RowResult } from "../../server/imports/jobs/import-report.ts";
import { report } from "./import-fixtures.ts";

const row = (more: Partial<RowResult>): RowResult => ({
  line: 2,
  outcome: "new",
  isDuplicate: false,
  reason: "",
  leftOut: 0,
  name: "Ada",
  email: "",
  ...more,
});
const LEFT_OUT = { leftOut: 2, reason: "Left out: “030” is not a phone. Left out: “a@” is not an e-mail." };
const SAME = { isDuplicate: true, reason: "The same person as in line 2." };
const BOTH = { leftOut: 1, isDuplicate: true, reason: "Left out: “x”. The same person as in line 2." };
const REFUSED = { outcome: "refused", reason: "A name is needed." } as const;
const CONFLICT = { outcome: "conflict", reason: "The name “B” is saved as an alternative." } as const;

describe("R17: the lists of rows with issues", () => {
  it.each<[string, Partial<RowResult>, string[]]>([
    ["a new row", {}, []],
    ["an update", { outcome: "updated" }, []],
    ["an unchanged row", { outcome: "unchanged" }, []],
    ["a refused row", REFUSED, ["refused"]],
    ["a conflict", CONFLICT, ["conflict"]],
    ["a new row without a value", LEFT_OUT, ["left_out"]],
    ["an unchanged row without a value", { ...LEFT_OUT, outcome: "unchanged" }, ["left_out"]],
    ["a conflict without a value", { ...CONFLICT, leftOut: 1 }, ["left_out", "conflict"]],
    ["a repeated row", { ...SAME, outcome: "unchanged" }, ["duplicate"]],
    ["a repeated row that adds", { ...SAME, outcome: "updated" }, ["duplicate"]],
    ["a repeated row that differs", { ...CONFLICT, isDuplicate: true }, ["conflict", "duplicate"]],
    ["a repeated row without a value", { ...BOTH, outcome: "updated" }, ["left_out", "duplicate"]],
    ["all of it", { ...CONFLICT, ...BOTH, outcome: "conflict" }, ["left_out", "conflict", "duplicate"]],
  ])("%s is in each list that is about it, and in no other", (_, more, kinds) => {
    const groups = rowIssueGroups(
      addToReport(emptyReport([]), [row({}), row({ ...more, line: 3 })]),
      "planned",
    );
    expect(groups.map(({ kind }) => kind)).toEqual(kinds);
    for (const { issues, total } of groups) {
      expect(issues.map(({ line }) => line)).toEqual([3]);
      expect(total).toBe(1);
    }
  });

  it("count all rows of their kind, also those that a long report does not contain", () => {
    const kinds = [
      {},
      REFUSED,
      CONFLICT,
      LEFT_OUT,
      { ...SAME, outcome: "unchanged" },
      { ...CONFLICT, ...BOTH, outcome: "conflict" },
    ] as const;
    const rows = kinds.flatMap((more) =>
      Array.from({ length: 120 }, (_, at) => row({ ...more, line: at + 2 })),
    );
    const groups = rowIssueGroups(addToReport(emptyReport([]), rows), "done");
    expect(groups.map(({ kind, total, issues }) => [kind, total, issues.length])).toEqual([
      ["refused", 120, 50],
      ["left_out", 240, 100],
      ["conflict", 240, 100],
      ["duplicate", 240, 100],
    ]);
  });

  it("say in their hints what has happened, or what will", () => {
    const all = addToReport(emptyReport([]), [row(REFUSED), row(CONFLICT), row(LEFT_OUT), row(SAME)]);
    for (const { hint } of rowIssueGroups(all, "planned")) expect(hint).not.toMatch(/\bwere\b|\bbecame\b/);
    for (const { hint } of rowIssueGroups(all, "done")) expect(hint).not.toMatch(/\bwill\b|\bbecome\b/);
  });

  it("of a report that was stored before contain repeated rows by their reasons", () => {
    const remark = { line: 3, outcome: "updated", name: "", email: "", leftOut: 0 } as const;
    const old = report({
      duplicates: 7,
      remarks: [
        { ...remark, reason: "The same person as in line 1." },
        { ...remark, reason: "Left out: “x”.", leftOut: 1 },
      ],
    });
    expect(
      rowIssueGroups(old, "done").map(({ kind, total, issues }) => [kind, total, issues.length]),
    ).toEqual([
      ["refused", 188, 0],
      ["left_out", 1, 1],
      ["duplicate", 7, 1],
    ]);
  });
});
