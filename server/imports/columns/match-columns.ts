import type { Attribute } from "../../../shared/crm.ts";
import {
  attributeOf,
  type ImportField,
  type ImportMapping,
  type ImportPreset,
} from "../../../shared/import.ts";
import { attributeByHeader } from "./attribute-columns.ts";
import { fieldByName, normalizeHeader } from "./header-names.ts";
import { detectPreset } from "./presets.ts";

/** Whether a contact has at most one value of the field: only the first such column is imported. */
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

/**
 * Maps the columns of a file to fields by their names (R16). Pure.
 *
 * @param headers as in the file
 * @param attributes the property's attributes
 * @returns the field of each column, and the program that exported the file
 */
export function matchColumns(
  headers: readonly string[],
  attributes: readonly Attribute[] = [],
): {
  mapping: ImportMapping;
  preset: ImportPreset | null;
} {
  const names = headers.map(normalizeHeader);
  const preset = detectPreset(names);
  const attributeNamed = attributeByHeader(attributes);
  const fieldOf = (header: string, name: string): ImportField | null => {
    const key = attributeNamed(header);
    if (key !== null) return `attribute:${key}`;
    return preset && Object.hasOwn(preset.columns, name) ? (preset.columns[name] ?? null) : fieldByName(name);
  };
  const taken = new Set<ImportField>();
  const mapping = names.map((name, at): ImportField | null => {
    const field = fieldOf(headers[at] ?? "", name);
    if (!field || (isSingleValued(field) && taken.has(field))) return null;
    taken.add(field);
    return field;
  });
  return { mapping: resolveNameColumns(mapping), preset: preset?.id ?? null };
}

/** Drops the parts of the name if there is a column for the full name; a last name alone is the full name. */
function resolveNameColumns(mapping: ImportMapping): ImportMapping {
  const has = (field: ImportField) => mapping.includes(field);
  if (has("name"))
    return mapping.map((field) => (field === "first_name" || field === "last_name" ? null : field));
  if (has("last_name") && !has("first_name"))
    return mapping.map((field) => (field === "last_name" ? "name" : field));
  return mapping;
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
