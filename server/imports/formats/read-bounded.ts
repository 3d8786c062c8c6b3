import { readFile, stat } from "node:fs/promises";
import { CsvFileError } from "../csv/csv-error.ts";

/** Reads a file whose format needs it in memory as a whole. @throws CsvFileError `csv_too_large` */
export async function readBounded(path: string, maxBytes: number): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > maxBytes) throw tooLarge(maxBytes);
  return readFile(path);
}

export function tooLarge(maxBytes: number): CsvFileError {
  return new CsvFileError("csv_too_large", 1, `${Math.round(maxBytes / 1024 / 1024)} MB`);
}
