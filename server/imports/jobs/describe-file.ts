import type { Attribute } from "../../../shared/crm.ts";
import type { ImportColumn, ImportMapping, ImportPreset } from "../../../shared/import.ts";
import type { FileReading } from "../../../shared/read-options.ts";
import { NO_REPAIRS, type RepairOptions } from "../../../shared/repair-options.ts";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import { matchColumns } from "../columns/match-columns.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { openTable } from "../formats/open-file.ts";
import type { Table } from "../formats/table.ts";
import { suggestRepairs } from "../rows/suggest-repairs.ts";

/** Sample values of each column. */
const SAMPLES = 3;
/** Characters of a sample or a header. */
const SAMPLE_LENGTH = 100;
/** Rows that are read. A smaller file is read to its end, so its errors are reported at once. */
const FIRST_ROWS = 100;

/** A file's columns, and the fields that they probably are. */
export interface DescribedFile {
  readonly reading: FileReading;
  readonly preset: ImportPreset | null;
  readonly columns: readonly ImportColumn[];
  readonly mapping: ImportMapping;
  /** The repairs that the first rows need. */
  readonly repairs: RepairOptions;
}

/** Knowledge of the property, beside the file. */
interface Surroundings {
  /** The property's attributes. */
  readonly attributes: readonly Attribute[];
  /** The country that the property is probably in; null: unknown. */
  readonly country: string | null;
}

/**
 * Reads the first rows of a file, matches its columns and suggests repairs.
 *
 * @throws CsvFileError
 */
export async function describeFile(
  path: string,
  reading: FileReading,
  { attributes, country }: Surroundings,
): Promise<DescribedFile> {
  const table = await openTable(path, reading);
  const rows = await readFirstRows(table);
  const headers = table.header.cells.map((header) => unescapeCell(header.trim()));
  const { mapping, preset } = matchColumns(
    headers,
    attributes,
    rows.map(({ cells }) => cells),
  );
  const repairs = { ...NO_REPAIRS, country, ...suggestRepairs({ mapping, attributes, rows }) };
  return { reading, preset, mapping, repairs, columns: describeColumns(headers, mapping, rows) };
}

/** The rows by which columns are matched and repairs suggested. @throws CsvFileError */
export async function readFirstRows(table: Table): Promise<readonly CsvRow[]> {
  const first: CsvRow[] = [];
  for await (const rows of table.rows) {
    first.push(...rows);
    if (first.length >= FIRST_ROWS) break;
  }
  return first;
}

/** @param rows the first rows of the file, for the samples */
function describeColumns(
  headers: readonly string[],
  mapping: ImportMapping,
  rows: readonly CsvRow[],
): ImportColumn[] {
  return headers.map((header, index) => ({
    header: header.slice(0, SAMPLE_LENGTH),
    suggested: mapping[index] ?? null,
    samples: rows
      .flatMap(({ cells }) => cells[index]?.trim() || [])
      .slice(0, SAMPLES)
      .map((text) => text.slice(0, SAMPLE_LENGTH)),
  }));
}
