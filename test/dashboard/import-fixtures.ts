import type { ImportInfo, ImportReport, ImportState } from "../../shared/import.ts";
import { NO_REPAIRS } from "../../shared/repair-options.ts";
import { NOON } from "./fixtures.ts";

export const IMPORT = "0190a5b0-0000-7000-8000-000000000001";

export const report = (more: Partial<ImportReport> = {}): ImportReport => ({
  rows: 5_000,
  counts: { new: 4_600, updated: 212, unchanged: 0, conflict: 0, refused: 188 },
  duplicates: 0,
  leftOut: 0,
  leftOutRows: 0,
  remarks: [
    { line: 17, outcome: "refused", reason: "A name is needed.", name: "", email: "", leftOut: 0 },
    {
      line: 4_811,
      outcome: "refused",
      reason: "“ada@” is not an e-mail address.",
      name: "ليلى حداد",
      email: "",
      leftOut: 0,
    },
  ],
  notImported: ["Tags", "Notes"],
  ...more,
});

const BEGUN: readonly ImportState[] = [
  "importing",
  "done",
  "undoing",
  "undone",
  "cancelled",
  "undo_cancelled",
];

/** An import in a state, with the data that it has in that state. */
export const importAt = (state: ImportState, more: Partial<ImportInfo> = {}): ImportInfo => {
  const begun = BEGUN.includes(state);
  return {
    id: IMPORT,
    state,
    fileName: "people.csv",
    size: 312_000,
    reading: {
      format: "csv",
      options: { encoding: "utf-8", delimiter: ";", headerLine: 1, sheet: null },
      encodings: ["utf-8"],
      isEncodingSure: true,
      sheets: [],
      firstRows: [{ line: 1, cells: ["Name", "Mail", "", "Tags"] }],
    },
    preset: null,
    columns: [
      { header: "Name", samples: ["Ada Lovelace", "ليلى حداد"], suggested: "name" },
      { header: "Mail", samples: ["ada@example.com"], suggested: "email" },
      { header: "", samples: [], suggested: null },
      { header: "Tags", samples: ["vip"], suggested: null },
    ],
    mapping: ["name", "email", null, null],
    repairs: NO_REPAIRS,
    progress: state === "uploaded" ? 0 : 1,
    check: begun || state === "checked" ? report() : null,
    report: begun ? report() : null,
    fault: null,
    createdAt: NOON,
    startedAt: begun ? NOON : null,
    finishedAt: state === "done" || state === "undone" ? NOON : null,
    ...more,
  };
};
