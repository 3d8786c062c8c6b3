import * as z from "zod/mini";
import { Named } from "./contact.ts";
import { ContactFilter } from "./crm.ts";

/** A change of all contacts that match a filter, which the server makes in the background. */
export const BulkJobCreate = z.object({
  kind: z.enum(["tag", "untag", "delete"]),
  /** The tag's ID, for `tag` and `untag`. */
  tag: z.optional(z.string().check(z.maxLength(100))),
  filter: ContactFilter,
});

export const BulkJobState = z.enum(["running", "done", "cancelled", "undoing", "undone"]);
export type BulkJobState = z.infer<typeof BulkJobState>;

export const BulkJob = z.object({
  id: z.string(),
  kind: BulkJobCreate.shape.kind,
  /** Null: it deletes contacts, or the tag was deleted since. */
  tag: z.nullable(Named),
  state: BulkJobState,
  /** The number of contacts that matched when it was started, and of those that are done. */
  total: z.number(),
  done: z.number(),
  /** The number of contacts that it has changed and not restored. */
  changed: z.number(),
  /** Until when it can be undone, ms since 1970; null: not any more, or not yet. */
  undoUntil: z.nullable(z.number()),
});
export type BulkJob = z.infer<typeof BulkJob>;
export const BulkJobs = z.object({ items: z.array(BulkJob) });

/** The number of contacts that match a filter. */
export const ContactCount = z.object({ count: z.number() });
