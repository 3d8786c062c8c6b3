import type { CellValue, StreamRow } from "hucre";
import { readOds, streamOdsRows } from "hucre/ods";
import { readXlsx, streamXlsxRows } from "hucre/xlsx";
import { CsvFileError } from "../csv/csv-error.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { readBounded } from "./read-bounded.ts";
import { checkZip } from "./zip-directory.ts";

/** The largest workbook, bytes, and what it may unpack to: it is held in memory, unpacked part by part. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_UNPACKED: Readonly<Record<WorkbookFormat, number>> = {
  xlsx: 512 * 1024 * 1024,
  // its rows are one part, which is unpacked as a whole
  ods: 64 * 1024 * 1024,
};
/** Rows of a batch. */
const BATCH = 500;
const MAX_COLUMNS = 1_001;

export type WorkbookFormat = "xlsx" | "ods";

/**
 * Tells a workbook by the files in the archive.
 *
 * @returns null: it is another archive
 * @throws CsvFileError `csv_too_large`, `csv_workbook`
 */
export async function workbookFormat(path: string): Promise<WorkbookFormat | null> {
  const names = checkZip(await readBounded(path, MAX_BYTES), MAX_UNPACKED.xlsx);
  if (names.some((name) => /^xl\/workbook/i.test(name))) return "xlsx";
  return names.includes("content.xml") && names.includes("mimetype") ? "ods" : null;
}

/** The names of a workbook's sheets that are not hidden. @throws CsvFileError */
export async function sheetNames(path: string, format: WorkbookFormat): Promise<readonly string[]> {
  const sheets = await listSheets(await readWorkbook(path, format), format);
  const names = sheets.flatMap(({ name, isHidden }) => (isHidden ? [] : [name]));
  if (!names.length) throw new CsvFileError("csv_empty", 1);
  return names;
}

/**
 * Reads the rows of a sheet that are not blank. Their lines are their numbers in the sheet.
 *
 * @param sheet its name; null: the first
 * @throws CsvFileError `csv_workbook`, `csv_too_large`
 */
export async function* readSheet(
  path: string,
  format: WorkbookFormat,
  sheet: string | null,
  onBytes: (bytes: number) => void,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  const bytes = await readWorkbook(path, format);
  let batch: CsvRow[] = [];
  const rows = openSheet(bytes, format, await sheetIndex(bytes, format, sheet));
  try {
    for (let next = await explained(rows.next()); !next.done; next = await explained(rows.next())) {
      const cells = next.value.values.slice(0, MAX_COLUMNS).map(cellText);
      if (cells.some((cell) => cell.trim() !== "")) batch.push({ line: next.value.index + 1, cells });
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } finally {
    await rows.return();
  }
  onBytes(bytes.length);
  if (batch.length) yield batch;
}

async function readWorkbook(path: string, format: WorkbookFormat): Promise<Uint8Array> {
  const bytes = await readBounded(path, MAX_BYTES);
  checkZip(bytes, MAX_UNPACKED[format]);
  return bytes;
}

function openSheet(
  bytes: Uint8Array,
  format: WorkbookFormat,
  index: number,
): AsyncGenerator<StreamRow, void, undefined> {
  return format === "xlsx"
    ? streamXlsxRows(bytes, { sheet: index })
    : streamOdsRows(bytes, { sheets: [index] });
}

/** The index of a sheet among all, the hidden ones included. */
async function sheetIndex(bytes: Uint8Array, format: WorkbookFormat, sheet: string | null): Promise<number> {
  const sheets = await listSheets(bytes, format);
  const found = sheets.findIndex(({ name, isHidden }) => (sheet === null ? !isHidden : name === sheet));
  if (found < 0) throw new CsvFileError("csv_no_sheet", 1, sheet ?? "");
  return found;
}

/** All sheets in their order, without their rows. */
async function listSheets(
  bytes: Uint8Array,
  format: WorkbookFormat,
): Promise<readonly { readonly name: string; readonly isHidden: boolean }[]> {
  const sheets: { name: string; isHidden: boolean }[] = [];
  const read = format === "xlsx" ? readXlsx : readOds;
  await explained(
    read(bytes, {
      maxRows: 1,
      // the library asks about a sheet of an .ods more than once
      sheets: ({ name, hidden, veryHidden }, index) => {
        sheets[index] = { name, isHidden: hidden === true || veryHidden === true };
        return false;
      },
    }),
  );
  return sheets;
}

/** A cell as a CSV file would have it: dates without a time as year-month-day. */
function cellText(value: CellValue): string {
  if (value === null) return "";
  if (!(value instanceof Date)) return String(value);
  const text = Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
}

/** The same promise. It fails as the file does: the library's errors for damaged files have no common class. */
async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw cause instanceof CsvFileError ? cause : new CsvFileError("csv_workbook", 1, "", cause);
  }
}
