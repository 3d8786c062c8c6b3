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

/** Names of last-name columns that in other languages are those of the first name (Catalan). */
const ALSO_FIRST: ReadonlySet<string> = new Set(["nom"]);

/**
 * Decides what names mean that differ between languages, by the columns beside them: the Catalan `Nom` beside `Cognoms` is
 * the first name, the Serbian `Презиме` without another last name is the last name. Pure.
 *
 * @param names the columns' names as `normalizeHeader` returns them
 */
export function resolveAmbiguousNames(mapping: ImportMapping, names: readonly string[]): ImportMapping {
  const has = (field: ImportField) => mapping.includes(field);
  const isFirst = (at: number) => mapping[at] === "last_name" && ALSO_FIRST.has(names[at] ?? "");
  const hasOtherLast = mapping.some((field, at) => field === "last_name" && !isFirst(at));
  if (!has("first_name") && hasOtherLast && mapping.some((_, at) => isFirst(at)))
    return mapping.map((field, at) => (isFirst(at) ? "first_name" : field));
  if (has("first_name") && !has("last_name") && !has("name"))
    return mapping.map((field, at) => (names[at] === "презиме" ? "last_name" : field));
  return mapping;
}

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
    return first >= 0 && last < 0 && (names[first] ?? "").split(" ").some((word) => ALSO_WHOLE.has(word))
      ? rename("first_name", "name")
      : mapping;
  }
  if (first < 0 && last < 0) return mapping;
  const parts = [first, last].filter((part) => part >= 0).map(cellsOf);
  if (parts.length === 1 && !hasParts(cellsOf(whole), parts))
    return rename("name", first < 0 ? "first_name" : "last_name");
  const isComplete = hasParts(cellsOf(whole), parts);
  if (!isComplete && cellsOf(whole).length && isSparse(cellsOf(whole), parts))
    return rename("name", isOrganization(cellsOf, mapping) ? "organization" : null);
  return isComplete || !cellsOf(whole).length
    ? mapping.map((field) =>
        field === "first_name" || field === "middle_name" || field === "last_name" ? null : field,
      )
    : mapping;
}

/**
 * Whether the column called the name is that of an organization, because in most rows it has not the first name. It may have
 * the last name, as that of a family's company.
 */
function isOrganization(cellsOf: CellsOf, mapping: ImportMapping): boolean {
  if (hasCells(cellsOf, mapping.indexOf("organization"))) return false;
  const first = mapping.includes("first_name") ? "first_name" : "last_name";
  const parts = [cellsOf(mapping.indexOf(first))];
  const rows = cellsOf(mapping.indexOf("name")).map((text, row) => ({
    words: wordsOf(text),
    ofParts: parts.flatMap((cells) => wordsOf(cells[row] ?? "")),
  }));
  const comparable = rows.filter(({ words, ofParts }) => words.length && ofParts.length);
  const different = comparable.filter(({ words, ofParts }) => !words.some((word) => ofParts.includes(word)));
  return comparable.length > 0 && 2 * different.length >= comparable.length;
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

const hasCells = (cellsOf: CellsOf, at: number) => at >= 0 && cellsOf(at).some((cell) => cell.trim() !== "");

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
