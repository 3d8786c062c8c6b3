import { attributeOf, type ImportField } from "../../../../shared/import.ts";
import type { MappingRule } from "../../../../shared/webhook-source.ts";
import type { FieldGroup } from "../../imports/import-fields.ts";

/** Whether a value of a body can be used as a field. */
export const isMappable = (field: ImportField): boolean => field !== "visitor_id";

/** The label of a field; an attribute that was deleted is called by its key. */
export function labelOf(groups: readonly FieldGroup[], field: ImportField): string {
  const found = groups.flatMap(({ fields }) => fields).find(([one]) => one === field);
  return found?.[1] ?? attributeOf(field) ?? field;
}

/** The mapping after a value is used as a field. @param field null: the value is not used any more */
export function withUse(
  mapping: readonly MappingRule[],
  path: string,
  field: ImportField | null,
): MappingRule[] {
  const isHere = mapping.some((one) => one.path === path);
  if (field === null) return mapping.filter((one) => one.path !== path);
  if (!isHere) return [...mapping, { path, field }];
  return mapping.map((one) => (one.path === path ? { path, field } : one));
}

/** The mapping with the rules of another one that it does not have. */
export function withRules(mapping: readonly MappingRule[], more: readonly MappingRule[]): MappingRule[] {
  const paths = new Set(mapping.map(({ path }) => path));
  return [...mapping, ...more.filter(({ path }) => !paths.has(path))];
}
