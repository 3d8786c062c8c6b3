import * as z from "zod/mini";
import { FileReading } from "./read-options.ts";
import { RepairOptions, SuggestedRepairs } from "./repair-options.ts";

/** The fields that a column can be imported as, beside custom attributes. */
export const IMPORT_FIELDS = [
  "visitor_id",
  "user_id",
  "name",
  "name_prefix",
  "first_name",
  "middle_name",
  "last_name",
  "name_suffix",
  "email",
  "phone",
  "organization",
  "tags",
  "notes",
] as const;
export type PlainImportField = (typeof IMPORT_FIELDS)[number];

/** `attribute:KEY`: a custom attribute. */
const AttributeField = z.templateLiteral(["attribute:", z.string().check(z.regex(/^[a-z][a-z\d_]{0,39}$/))]);
export const ImportField = z.union([z.enum(IMPORT_FIELDS), AttributeField]);
export type ImportField = z.infer<typeof ImportField>;

/** The key of the attribute that a field stands for; null: it is not an attribute. */
export function attributeOf(field: ImportField | null): string | null {
  return field?.startsWith("attribute:") ? field.slice("attribute:".length) : null;
}

/** The field of each column, in the order of the file; null: the column is not imported (R16). */
export const ImportMapping = z.array(z.nullable(ImportField)).check(z.maxLength(1_000));
export type ImportMapping = z.infer<typeof ImportMapping>;

export const ImportColumn = z.object({
  /** The column's name in the file; may be empty. */
  header: z.string(),
  /** Values from the first rows, without blank ones. */
  samples: z.array(z.string()),
  /** The field that the name suggests. */
  suggested: z.nullable(ImportField),
});
export type ImportColumn = z.infer<typeof ImportColumn>;

/** The programs whose exports are recognised. */
export const ImportPreset = z.enum([
  "foyer",
  "activecampaign",
  "brevo",
  "chatwoot",
  "crisp",
  "freshdesk",
  "google",
  "hubspot",
  "intercom",
  "mailchimp",
  "outlook",
  "pipedrive",
  "salesforce",
  "shopify",
  "tawk",
  "woocommerce",
  "zendesk",
  "zoho",
]);
export type ImportPreset = z.infer<typeof ImportPreset>;

/** The outcomes of a row (R17). */
export const ROW_OUTCOMES = ["new", "updated", "unchanged", "conflict", "refused"] as const;
export const RowOutcome = z.enum(ROW_OUTCOMES);
export type RowOutcome = z.infer<typeof RowOutcome>;

/** A row that the user should look at. */
export const ImportRemark = z.object({
  line: z.number(),
  outcome: RowOutcome,
  /** In words: why it is refused, what conflicts, or which line is about the same person. */
  reason: z.string(),
  /** How many values of the row were left out. */
  leftOut: z._default(z.number(), 0),
  /** Whether an earlier row of the file is about the same contact; absent in older reports. */
  isDuplicate: z.optional(z.boolean()),
  /** The person's name and e-mail in the row; empty: it has none. */
  name: z.string(),
  email: z._default(z.string(), ""),
});
export type ImportRemark = z.infer<typeof ImportRemark>;

export const ImportReport = z.object({
  rows: z.number(),
  counts: z.record(RowOutcome, z.number()),
  /** The number of rows about a contact of an earlier row. */
  duplicates: z.number(),
  /** The number of values that could not be used and were left out of their rows (R17). */
  leftOut: z._default(z.number(), 0),
  /** The number of rows of which values were left out. */
  leftOutRows: z._default(z.number(), 0),
  /** The first refused rows, rows with values left out, conflicts and duplicates. */
  remarks: z.array(ImportRemark),
  /** The headers of the columns that are not imported. */
  notImported: z.array(z.string()),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** Why an import failed. */
export const ImportFault = z.object({
  code: z.string(),
  /** The line of the file, from 1; null: the error is not about a line. */
  line: z.nullable(z.number()),
  message: z.string(),
});
export type ImportFault = z.infer<typeof ImportFault>;

/**
 * uploaded → checking → checked → importing → done → undoing → undone; failed: the file could not be read to its end;
 * cancelled: somebody stopped the import, and its rows so far are imported; undo_cancelled: somebody stopped the undo, and
 * some of its contacts are reverted. A check that is stopped is as if it had not begun.
 */
export const ImportState = z.enum([
  "uploaded",
  "checking",
  "checked",
  "importing",
  "done",
  "undoing",
  "undone",
  "failed",
  "cancelled",
  "undo_cancelled",
]);
export type ImportState = z.infer<typeof ImportState>;

export const ImportInfo = z.object({
  id: z.string(),
  state: ImportState,
  fileName: z.string(),
  /** Bytes. */
  size: z.number(),
  reading: FileReading,
  preset: z.nullable(ImportPreset),
  columns: z.array(ImportColumn),
  /** The mapping of the last dry run; before the first, the suggested one. */
  mapping: ImportMapping,
  /** How cells are read. Before the first dry run, what the file and the property suggest. */
  repairs: RepairOptions,
  /** Progress of the present step, from 0 to 1; of a cancelled one, how far it came. */
  progress: z.number(),
  /** The report of the dry run; null: none has ended. */
  check: z.nullable(ImportReport),
  /** The report of the import; null: it has not started. */
  report: z.nullable(ImportReport),
  /** Null: it has not failed. */
  fault: z.nullable(ImportFault),
  createdAt: z.number(),
  startedAt: z.nullable(z.number()),
  finishedAt: z.nullable(z.number()),
});
export type ImportInfo = z.infer<typeof ImportInfo>;

export const ImportList = z.object({ items: z.array(ImportInfo) });
export type ImportList = z.infer<typeof ImportList>;

/** Cells in one row, and characters of a cell, that can be edited in the dashboard. */
const MAX_EDITED_CELLS = 1_000;
const MAX_EDITED_CELL = 10_000;

/** A row as it is in the file, or as it was edited. */
export const ImportRow = z.object({
  line: z.int().check(z.gte(1)),
  cells: z.array(z.string().check(z.maxLength(MAX_EDITED_CELL))).check(z.maxLength(MAX_EDITED_CELLS)),
});
export type ImportRow = z.infer<typeof ImportRow>;

/** The rows that can be edited: the first that the dry run refused, or left a value out of. */
export const EditableRows = z.object({ items: z.array(ImportRow) });
export type EditableRows = z.infer<typeof EditableRows>;

export const ImportCheck = z.object({
  mapping: ImportMapping,
  /** Absent: as before; with the first mapping that differs from the suggested one, what the file suggests for it. */
  repairs: z.optional(RepairOptions),
  /** Rows that replace those of the file, beside the ones that were edited before. */
  edits: z.optional(z.array(ImportRow).check(z.maxLength(100))),
});
export type ImportCheck = z.infer<typeof ImportCheck>;

export const PreviewRequest = z.object({ mapping: ImportMapping, repairs: RepairOptions });
export type PreviewRequest = z.infer<typeof PreviewRequest>;

/** A row as it would be imported. */
export const PreviewRow = z.object({
  line: z.number(),
  /** Why it would be refused; null: it would not. */
  refused: z.nullable(z.string()),
  /** Why values would be left out, one entry for each. */
  leftOut: z.array(z.string()),
  name: z.string(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  organizations: z.array(z.string()),
  tags: z.array(z.string()),
  notes: z.array(z.string()),
  /** The attributes by their keys. */
  custom: z.record(z.string(), z.string()),
});
export type PreviewRow = z.infer<typeof PreviewRow>;

export const ImportPreview = z.object({
  rows: z.array(PreviewRow),
  /** The repairs that the first rows need by the mapping of the request. */
  suggested: SuggestedRepairs,
});
export type ImportPreview = z.infer<typeof ImportPreview>;
