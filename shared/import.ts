import * as z from "zod/mini";

/** What a column of an import can be, beside the owner's own attributes. */
export const IMPORT_FIELDS = [
  "visitor_id",
  "user_id",
  "name",
  "first_name",
  "last_name",
  "email",
  "phone",
  "organization",
  "tags",
  "notes",
] as const;
export type PlainImportField = (typeof IMPORT_FIELDS)[number];

/** `attribute:KEY`: one of the attributes that the owner defined. */
const AttributeField = z.templateLiteral(["attribute:", z.string().check(z.regex(/^[a-z][a-z\d_]{0,39}$/))]);
export const ImportField = z.union([z.enum(IMPORT_FIELDS), AttributeField]);
export type ImportField = z.infer<typeof ImportField>;

/** The key of the attribute that a column becomes; null: it becomes something else. */
export function attributeOf(field: ImportField | null): string | null {
  return field?.startsWith("attribute:") ? field.slice("attribute:".length) : null;
}

/** What each column is, in the order of the file; null: it is not imported (R16). */
export const ImportMapping = z.array(z.nullable(ImportField)).check(z.maxLength(1_000));
export type ImportMapping = z.infer<typeof ImportMapping>;

export const ImportColumn = z.object({
  /** As the file names it; empty: it has no name. */
  header: z.string(),
  /** From the first rows, as far as there is anything in them. */
  samples: z.array(z.string()),
  /** What its name says that it is. */
  suggested: z.nullable(ImportField),
});
export type ImportColumn = z.infer<typeof ImportColumn>;

/** Programs whose exports are recognised. */
export const ImportPreset = z.enum(["foyer", "tawk", "chatwoot", "intercom", "hubspot", "google"]);
export type ImportPreset = z.infer<typeof ImportPreset>;

/** What becomes of a row (R17). */
export const ROW_OUTCOMES = ["new", "updated", "unchanged", "conflict", "refused"] as const;
export const RowOutcome = z.enum(ROW_OUTCOMES);
export type RowOutcome = z.infer<typeof RowOutcome>;

/** A row that is worth a look. */
export const ImportRemark = z.object({
  line: z.number(),
  outcome: RowOutcome,
  /** In words: why it is refused, what conflicts, or which line it repeats. */
  reason: z.string(),
  /** Whom the row is about, as it says. */
  name: z.string(),
});
export type ImportRemark = z.infer<typeof ImportRemark>;

export const ImportReport = z.object({
  rows: z.number(),
  counts: z.record(RowOutcome, z.number()),
  /** How many rows are about somebody of an earlier row. */
  duplicates: z.number(),
  /** The first refused rows, conflicts and duplicates. */
  remarks: z.array(ImportRemark),
  /** The headers of columns that nobody mapped. */
  notImported: z.array(z.string()),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** Why a file can't be imported. */
export const ImportFault = z.object({
  code: z.string(),
  /** The line of the file, from 1; null: it is not about a line. */
  line: z.nullable(z.number()),
  message: z.string(),
});
export type ImportFault = z.infer<typeof ImportFault>;

/** uploaded → checking → checked → importing → done → undoing → undone; failed: the file could not be read to its end. */
export const ImportState = z.enum([
  "uploaded",
  "checking",
  "checked",
  "importing",
  "done",
  "undoing",
  "undone",
  "failed",
]);
export type ImportState = z.infer<typeof ImportState>;

export const ImportInfo = z.object({
  id: z.string(),
  state: ImportState,
  fileName: z.string(),
  /** Bytes. */
  size: z.number(),
  encoding: z.string(),
  delimiter: z.string(),
  preset: z.nullable(ImportPreset),
  columns: z.array(ImportColumn),
  /** As it was chosen for the last check; before, as suggested. */
  mapping: ImportMapping,
  /** How much of what is being done is done, from 0 to 1. */
  progress: z.number(),
  /** What the dry run found; null before one has ended. */
  check: z.nullable(ImportReport),
  /** What the import did; null before one has begun. */
  report: z.nullable(ImportReport),
  /** Why it failed. */
  fault: z.nullable(ImportFault),
  createdAt: z.number(),
  startedAt: z.nullable(z.number()),
  finishedAt: z.nullable(z.number()),
});
export type ImportInfo = z.infer<typeof ImportInfo>;

export const ImportList = z.object({ items: z.array(ImportInfo) });
export type ImportList = z.infer<typeof ImportList>;

export const ImportCheck = z.object({ mapping: ImportMapping });
export type ImportCheck = z.infer<typeof ImportCheck>;
