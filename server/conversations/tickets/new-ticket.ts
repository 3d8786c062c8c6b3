import { tidyLine } from "../../../shared/rules/text.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import type { ConversationRow, TransitionContext } from "../core/row-changes.ts";

/** The facts about a conversation when it begins. */
export interface NewConversationFacts {
  readonly property: string;
  /** The device that began it, or that shows it. */
  readonly visitor: string;
  /** The record that it is on. */
  readonly contact: string;
  readonly claimed: boolean;
  readonly form: ConversationRow["form"];
}

/** Makes the row of an open conversation without entries. Pure. */
export function newConversationRow(
  { property, visitor, contact, claimed, form }: NewConversationFacts,
  { newId, now }: Pick<TransitionContext, "newId" | "now">,
): ConversationRow {
  return {
    property_id: property,
    id: newId(),
    visitor_id: visitor,
    contact_id: contact,
    form,
    ticket: null,
    status: "open",
    unread: 0,
    claimed: claimed ? 1 : 0,
    suspicious: 0,
    mail_failed: 0,
    preview: "",
    last_sequence: 0,
    revision: 0,
    visitor_read: 0,
    agent_read: 0,
    assignee_id: null,
    unanswered_since: null,
    rating: null,
    opener: null,
    created_at: now,
    last_message_at: now,
    subject: "",
    priority: "normal",
    due_at: null,
    solved_at: null,
    follows: null,
    followed_by: null,
    joined_into: null,
    before_join: null,
    hidden: 0,
    tags: "[]",
    facts: "",
  };
}

/** A subject on one line, without control characters, which a mail's header could not hold. Pure. */
export const tidySubject = (subject: string): string =>
  tidyLine(wellFormed(subject).replace(/\p{Cc}+/gu, " "));

/** The longest subject that is taken from a message, in characters. */
const MAX_DERIVED_SUBJECT = 120;

/** The subject of a ticket whose customer gave none: the beginning of the first line of their message. Pure. */
export function deriveSubject(text: string): string {
  const line = text
    .split(/[\n\v\f\r\u0085\u2028\u2029]/)
    .map(tidySubject)
    .find(Boolean);
  return [...(line ?? "")].slice(0, MAX_DERIVED_SUBJECT).join("");
}
