import { describe, expect, it } from "vitest";
import { looksLikeData } from "../../../server/imports/columns/cell-kinds.ts";
import { matchColumns } from "../../../server/imports/columns/match-columns.ts";
import { MAX_ROW_BYTES } from "../../../server/imports/csv/row-parser.ts";
import { createRowReader, MAX_CELL } from "../../../server/imports/rows/read-row.ts";
import type { Attribute } from "../../../shared/crm.ts";
import { IMPORT_FIELDS, type ImportField } from "../../../shared/import.ts";
import { costOf, MOST, TEXTS } from "../../support/cost.ts";

const ATTRIBUTES = (["text", "number", "date", "yes_no", "choice"] as const).map(
  (type, position): Attribute => ({
    position,
    key: type,
    label: `The ${type}`,
    type,
    choices: type === "choice" ? Array.from({ length: 200 }, (_, at) => `choice ${at}`) : [],
  }),
);
const FIELDS: readonly ImportField[] = [
  ...IMPORT_FIELDS,
  ...ATTRIBUTES.map(({ key }): ImportField => `attribute:${key}`),
];

/** Of each alphabet, the longest cell that is read, and the longest that a row can have. */
const CELLS = TEXTS.flatMap(([name, text]) => {
  const row = Buffer.from(text + text).subarray(0, MAX_ROW_BYTES - 100);
  return [
    [`${name}, read`, text.slice(0, MAX_CELL)],
    [`${name}, refused`, row.toString().replace(/\ufffd+$/, "")],
  ] as const;
});

const tooDear = (costs: readonly (readonly [name: string, cost: number])[]) =>
  costs.filter(([, cost]) => cost > MOST);

describe("R37: no cell of a file costs more than 50 ms of processor time", () => {
  it.each(FIELDS)("as %s", (field) => {
    const columns: ImportField[] = ["name", "email", field];
    const read = createRowReader(columns, ["Name", "E-mail", "Column"], ATTRIBUTES);
    const costs = CELLS.map(
      ([name, cell]) =>
        [name, costOf(() => read({ line: 2, cells: ["Ann", "ann@example.com", cell] }))] as const,
    );
    expect(tooDear(costs)).toEqual([]);
  });

  it.each([
    ["whether it is data", (cell: string) => looksLikeData(cell)],
    ["the field of its column", (cell: string) => matchColumns([cell, "E-mail"], ATTRIBUTES)],
  ])("in the header, asked for %s", (_, work) => {
    const costs = CELLS.map(([name, cell]) => [name, costOf(() => work(cell))] as const);
    expect(tooDear(costs)).toEqual([]);
  });
});
