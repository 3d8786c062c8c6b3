import type { ImportFault, ImportMapping, ImportReport, ImportState } from "../../../shared/import.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";

export type ImportRow = Schema["imports"];

/** The import's row. @throws Failure `not_found` */
export async function findImport(db: Db, property: string, id: string): Promise<ImportRow> {
  const row = await db
    .selectFrom("imports")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row;
}

/** The newest imports of a property. */
export function listImports(db: Db, property: string, limit: number): Promise<ImportRow[]> {
  return db
    .selectFrom("imports")
    .selectAll()
    .where("property_id", "=", property)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** What may change of an import's row. */
export type ImportChange = Partial<
  Pick<
    ImportRow,
    "bytes_done" | "line_done" | "runner" | "lease_until" | "started_at" | "finished_at" | "encoding"
  >
> & {
  readonly state?: ImportState;
  readonly mapping?: ImportMapping;
  readonly checkReport?: ImportReport | null;
  readonly report?: ImportReport | null;
  readonly fault?: ImportFault | null;
};

/**
 * Changes an import if it is as it must be.
 *
 * @param must the states of which it must be in one, and, for whoever works on it, the runner that it must have
 * @returns whether it was
 */
export async function changeImport(
  tx: Tx,
  { property, id }: { property: string; id: string },
  must: { readonly states: readonly ImportState[]; readonly runner?: string },
  { mapping, checkReport, report, fault, ...columns }: ImportChange,
): Promise<boolean> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  let update = tx
    .updateTable("imports")
    .set({
      ...columns,
      ...(mapping && { mapping: JSON.stringify(mapping) }),
      ...(checkReport !== undefined && { check_report: json(checkReport) }),
      ...(report !== undefined && { report: json(report) }),
      ...(fault !== undefined && { fault: json(fault) }),
    })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("state", "in", must.states);
  if (must.runner !== undefined) update = update.where("runner", "=", must.runner);
  const { numUpdatedRows } = await update.executeTakeFirst();
  return numUpdatedRows === 1n;
}
