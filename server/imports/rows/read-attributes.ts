import type { Attribute } from "../../../shared/crm.ts";
import { attributeOf, type ImportMapping } from "../../../shared/import.ts";
import type { DateOrder } from "../../../shared/repair-options.ts";
import { describeCellError, parseAttributeCell } from "./attribute-cell.ts";
import type { Attempt } from "./left-out.ts";
import { isPlaceholder } from "./placeholders.ts";
import { RowError, shorten } from "./row-error.ts";

/**
 * A cell that the attribute's present definition does not accept as it is. If the contact holds exactly this text, saved
 * under an earlier definition, nothing changes. Otherwise the parsed value counts, or none.
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
 * Reads the attributes of a row. Blank cells and placeholders are ignored (R11, R17). Pure.
 *
 * @param textAt the text of a column's cell
 * @param attempt leaves out what cannot be read
 */
export function readAttributes(
  columns: readonly AttributeColumn[],
  textAt: (at: number) => string,
  attempt: Attempt,
  dateOrder: DateOrder | null,
): { custom: Readonly<Record<string, string>>; uncertain: readonly UncertainValue[] } {
  const custom: Record<string, string> = {};
  const uncertain: UncertainValue[] = [];
  for (const { at, header, key, attribute } of columns) {
    const text = textAt(at);
    if (!text) continue;
    if (!attribute) {
      attempt(() => {
        throw new RowError(`“${header}” is mapped to an attribute that was deleted.`);
      }, null);
      continue;
    }
    const value = parseAttributeCell(attribute, text, dateOrder);
    // a choice may be called `-`, and a text that is saved may be `N/A`
    if (isPlaceholder(text) && (attribute.type === "text" || value === null)) continue;
    const error = value === null ? describeCellError(attribute, text, shorten(text)) : null;
    if (value !== text) uncertain.push({ key, text, error: error && `In “${header}”, ${error}.` });
    if (value !== null) custom[key] = value;
  }
  return { custom, uncertain };
}
