import { findHeaderLine } from "../../../server/imports/columns/find-header.ts";
import { readCsv } from "../../../server/imports/csv/read-csv.ts";
import type { CsvRow } from "../../../server/imports/csv/row-parser.ts";
import { detectFormat, detectTextFormat } from "../../../server/imports/formats/detect-format.ts";
import { detectText } from "../../../server/imports/formats/detect-text.ts";
import { toTable } from "../../../server/imports/formats/table.ts";

/** A file that arrives in chunks of the given size, bytes. */
export async function* inChunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/**
 * Opens a CSV file that arrives in chunks as an upload is opened: all that can be detected is detected.
 *
 * @throws CsvFileError
 */
export async function openBytes(bytes: Buffer, size = 64 * 1024) {
  detectFormat(bytes);
  detectTextFormat(bytes.toString("latin1"));
  const detected = detectText({ head: bytes, sample: bytes });
  const options = { encoding: detected.encodings[0], delimiter: detected.delimiter };
  const first: CsvRow[] = [];
  for await (const rows of readCsv(inChunksOf(bytes, size), options)) {
    first.push(...rows);
    if (first.length > 100) break;
  }
  const headerLine = findHeaderLine(first.slice(0, 100));
  const table = await toTable(readCsv(inChunksOf(bytes, size), options), { ...options, headerLine });
  return { table, ...options, headerLine, ...detected };
}
