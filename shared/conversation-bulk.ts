import * as z from "zod/mini";
import { ConversationStatus, ConversationSummary } from "./conversation.ts";

/** No request changes more conversations than this. */
export const MAX_BULK = 100;

const Id = z.string().check(z.maxLength(64));
const TagIds = z.array(Id).check(z.maxLength(20));

/** A change of several conversations by an agent. What is absent stays as it is. */
export const ConversationBulkUpdate = z.object({
  conversations: z
    .array(
      z.object({
        id: Id,
        /** Its revision on the agent's page. If the customer has written since, no status but open is set. */
        seen: z.int(),
      }),
    )
    .check(z.minLength(1), z.maxLength(MAX_BULK)),
  status: z.optional(ConversationStatus),
  /** The ID of an agent; null unassigns. */
  assignee: z.optional(z.nullable(Id)),
  /** The IDs of tags that each has then, beside its own. */
  addTags: z.optional(TagIds),
});
export type ConversationBulkUpdate = z.infer<typeof ConversationBulkUpdate>;

/** Why a conversation stays as it was: some are codes of errors. */
export const SkipReason = z.enum([
  "not_found",
  "not_a_ticket",
  "ticket_joined",
  "conversation_changed",
  /** It would have more tags than a conversation can have. */
  "too_many_tags",
]);
export type SkipReason = z.infer<typeof SkipReason>;

export const ConversationBulkResult = z.object({
  /** Those that are as the update says, in the order of the request. */
  changed: z.array(ConversationSummary),
  /** Those that stay as they were, and why. */
  skipped: z.array(z.object({ id: z.string(), code: SkipReason })),
});
export type ConversationBulkResult = z.infer<typeof ConversationBulkResult>;
