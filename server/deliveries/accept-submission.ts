import { MAX_TAGS } from "../../shared/conversation.ts";
import type { Receipt } from "../../shared/delivery.ts";
import { toPlainMessage } from "../conversations/core/entries.ts";
import type { ConversationRow } from "../conversations/core/row-changes.ts";
import type { NewConversation } from "../conversations/core/store.ts";
import { answersPreview, messagePreview } from "../conversations/core/transitions.ts";
import { tagIds } from "../conversations/tickets/conversation-tags.ts";
import { deriveSubject, newConversationRow } from "../conversations/tickets/new-ticket.ts";
import { isClosedTicket } from "../conversations/tickets/ticket-status.ts";
import type { Schema } from "../platform/database/schema.ts";
import { toAnsweredFields, toDetails, toMessageText } from "./answers-to-details.ts";
import type { IntakeState } from "./intake-state.ts";
import { looksAutomatic, type SubmissionEntry } from "./read-delivery.ts";

/** A submission, and the contact that it was attributed to. */
interface AttributedSubmission {
  readonly entry: SubmissionEntry;
  readonly visitor: string;
  readonly contact: string;
  readonly claimed: boolean;
}

const VISITOR = { agent: null };
const FOYER = { agent: null, system: true } as const;

/**
 * Upserts the visitor with the submitted details, and opens a conversation for the submission. An offline form that
 * names the visitor's own waiting chat is added to that chat instead (R20).
 */
export function acceptSubmission(state: IntakeState, visitor: string, entry: SubmissionEntry): Receipt {
  const { property, transition, upserts } = state;
  const { contact, claimed } = upserts.apply({
    visitor,
    details: toDetails(entry),
    source: "form",
    proven: false,
    matching: property.settings.matching,
    now: transition.now,
  });
  const submission = { entry, visitor, contact, claimed };
  const chat = findWaitingChat(state, submission);
  const { id, ticket } = chat ? followUpChat(state, submission, chat) : openConversation(state, submission);
  route(state, entry, id);
  return { status: "accepted", id: entry.id, conversation: id, ...(ticket !== null && { ticket }) };
}

/** Gives the conversation to the agent of the chosen department, unless somebody has it already, and tags it. */
function route({ conversations, routingOf }: IntakeState, entry: SubmissionEntry, id: string): void {
  const { assignee, tags } = routingOf(entry);
  const row = conversations.find(id);
  if (!row) return;
  if (tags.length)
    conversations.apply(id, { kind: "set_tags", tags: [...tagIds(row), ...tags].slice(0, MAX_TAGS) }, FOYER);
  if (assignee && row.assignee_id === null) conversations.apply(id, { kind: "assign", to: assignee }, FOYER);
}

function findWaitingChat(
  { conversations, receipts }: IntakeState,
  { entry: { delivery }, visitor }: AttributedSubmission,
): ConversationRow | null {
  if (delivery.form !== "offline" || delivery.conversation === undefined) return null;
  const named = receipts.resolveConversation(visitor, delivery.conversation);
  if (conversations.find(named)?.visitor_id !== visitor) return null;
  const chat = conversations.current(named);
  return isClosedTicket(chat) ? null : chat;
}

/**
 * Adds an offline form to an unanswered chat. The chat becomes a ticket once, but not if an agent has taken
 * it meanwhile: to them the form is one more message.
 */
function followUpChat(
  { conversations, nextTicketNumber, property, transition }: IntakeState,
  submission: AttributedSubmission,
  { id, assignee_id, contact_id, preview }: ConversationRow,
): { id: string; ticket: number | null } {
  const { entry, contact, claimed } = submission;
  const text = toMessageText(entry);
  conversations.addSubmission(toSubmissionRow(submission, property.id, id, transition.now));
  if (contact_id !== contact) conversations.apply(id, { kind: "reassign", contact, claimed }, VISITOR);
  if (assignee_id === null && conversations.find(id)?.ticket === null)
    conversations.apply(
      id,
      { kind: "make_ticket", number: nextTicketNumber(), subject: deriveSubject(text || preview) },
      VISITOR,
    );
  if (text) {
    const message = { kind: "message", id: entry.id, text, files: [], sentAt: entry.delivery.at } as const;
    conversations.apply(id, message, VISITOR);
  } else conversations.apply(id, { kind: "mark_unread" }, VISITOR);
  return { id, ticket: conversations.find(id)?.ticket ?? null };
}

function openConversation(
  state: IntakeState,
  submission: AttributedSubmission,
): { id: string; ticket: number | null } {
  const ticket = submission.entry.delivery.form !== "pre_chat" ? state.nextTicketNumber() : null;
  const opened = toConversation(state, submission, ticket);
  state.conversations.open(opened);
  return { id: opened.conversation.id, ticket };
}

function toSubmissionRow(
  { entry, visitor }: AttributedSubmission,
  property: string,
  conversation: string,
  now: number,
): Schema["submissions"] {
  const { id, delivery } = entry;
  return {
    property_id: property,
    id,
    conversation_id: conversation,
    visitor_id: visitor,
    form: delivery.form,
    answers: JSON.stringify(toAnsweredFields(entry)),
    page: delivery.page,
    locale: delivery.locale,
    sent_at: delivery.at,
    received_at: now,
  };
}

function toConversation(
  { property, transition }: IntakeState,
  submission: AttributedSubmission,
  ticket: number | null,
): NewConversation {
  const { entry, visitor, contact, claimed } = submission;
  const { id: opener, delivery } = entry;
  const { now, answerDue } = transition;
  const { form } = delivery;
  const row = newConversationRow({ property: property.id, visitor, contact, claimed, form }, transition);
  const conversation = row.id;
  const text = toMessageText(entry);
  const sequence = transition.sequence();
  return {
    conversation: {
      ...row,
      ticket,
      subject: ticket === null ? "" : deriveSubject(text),
      due_at: ticket === null ? null : answerDue(now),
      unread: 1,
      suspicious: looksAutomatic(delivery) ? 1 : 0,
      preview: text ? messagePreview(text) : answersPreview(toAnsweredFields(entry)),
      last_sequence: sequence,
      revision: sequence,
      visitor_read: sequence,
      unanswered_since: now,
      opener,
    },
    message: text
      ? toPlainMessage({
          property_id: property.id,
          conversation_id: conversation,
          sequence,
          id: opener,
          author: "visitor",
          agent_id: null,
          text,
          sent_at: delivery.at,
          received_at: now,
        })
      : null,
    submission: toSubmissionRow(submission, property.id, conversation, now),
  };
}
