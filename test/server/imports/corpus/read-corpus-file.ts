import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import type { CsvRow } from "../../../../server/imports/csv/row-parser.ts";
import { detectReading, openTable } from "../../../../server/imports/formats/open-file.ts";
import { type DescribedFile, describeFile } from "../../../../server/imports/jobs/describe-file.ts";
import { createRowReader, type ReadRow, type RefusedRow } from "../../../../server/imports/rows/read-row.ts";
import { ImportMapping } from "../../../../shared/import.ts";

/** The files of the corpus: those of the issue that asked for it, and two lots of those of other tools, languages and layouts. */
export const CORPUS = ["shown", "more", "further"] as const;
export type CorpusPart = (typeof CORPUS)[number];

export const filesOf = (part: CorpusPart): string[] => readdirSync(join(import.meta.dirname, part)).sort();

/** The field of each column of each file, as a person would choose them. */
const EXPECTED = z.record(z.string(), ImportMapping);
export const expectedFields = (part: CorpusPart) =>
  z.parse(EXPECTED, JSON.parse(readFileSync(join(import.meta.dirname, `${part}-columns.json`), "utf8")));

/** A file of the corpus as a property in Germany would read it. */
export async function describeCorpusFile(part: CorpusPart, file: string): Promise<DescribedFile> {
  const path = join(import.meta.dirname, part, file);
  return describeFile(path, await detectReading(path), { attributes: [], country: "DE" });
}

/** The outcome of a file whose suggestions are taken as they are: how it is read, its columns, and each row. */
export async function outcomeOf(part: CorpusPart, file: string): Promise<string> {
  const { reading, preset, columns, mapping, repairs } = await describeCorpusFile(part, file);
  const table = await openTable(join(import.meta.dirname, part, file), reading);
  const headers = table.header.cells;
  const readRow = createRowReader(mapping, headers, [], repairs);
  const rows: CsvRow[] = [];
  for await (const batch of table.rows) rows.push(...batch);
  const { encoding, delimiter, headerLine } = reading.options;
  return [
    `${reading.format}, ${encoding}${reading.isEncodingSure ? "" : " (to be confirmed)"}, ${JSON.stringify(delimiter)}, header in line ${headerLine}, from ${preset}`,
    ...columns.map(({ header }, at) => `  ${header || `Column ${at + 1}`}: ${mapping[at] ?? "not imported"}`),
    ...rows.map((row) => rowText(readRow(row))),
    "",
  ].join("\n");
}

function rowText(row: ReadRow | RefusedRow): string {
  if (row.kind === "refused") return `line ${row.line} is refused: ${row.reason}`;
  const { name, userId, emails = [], phones = [], organizations = [] } = row.details;
  const parts = [
    name,
    userId,
    ...emails,
    ...phones,
    ...organizations,
    ...row.tags.map((tag) => `#${tag}`),
    ...row.notes,
  ];
  const leftOut = row.leftOut.map((reason) => `\n  left out: ${reason}`).join("");
  return `line ${row.line}: ${parts.map((part) => part ?? "-").join(" | ")}${leftOut}`;
}
