import type { ApiImport } from "../../../shared/api/import.ts";
import type { ImportReport } from "../../../shared/import.ts";
import { NO_REPAIRS } from "../../../shared/repair-options.ts";

const REPORT: ImportReport = {
  rows: 3,
  counts: { new: 1, updated: 1, unchanged: 0, conflict: 0, refused: 1 },
  duplicates: 0,
  leftOut: 0,
  leftOutRows: 0,
  remarks: [
    {
      line: 4,
      outcome: "refused",
      reason: "has no e-mail, phone or user ID to know the person by",
      leftOut: 0,
      isDuplicate: false,
      name: "Charles Babbage",
      email: "",
    },
  ],
  notImported: ["Shoe size"],
};

/** An import of three invented people, after its end. */
export const EXAMPLE_IMPORT: ApiImport = {
  id: "01890a5d-ac96-774b-bcce-b302099a8061",
  state: "done",
  fileName: "customers.csv",
  size: 142,
  preset: null,
  format: "csv",
  options: { encoding: "utf-8", delimiter: ",", headerLine: 1, sheet: null },
  columns: [
    { header: "Name", suggested: "name" },
    { header: "E-mail", suggested: "email" },
    { header: "Shoe size", suggested: null },
  ],
  mapping: ["name", "email", null],
  repairs: NO_REPAIRS,
  progress: 1,
  check: REPORT,
  report: REPORT,
  fault: null,
  createdAt: 1_795_000_000_000,
  startedAt: 1_795_000_001_000,
  finishedAt: 1_795_000_002_000,
};

/** The parameter of a path that names an import. */
export const IMPORT_ID = { description: "The import's ID", example: EXAMPLE_IMPORT.id };
