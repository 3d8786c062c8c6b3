import type { Attribute } from "../../../shared/crm.ts";
import { attributeOf, type ImportMapping } from "../../../shared/import.ts";
import { describeCellError, parseAttributeCell } from "./attribute-cell.ts";
import { RowError, shorten } from "./row-error.ts";

/**
 * A value of an attribute that is not as it would be kept now. The attribute may have been defined otherwise when it was
 * kept: if it is just what the contact has, it is known; otherwise it is read, or the row refused.
 */
export interface UncertainValue {
  /** The attribute's key. */
  readonly key: string;
  readonly text: string;
  /** Why it is no such value, in words; null: `details` have how it is read. */
  readonly error: string | null;
}

/** A column that becomes an attribute. */
export interface AttributeColumn {
  readonly at: number;
  readonly header: string;
  readonly key: string;
  /** Null: it was removed after the columns were chosen. */
  readonly attribute: Attribute | null;
}

/** Which columns of a table become attributes. */
export function attributeColumns(
  mapping: ImportMapping,
  headers: readonly string[],
  attributes: readonly Attribute[],
): readonly AttributeColumn[] {
  return mapping.flatMap((field, at) => {
    const key = attributeOf(field);
    if (key === null) return [];
    const attribute = attributes.find((one) => one.key === key) ?? null;
    return { at, key, attribute, header: shorten(headers[at]?.trim() || (attribute?.label ?? key)) };
  });
}

/**
 * What a row says of attributes; blank cells say nothing (R11). Pure.
 *
 * @param textAt the cell of a column
 * @throws Refusal
 */
export function readAttributes(
  columns: readonly AttributeColumn[],
  textAt: (at: number) => string,
): { custom: Readonly<Record<string, string>>; uncertain: readonly UncertainValue[] } {
  const custom: Record<string, string> = {};
  const uncertain: UncertainValue[] = [];
  for (const { at, header, key, attribute } of columns) {
    const text = textAt(at);
    if (!text) continue;
    if (!attribute) throw new RowError(`“${header}” is to become an attribute that was removed meanwhile.`);
    const value = parseAttributeCell(attribute, text);
    const error = value === null ? describeCellError(attribute, text, shorten(text)) : null;
    if (value !== text) uncertain.push({ key, text, error: error && `In “${header}”, ${error}.` });
    if (value !== null) custom[key] = value;
  }
  return { custom, uncertain };
}
