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

/** What a person has one of: of several columns the first counts. */
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
 * What the columns of a file are, as far as their names say (R16).
 *
 * @param headers as the file has them
 * @param attributes those that the owner defined
 * @returns for each column what it is, and the program whose export it looks like
 */
export function matchColumns(
  headers: readonly string[],
  attributes: readonly Attribute[] = [],
): {
  mapping: ImportMapping;
  preset: ImportPreset | null;
} {
  const plain = headers.map(normalizeHeader);
  const preset = detectPreset(plain);
  const attributeNamed = attributeByHeader(attributes);
  const fieldOf = (header: string, name: string): ImportField | null => {
    const key = attributeNamed(header);
    if (key !== null) return `attribute:${key}`;
    return preset && Object.hasOwn(preset.columns, name) ? (preset.columns[name] ?? null) : fieldByName(name);
  };
  const taken = new Set<ImportField>();
  const mapping = plain.map((name, at): ImportField | null => {
    const field = fieldOf(headers[at] ?? "", name);
    if (!field || (isSingleValued(field) && taken.has(field))) return null;
    taken.add(field);
    return field;
  });
  return { mapping: resolveNameColumns(mapping), preset: preset?.id ?? null };
}

/** With the whole name beside its parts, the parts say nothing more; a last name alone is the name. */
function resolveNameColumns(mapping: ImportMapping): ImportMapping {
  const has = (field: ImportField) => mapping.includes(field);
  if (has("name"))
    return mapping.map((field) => (field === "first_name" || field === "last_name" ? null : field));
  if (has("last_name") && !has("first_name"))
    return mapping.map((field) => (field === "last_name" ? "name" : field));
  return mapping;
}

/**
 * What is wrong with a mapping, in words; null if it can be used.
 *
 * @param columns how many columns the file has
 * @param attributes those that the owner defined
 */
export function checkMapping(
  mapping: ImportMapping,
  columns: number,
  attributes: readonly Attribute[] = [],
): string | null {
  const count = (field: ImportField) => mapping.filter((one) => one === field).length;
  if (mapping.length !== columns)
    return `The file has ${columns} columns, but ${mapping.length} were given a meaning.`;
  const labels = new Map(attributes.map(({ key, label }) => [key, `“${label}”`]));
  const keys = mapping.flatMap((field) => attributeOf(field) ?? []);
  const unknown = keys.find((key) => !labels.has(key));
  if (unknown !== undefined) return `There is no attribute “${unknown}”; perhaps it was removed meanwhile.`;
  const twice = mapping.find((field) => field && isSingleValued(field) && count(field) > 1);
  if (twice)
    return `Two columns cannot both be the ${labels.get(attributeOf(twice) ?? "") ?? twice.replace("_", " ")}.`;
  if (!count("name") && !count("first_name") && !count("last_name"))
    return "No column is the name, which every row must have.";
  if (!count("email") && !count("phone") && !count("user_id") && !count("visitor_id"))
    return "No column is an e-mail, a phone or a user ID, so nobody could be recognised by it.";
  return null;
}

/** The headers of the columns that are not imported, for the report; those without a name by their number. */
export function unmappedHeaders(headers: readonly string[], mapping: ImportMapping): string[] {
  return headers.flatMap((header, at) => (mapping[at] ? [] : [header.trim() || `Column ${at + 1}`]));
}
