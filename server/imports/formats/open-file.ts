import { createReadStream } from "node:fs";
import type { FileFormat, FileReading, ReadOptions } from "../../../shared/read-options.ts";
import { findHeaderLine } from "../columns/find-header.ts";
import { CsvFileError } from "../csv/csv-error.ts";
import { readCsv } from "../csv/read-csv.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { detectFormat, detectTextFormat } from "./detect-format.ts";
import { detectText } from "./detect-text.ts";
import { readHtml } from "./read-html.ts";
import { readJson } from "./read-json.ts";
import { readVcards } from "./read-vcards.ts";
import { type FileSample, sampleFile } from "./sample-file.ts";
import { type Table, toTable } from "./table.ts";
import { readSheet, sheetNames, workbookFormat } from "./workbook.ts";

/** Rows that are read to detect the header, and to match the columns. */
const PREVIEW_ROWS = 100;
/** Rows, cells of a row and characters of a cell that a reading shows. */
const SHOWN = { rows: 10, cells: 50, characters: 100 } as const;

/** A file's format and how it is read. */
export type ReadAs = Pick<FileReading, "format" | "options">;

type Batches = AsyncGenerator<readonly CsvRow[], void, undefined>;

type Read = (path: string, options: ReadOptions, onBytes: (bytes: number) => void) => Batches;

/** The readers of the formats' rows. */
const READERS: Readonly<Record<FileFormat, Read>> = {
  csv: (path, { encoding, delimiter }, onBytes) =>
    readCsv(countBytes(path, onBytes), { encoding: encoding ?? "utf-8", delimiter: delimiter ?? "," }),
  xlsx: (path, { sheet }, onBytes) => readSheet(path, "xlsx", sheet, onBytes),
  ods: (path, { sheet }, onBytes) => readSheet(path, "ods", sheet, onBytes),
  html: (path, { encoding }, onBytes) => readHtml(path, encoding ?? "utf-8", onBytes),
  json: (path, _, onBytes) => readJson(path, onBytes),
  vcard: (path, { encoding }, onBytes) => readVcards(countBytes(path, onBytes), encoding ?? "utf-8"),
};

/**
 * Detects how a file is to be read, and how else it could be.
 *
 * @throws CsvFileError
 */
export async function detectReading(path: string): Promise<FileReading> {
  const sample = await sampleFile(path);
  const undecided =
    detectFormat(sample.head) === "zip" ? await detectWorkbook(path) : detectTextReading(sample);
  const rows = await readFirstRows(path, undecided);
  // the rows of these formats begin with the names of their columns
  const headerLine = undecided.format === "json" || undecided.format === "vcard" ? 1 : findHeaderLine(rows);
  return { ...undecided, options: { ...undecided.options, headerLine }, firstRows: shown(rows) };
}

/** A reading whose header is not known yet. */
type Undecided = Omit<FileReading, "firstRows">;

async function detectWorkbook(path: string): Promise<Undecided> {
  const format = await workbookFormat(path);
  if (!format) throw new CsvFileError("csv_not_text", 1, "a zip archive");
  const sheets = [...(await sheetNames(path, format))];
  const options = { encoding: null, delimiter: null, headerLine: null, sheet: sheets[0] ?? null };
  return { format, options, encodings: [], isEncodingSure: true, sheets };
}

function detectTextReading(sample: FileSample): Undecided {
  const { encodings, isSure, delimiter, text } = detectText(sample);
  const format = detectTextFormat(text);
  const options = {
    encoding: encodings[0],
    delimiter: format === "csv" ? delimiter : null,
    headerLine: null,
    sheet: null,
  };
  return { format, options, encodings: [...encodings], isEncodingSure: isSure, sheets: [] };
}

/**
 * Reads a file by other options.
 *
 * @throws CsvFileError
 */
export async function changeReading(
  path: string,
  reading: FileReading,
  options: ReadOptions,
): Promise<FileReading> {
  const rows = await readFirstRows(path, { format: reading.format, options });
  return { ...reading, options, isEncodingSure: true, firstRows: shown(rows) };
}

/**
 * Opens a file as a table.
 *
 * @param onBytes called for each chunk with the number of bytes read so far
 * @throws CsvFileError
 */
export function openTable(
  path: string,
  { format, options }: ReadAs,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Table> {
  return toTable(READERS[format](path, options, onBytes), options);
}

/** The first rows of a file that are not blank, with those above the header. */
async function readFirstRows(path: string, { format, options }: ReadAs): Promise<readonly CsvRow[]> {
  const first: CsvRow[] = [];
  for await (const rows of READERS[format](path, options, () => undefined)) {
    first.push(...rows);
    if (first.length >= PREVIEW_ROWS) break;
  }
  return first.slice(0, PREVIEW_ROWS);
}

function shown(rows: readonly CsvRow[]): FileReading["firstRows"] {
  return rows.slice(0, SHOWN.rows).map(({ line, cells }) => ({
    line,
    cells: cells.slice(0, SHOWN.cells).map((cell) => cell.slice(0, SHOWN.characters)),
  }));
}

async function* countBytes(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    bytes += (chunk as Buffer).length;
    onBytes(bytes);
    yield chunk as Buffer;
  }
}
