import type { ImportField, ImportMapping } from "../../../shared/import.ts";

/** Names of first-name columns that are as often the column of the whole name. */
const ALSO_WHOLE: ReadonlySet<string> = new Set([
  "nombre",
  "nombres",
  "nome",
  "имя",
  "ім я",
  "име",
  "ime",
  "jmeno",
  "meno",
  "imie",
  "ad",
  "adi",
  "isim",
  "نام",
  "ονομα",
  "ชื่อ",
  "ten",
  "名",
]);

/** The cells of a column, by its index. */
type CellsOf = (at: number) => readonly string[];

/**
 * Decides what the columns of names are beside each other, so that no part of a name is lost: `Name` beside `Vorname` is
 * the last name, and the parts are left out only where the whole name has them in every row. Pure.
 *
 * @param names the columns' names as `normalizeHeader` returns them
 */
export function resolveNameColumns(
  mapping: ImportMapping,
  names: readonly string[],
  cellsOf: CellsOf,
): ImportMapping {
  const at = (field: ImportField) => mapping.indexOf(field);
  const rename = (from: ImportField, to: ImportField | null, map = mapping) =>
    map.map((field) => (field === from ? to : field));
  const [whole, first, last] = [at("name"), at("first_name"), at("last_name")];
  if (whole < 0) {
    if (last >= 0 && first < 0) return rename("last_name", "name");
    return first >= 0 && last < 0 && ALSO_WHOLE.has(names[first] ?? "")
      ? rename("first_name", "name")
      : mapping;
  }
  if (first < 0 && last < 0) return mapping;
  const parts = [first, last].filter((part) => part >= 0).map(cellsOf);
  if (parts.length === 1 && !hasParts(cellsOf(whole), parts))
    return rename("name", first < 0 ? "first_name" : "last_name");
  const isComplete = hasParts(cellsOf(whole), parts);
  if (!isComplete && cellsOf(whole).length && isSparse(cellsOf(whole), parts)) return rename("name", null);
  return isComplete || !cellsOf(whole).length
    ? mapping.map((field) =>
        field === "first_name" || field === "middle_name" || field === "last_name" ? null : field,
      )
    : mapping;
}

/** Whether the whole name has the parts in every row of which there is a part. */
function hasParts(whole: readonly string[], parts: readonly (readonly string[])[]): boolean {
  let rows = 0;
  for (const [row, text] of whole.entries()) {
    const present = parts.flatMap((cells) => cells[row]?.trim().toLowerCase() || []);
    if (!present.length) continue;
    rows++;
    if (!present.every((part) => text.toLowerCase().includes(part))) return false;
  }
  return rows > 0;
}

/** Whether the whole name never says more than the parts. */
function isSparse(whole: readonly string[], parts: readonly (readonly string[])[]): boolean {
  return whole.every(
    (text, row) => text.trim() === "" || parts.some((cells) => (cells[row] ?? "").trim() !== ""),
  );
}
