import * as z from "zod/mini";
import { FileReading } from "./read-options.ts";

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
  /** The person's name in the row. */
  name: z.string(),
});
export type ImportRemark = z.infer<typeof ImportRemark>;

export const ImportReport = z.object({
  rows: z.number(),
  counts: z.record(RowOutcome, z.number()),
  /** The number of rows about a contact of an earlier row. */
  duplicates: z.number(),
  /** The first refused rows, conflicts and duplicates. */
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
  reading: FileReading,
  preset: z.nullable(ImportPreset),
  columns: z.array(ImportColumn),
  /** The mapping of the last dry run; before the first, the suggested one. */
  mapping: ImportMapping,
  /** Progress of the present step, from 0 to 1. */
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

export const ImportCheck = z.object({ mapping: ImportMapping });
export type ImportCheck = z.infer<typeof ImportCheck>;
