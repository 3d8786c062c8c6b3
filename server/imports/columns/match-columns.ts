import type { Attribute } from "../../../shared/crm.ts";
import {
  attributeOf,
  type ImportField,
  type ImportMapping,
  type ImportPreset,
} from "../../../shared/import.ts";
import { attributeByHeader } from "./attribute-columns.ts";
import { cellKind } from "./cell-kinds.ts";
import { type ColumnContents, columnContents } from "./column-contents.ts";
import { isOfRecipient, withoutOtherPeople } from "./column-roles.ts";
import { fieldByContents, fieldsOfTexts } from "./field-by-contents.ts";
import { type NamedField, namedField } from "./header-names.ts";
import { normalizeHeader } from "./normalize-header.ts";
import { detectPreset } from "./presets.ts";
import { resolveAmbiguousNames, resolveNameColumns } from "./resolve-names.ts";

/** Whether a contact has at most one value of the field: only one such column is imported. */
function isSingleValued(field: ImportField): boolean {
  return SINGLE_VALUED.has(field) || attributeOf(field) !== null;
}

const SINGLE_VALUED: ReadonlySet<ImportField> = new Set([
  "visitor_id",
  "user_id",
  "name",
  "first_name",
  "last_name",
]);

/** Parts of a name of which there can be several, in several columns: `Anrede` and `Titel`. */
const NAME_PARTS: ReadonlySet<ImportField> = new Set(["name_prefix", "middle_name", "name_suffix"]);

/**
 * Maps the columns of a file to fields by their names and their contents (R16). Pure.
 *
 * @param headers as in the file; blank ones if it names no columns
 * @param attributes the property's attributes
 * @param rows the cells of the first rows
 * @returns the field of each column, and the program that exported the file
 */
export function matchColumns(
  headers: readonly string[],
  attributes: readonly Attribute[] = [],
  rows: readonly (readonly string[])[] = [],
): {
  mapping: ImportMapping;
  preset: ImportPreset | null;
} {
  const names = headers.map(normalizeHeader);
  const preset = detectPreset(names);
  const attributeNamed = attributeByHeader(attributes);
  const cellsOf = (at: number) => rows.map((cells) => cells[at] ?? "");
  const emails = rows.map((cells) => cells.find((cell) => cellKind(cell) === "email")?.trim() ?? "");
  const contents = headers.map((_, at) => columnContents(cellsOf(at), emails));
  const named = names.map((name): NamedField => {
    if (!preset?.columns || !Object.hasOwn(preset.columns, name)) return namedField(name);
    return preset.columns[name] ?? "other";
  });
  const fields = withoutLikely(
    named,
    headers.map((header, at): ImportField | null => {
      const key = attributeNamed(header);
      return key === null ? fieldByContents(named[at] ?? null, contentsAt(contents, at)) : `attribute:${key}`;
    }),
  );
  const complete = resolveAmbiguousNames(withTexts(fields, named, contents), names);
  const chosen = withoutOtherPeople(withoutRepeated(complete, names, contents), names);
  return {
    mapping: resolveNameColumns(chosen, names, cellsOf),
    preset: preset?.id ?? null,
  };
}

function contentsAt(contents: readonly ColumnContents[], at: number): ColumnContents {
  return contents[at] ?? columnContents([], []);
}

/** Leaves out likely names and organizations where a column is certainly one: `Ansprechpartner Vorname` beside `Vorname`. */
function withoutLikely(named: readonly NamedField[], fields: ImportMapping): ImportMapping {
  const isLikely = (at: number) => typeof named[at] === "object" && named[at] !== null;
  const isRepeatable = (field: ImportField) => field === "email" || field === "phone" || field === "notes";
  return fields.map((field, at) =>
    field &&
    isLikely(at) &&
    !isRepeatable(field) &&
    fields.some((other, index) => other === field && !isLikely(index))
      ? null
      : field,
  );
}

/** The fields with those of columns whose names are unknown, where the fields are missing. */
function withTexts(
  fields: ImportMapping,
  named: readonly NamedField[],
  contents: readonly ColumnContents[],
): ImportMapping {
  const has = (field: ImportField) => fields.includes(field);
  const unknown = fields.flatMap((field, at) =>
    field === null && named[at] === null ? [{ at, contents: contentsAt(contents, at) }] : [],
  );
  const found = fieldsOfTexts(unknown, {
    name: !has("name") && !has("first_name") && !has("last_name"),
    organization: !has("organization"),
  });
  return fields.map((field, at) => field ?? found.get(at) ?? null);
}

/** Of several columns for a single value, keeps the best: the first that has cells, and is rather a person's name. */
function withoutRepeated(
  fields: ImportMapping,
  names: readonly string[],
  contents: readonly ColumnContents[],
): ImportMapping {
  const chosen = new Map<ImportField, number>();
  const worth = (field: ImportField, at: number) => {
    const { filled, personName, likeEmail } = contentsAt(contents, at);
    if (!filled) return -1;
    const isName = field === "name" || field === "first_name" || field === "last_name";
    if (!isName) return 0;
    return (isOfRecipient(names[at] ?? "") ? 0 : 1) + (field === "name" ? personName / 2 + likeEmail / 4 : 0);
  };
  for (const [at, field] of fields.entries()) {
    if (!field || !isSingleValued(field)) continue;
    const before = chosen.get(field);
    if (before === undefined || worth(field, at) > worth(field, before)) chosen.set(field, at);
  }
  // further titles and middle names are joined, but a blank column called `Title` is as often that of the job
  const isBlankPart = (field: ImportField, at: number) =>
    NAME_PARTS.has(field) &&
    !contents[at]?.filled &&
    fields.some((other, index) => other === field && (contents[index]?.filled || index < at));
  return fields.map((field, at) => {
    if (!field) return null;
    return (isSingleValued(field) ? chosen.get(field) !== at : isBlankPart(field, at)) ? null : field;
  });
}

/**
 * Checks a mapping that the user chose. Pure.
 *
 * @param columns the number of columns of the file
 * @param attributes the property's attributes
 * @param needsName whether the name must be in a column: it is not taken from the e-mail
 * @returns the error message; null: the mapping can be used
 */
export function checkMapping(
  mapping: ImportMapping,
  columns: number,
  attributes: readonly Attribute[] = [],
  needsName = true,
): string | null {
  const count = (field: ImportField) => mapping.filter((one) => one === field).length;
  if (mapping.length !== columns)
    return `The file has ${columns} columns, but ${mapping.length} were mapped.`;
  const labels = new Map(attributes.map(({ key, label }) => [key, `“${label}”`]));
  const keys = mapping.flatMap((field) => attributeOf(field) ?? []);
  const unknown = keys.find((key) => !labels.has(key));
  if (unknown !== undefined) return `There is no attribute “${unknown}”. Perhaps it was deleted.`;
  const repeated = mapping.find((field) => field && isSingleValued(field) && count(field) > 1);
  if (repeated)
    return `Only one column can be the ${labels.get(attributeOf(repeated) ?? "") ?? repeated.replace("_", " ")}.`;
  if (needsName && !count("name") && !count("first_name") && !count("last_name"))
    return "A column for the name is required.";
  if (!count("email") && !count("phone") && !count("user_id") && !count("visitor_id"))
    return "A column for the e-mail, the phone or the user ID is required, to recognise contacts.";
  return null;
}

/** The headers of the columns that are not imported, for the report. A column without a name is called by its number. */
export function unmappedHeaders(headers: readonly string[], mapping: ImportMapping): string[] {
  return headers.flatMap((header, at) => (mapping[at] ? [] : [header.trim() || `Column ${at + 1}`]));
}
