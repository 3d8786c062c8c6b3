import * as z from "zod/mini";
import { ImportField, type ImportInfo, type ImportMapping } from "../../shared/import.ts";
import { normalizeHeader } from "../imports/columns/normalize-header.ts";
import { FIELDS, UsageError } from "./usage.ts";

/**
 * Applies the corrections of `--map` to the mapping that the column names suggest.
 *
 * @param corrections each `COLUMN=FIELD`; an empty FIELD leaves the column out
 * @throws UsageError for an unknown column or field
 */
export function correctMapping(
  { columns, mapping }: Pick<ImportInfo, "columns" | "mapping">,
  corrections: readonly string[],
): ImportMapping {
  const next = [...mapping];
  for (const correction of corrections) {
    // a column's name may contain the sign itself
    const separator = correction.lastIndexOf("=");
    const header = normalizeHeader(correction.slice(0, Math.max(0, separator)));
    const field = correction.slice(separator + 1).trim();
    const index = columns.findIndex((column) => normalizeHeader(column.header) === header);
    const known = z.safeParse(ImportField, field).data ?? null;
    if (separator < 0 || index < 0)
      throw new UsageError(`--map "${correction}": the file has no such column.`);
    if (field && !known) throw new UsageError(`--map "${correction}": a field is one of ${FIELDS}.`);
    next[index] = known;
  }
  return next;
}
