import { CsvFileError } from "../csv/csv-error.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { readBounded } from "./read-bounded.ts";

/** The largest list, bytes: it is parsed as a whole. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_COLUMNS = 1_000;

/**
 * Reads a list of objects as rows, the names of their properties first: `[{…}, {…}]`, the first list in an object, or an
 * object in each line. The first object is row 2.
 *
 * @throws CsvFileError `csv_json`, `csv_too_large`
 */
export async function* readJson(
  path: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  const bytes = await readBounded(path, MAX_BYTES);
  const records = parseRecords(bytes.toString("utf8").replace(/^\ufeff/, ""));
  if (!records) throw new CsvFileError("csv_json", 1);
  onBytes(bytes.length);
  yield toRows(records);
}

/** The objects of a list with their nested values; null: the text is no such list. Pure. */
export function parseRecords(text: string): readonly ReadonlyMap<string, string>[] | null {
  const list = listIn(parse(text)) ?? parseLines(text);
  const records = list?.flatMap((one) => (isObject(one) ? [flatten(one)] : [])) ?? [];
  return records.length ? records : null;
}

function toRows(records: readonly ReadonlyMap<string, string>[]): CsvRow[] {
  const names = new Set<string>();
  for (const record of records)
    for (const [name, text] of record) if (text !== "" && names.size < MAX_COLUMNS) names.add(name);
  const columns = [...names];
  return [
    { line: 1, cells: columns },
    ...records.map((record, at) => ({ line: at + 2, cells: columns.map((name) => record.get(name) ?? "") })),
  ].filter(({ cells }) => cells.some((cell) => cell !== ""));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // it is no JSON text as a whole; its lines may be
  }
}

function parseLines(text: string): unknown[] | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const values = lines.map(parse);
  return values.every(isObject) ? values : null;
}

function listIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return isObject(value) ? (Object.values(value).find(Array.isArray) ?? null) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The values of an object by their names; those of objects in it by both names, and lists as one text. */
function flatten(record: Record<string, unknown>): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(record))
    if (isObject(value))
      for (const [inner, nested] of Object.entries(value)) values.set(`${name}.${inner}`, textOf(nested));
    else values.set(name, textOf(value));
  return values;
}

/** Values in objects of objects, and lists of lists, are left out: they can be nested without end. */
function textOf(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map(itemText)
      .filter((text) => text !== "")
      .join("; ");
  return scalarText(value);
}

/** An item of a list: of an object such as `{"type": "work", "value": "ann@example.com"}`, its value or name. */
function itemText(item: unknown): string {
  if (!isObject(item)) return scalarText(item);
  const { value, email, phone, name } = item;
  return scalarText(value ?? email ?? phone ?? name);
}

function scalarText(value: unknown): string {
  return typeof value === "object" || value === undefined ? "" : String(value);
}
