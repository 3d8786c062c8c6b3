import type { Attribute } from "../../../shared/crm.ts";
import { attributeOf, type ImportMapping } from "../../../shared/import.ts";
import { describeCellError, parseAttributeCell } from "./attribute-cell.ts";
import { RowError, shorten } from "./row-error.ts";

/**
 * A cell that the attribute's present definition does not accept as it is. If the contact holds exactly this text, saved
 * under an earlier definition, nothing changes. Otherwise the parsed value counts, or the row is refused.
 */
export interface UncertainValue {
  /** The attribute's key. */
  readonly key: string;
  readonly text: string;
  /** Why the cell cannot be parsed; null: `details` has the parsed value. */
  readonly error: string | null;
}

/** A column that is imported as an attribute. */
export interface AttributeColumn {
  readonly at: number;
  readonly header: string;
  readonly key: string;
  /** Null: it was deleted after the mapping was chosen. */
  readonly attribute: Attribute | null;
}

/** The columns that are imported as attributes. Pure. */
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
 * Reads the attributes of a row. Blank cells are ignored (R11). Pure.
 *
 * @param textAt the text of a column's cell
 * @throws RowError if an attribute was deleted
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
    if (!attribute) throw new RowError(`“${header}” is mapped to an attribute that was deleted.`);
    const value = parseAttributeCell(attribute, text);
    const error = value === null ? describeCellError(attribute, text, shorten(text)) : null;
    if (value !== text) uncertain.push({ key, text, error: error && `In “${header}”, ${error}.` });
    if (value !== null) custom[key] = value;
  }
  return { custom, uncertain };
}
