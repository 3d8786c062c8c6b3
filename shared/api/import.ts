import * as z from "zod/mini";
import { ImportCheck, ImportColumn, ImportInfo, ImportState } from "../import.ts";
import { FileFormat, ReadOptions } from "../read-options.ts";
import { RepairOptions } from "../repair-options.ts";

/** An import as programs see it: without the values of the file that the dashboard shows as samples. */
export const ApiImport = z.object({
  id: z.string(),
  state: ImportState,
  fileName: z.string(),
  /** Bytes. */
  size: z.number(),
  preset: ImportInfo.shape.preset,
  format: FileFormat,
  options: ReadOptions,
  columns: z.array(z.pick(ImportColumn, { header: true, suggested: true })),
  mapping: ImportInfo.shape.mapping,
  repairs: RepairOptions,
  progress: z.number(),
  check: ImportInfo.shape.check,
  report: ImportInfo.shape.report,
  fault: ImportInfo.shape.fault,
  createdAt: z.number(),
  startedAt: z.nullable(z.number()),
  finishedAt: z.nullable(z.number()),
});
export type ApiImport = z.infer<typeof ApiImport>;

export const ApiImports = z.object({ items: z.array(ApiImport) });

/** The state of an import after a request that changed it. It names nobody, so it may be stored for an `Idempotency-Key`. */
export const ApiImportState = z.object({ id: z.string(), state: ImportState });

export const ApiImportUpload = z.strictObject({
  fileName: z.optional(
    z.string().check(z.maxLength(255), z.describe("The name of the file, which the dashboard shows")),
  ),
});

const { edits } = ImportCheck.shape;
const mapping = z
  .optional(ImportCheck.shape.mapping)
  .check(
    z.describe("The field of each column of the file, in its order; null: not imported. Absent: as matched"),
  );
const repairs = z
  .optional(z.strictObject(z.partial(RepairOptions).shape))
  .check(z.describe("How cells are read. What is absent is as the file suggests"));

export const ApiImportCheck = z.strictObject({ mapping, repairs, edits });
export const ApiImportStart = z.strictObject({ mapping, repairs });
