import * as z from "zod/mini";
import {
  ImportRow as FileRow,
  ImportColumn,
  ImportFault,
  ImportMapping,
  ImportReport,
  type ImportState,
} from "../../../shared/import.ts";
import { FileReading } from "../../../shared/read-options.ts";
import { NO_REPAIRS, RepairOptions } from "../../../shared/repair-options.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";

export type ImportRow = Schema["imports"];

const Columns = z.array(ImportColumn);

/** The columns of the import's file. */
export const parseColumns = ({ columns }: Pick<ImportRow, "columns">): ImportColumn[] =>
  z.parse(Columns, JSON.parse(columns));

/** How the import's file is read. */
export const parseReading = ({ reading }: Pick<ImportRow, "reading">): FileReading =>
  z.parse(FileReading, JSON.parse(reading));

/** The field of each column. */
export const parseMapping = ({ mapping }: Pick<ImportRow, "mapping">): ImportMapping =>
  z.parse(ImportMapping, JSON.parse(mapping));

/** How the import reads cells. */
export const parseRepairs = ({ repairs }: Pick<ImportRow, "repairs">): RepairOptions =>
  z.parse(RepairOptions, { ...NO_REPAIRS, ...JSON.parse(repairs) });

/** @param json `edits` or `editable_rows` of an import's row */
export const parseFileRows = (json: string): FileRow[] => z.parse(z.array(FileRow), JSON.parse(json));

/** @param json `report` or `check_report` of an import's row */
export const parseReport = (json: string | null): ImportReport | null =>
  json === null ? null : z.parse(ImportReport, JSON.parse(json));

/** Why the import failed; null: it did not. */
export const parseFault = ({ fault }: Pick<ImportRow, "fault">): ImportFault | null =>
  fault === null ? null : z.parse(ImportFault, JSON.parse(fault));

/** The import's row. @throws ApiError `not_found` */
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

/** The report of an import so far, without the rest of its row, which may be long. @throws ApiError `not_found` */
export async function findReport(db: Db, property: string, id: string): Promise<ImportReport | null> {
  const row = await db
    .selectFrom("imports")
    .select("report")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return parseReport(row.report);
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

/** The states in which nothing more happens unless somebody asks for it. */
const FINAL_STATES: readonly ImportState[] = ["done", "failed", "cancelled", "undone", "undo_cancelled"];

/** The columns of an import's row that change after the upload. */
export type ImportChange = Partial<
  Pick<
    ImportRow,
    "bytes_done" | "line_done" | "runner" | "lease_until" | "started_at" | "finished_at" | "preset"
  >
> & {
  readonly state?: ImportState;
  readonly reading?: FileReading;
  readonly importColumns?: readonly ImportColumn[];
  readonly mapping?: ImportMapping;
  readonly repairs?: RepairOptions;
  readonly edits?: readonly FileRow[];
  readonly editableRows?: readonly FileRow[];
  readonly checkReport?: ImportReport | null;
  readonly report?: ImportReport | null;
  readonly fault?: ImportFault | null;
};

/**
 * Changes an import if it is in one of the given states and, if a runner is given, that runner holds it.
 *
 * @returns whether it was changed
 */
export async function changeImport(
  tx: Tx,
  { property, id }: { property: string; id: string },
  expected: { readonly states: readonly ImportState[]; readonly runner?: string },
  {
    reading,
    importColumns,
    mapping,
    repairs,
    edits,
    editableRows,
    checkReport,
    report,
    fault,
    ...columns
  }: ImportChange,
): Promise<boolean> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  let update = tx
    .updateTable("imports")
    .set({
      ...columns,
      ...(reading && { reading: JSON.stringify(reading) }),
      ...(importColumns && { columns: JSON.stringify(importColumns) }),
      ...(mapping && { mapping: JSON.stringify(mapping) }),
      ...(repairs && { repairs: JSON.stringify(repairs) }),
      ...(edits && { edits: JSON.stringify(edits) }),
      ...(editableRows && { editable_rows: JSON.stringify(editableRows) }),
      ...(checkReport !== undefined && { check_report: json(checkReport) }),
      ...(report !== undefined && { report: json(report) }),
      ...(fault !== undefined && { fault: json(fault) }),
    })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("state", "in", expected.states);
  if (expected.runner !== undefined) update = update.where("runner", "=", expected.runner);
  const { numUpdatedRows } = await update.executeTakeFirst();
  if (numUpdatedRows === 1n && columns.state && FINAL_STATES.includes(columns.state))
    tx.publish({ kind: "import_finished", property, import: id });
  return numUpdatedRows === 1n;
}
