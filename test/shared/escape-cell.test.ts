import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCsv } from "../../server/imports/export/format-csv.ts";
import { escapeCell, unescapeCell } from "../../shared/rules/escape-cell.ts";

const FORMULA = /^["\s\p{Cc}\p{DI}]*[=+\-@＝＋－＠﹦﹢﹣﹫]/u;
/** A plain phone, also if a spreadsheet that splits by another delimiter reads empty cells before it and the next ones as a part of it. */
const PHONE = /^["\s]*"\+\d+"(?:$|[,;\t|])/;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** The cells of a file as a spreadsheet reads them that splits by a delimiter and knows nothing of quotation marks. */
const cellsOf = (file: string, delimiter: string) =>
  file.split(/\r\n|\r|\n/).flatMap((line) => line.split(delimiter));

/** Whether a spreadsheet would run the cell. Space and quotation marks before a formula do not keep it from that. */
const runs = (cell: string) => FORMULA.test(cell) && !PHONE.test(cell);

/** The cells that run when a file with one row is opened with each delimiter. */
const running = (...row: readonly string[]) =>
  DELIMITERS.flatMap((written) =>
    DELIMITERS.flatMap((read) => cellsOf(formatCsv([row], written), read).filter(runs)),
  );

const CHARACTERS = [..."'\"=+-@1a \t\r\n;,|＋＝﹦\u0000\u0001\u200b\u202e\ufeff\u00a0"];
const text = fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 14 });

describe("R19: an exported cell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+1+1", "'+1+1"],
    ["-2", "'-2"],
    ["@sum(a1)", "'@sum(a1)"],
    ["\t=1", "'\t'=1"],
    ["\tAnn", "'\tAnn"],
    ["＝1+1", "'＝1+1"],
    ["﹦1+1", "'﹦1+1"],
    ["\u0001=1", "'\u0001=1"],
    ["\u200b=1", "'\u200b=1"],
    ["a;\u202e\u00a0@x", "a;'\u202e\u00a0@x"],
    ["'=1", "''=1"],
    [" =1", "' =1"],
    ['"=1"', `'"=1"`],
    ["a;=cmd|'/C calc'!A0;b", "a;'=cmd|'/C calc'!A0;b"],
    ["a\t@x", "a\t'@x"],
    ["a|+1-2", "a|'+1-2"],
    ["a, -b", "a,' -b"],
    ["a\n=1", "a\n'=1"],
    ["a\r\n\r\n- one\r\n- two", "a\r\n'\r\n'- one\r\n'- two"],
    ["+442079460000", "+442079460000"],
    ["+44 20", "'+44 20"],
    ["Ann", "Ann"],
    ["a=b; c-d, e@f.de", "a=b; c-d, e@f.de"],
    ["O'Brien", "O'Brien"],
    ["'t Hooft", "'t Hooft"],
    ["one\n\n\ttwo", "one\n\n\ttwo"],
    ["", ""],
  ])("%j is written as %j", (one, cell) => {
    expect(escapeCell(one)).toBe(cell);
    expect(unescapeCell(cell)).toBe(one);
  });

  it("runs in no spreadsheet, by whichever delimiter it splits", () => {
    expect(runs('"=1'), "this test finds formulas").toBe(true);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (row) => {
        expect(running(...row)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("is imported unchanged", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(unescapeCell(escapeCell(one))).toBe(one);
      }),
      { numRuns: 1_000 },
    );
  });
});
