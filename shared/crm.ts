import * as z from "zod/mini";
import { DetailRecord } from "./contact.ts";
import { AgentName } from "./conversation.ts";
import { VisitorId } from "./visitor.ts";

/** Two or more contacts that are one person (R13). */
export const MergeRequest = z.object({
  contacts: z.array(VisitorId).check(z.minLength(2), z.maxLength(20)),
  /** Whose ID and record stay; absent: the oldest. */
  survivor: z.optional(VisitorId),
  /**
   * Whose value counts, by field (as in `DetailRecord`): of e-mails, phones and organizations all are kept, and it says
   * whose is first. Absent: what is trusted more, or the survivor's.
   */
  choices: z._default(z.record(z.string().check(z.maxLength(200)), VisitorId), {}),
  /** Although their user IDs differ (R15). */
  force: z._default(z.boolean(), false),
  /** Only says what would come of it. */
  preview: z._default(z.boolean(), false),
});

export const MergeResult = z.object({
  /** What undoes it; null: it was a preview, or a contact with itself, which changes nothing. */
  merge: z.nullable(z.string()),
  survivor: VisitorId,
  /** It takes `force`. */
  userIdsDiffer: z.boolean(),
  /** Each of the records before, the survivor first. */
  sides: z.array(
    z.object({
      id: VisitorId,
      contactSince: z.nullable(z.number()),
      /** Its values in use. */
      details: z.array(DetailRecord),
      conversations: z.number(),
      notes: z.number(),
      devices: z.number(),
      tags: z.number(),
    }),
  ),
  /** The survivor's values afterwards. */
  details: z.array(DetailRecord),
});
export type MergeResult = z.infer<typeof MergeResult>;

/** A merge that was done. */
export const Merge = z.object({
  id: z.string(),
  survivor: VisitorId,
  absorbed: z.array(VisitorId),
  /** Null: it was proven. */
  agent: z.nullable(AgentName),
  at: z.number(),
  undone: z.nullable(z.object({ agent: AgentName, at: z.number() })),
});
export type Merge = z.infer<typeof Merge>;
export const Merges = z.object({ items: z.array(Merge) });

/** The records that an undone merge gave back, the former survivor first. */
export const MergeUndone = z.object({ contacts: z.array(VisitorId) });
