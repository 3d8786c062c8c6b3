import { plainEntry } from "../conversations/core/entries.ts";
import type { NewConversation } from "../conversations/core/store.ts";
import {
  answersPreview,
  type ConversationRow,
  messagePreview,
  type TransitionContext,
} from "../conversations/core/transitions.ts";
import type { ChatContext } from "./accept-chat.ts";
import { toAnsweredFields, toMessageText } from "./answers-to-details.ts";
import { looksAutomatic, type ReadSubmission } from "./read-delivery.ts";

/** Who submits, and whose record shows it. */
export interface Submitter extends TransitionContext {
  readonly property: string;
  readonly visitor: string;
  readonly contact: string;
  readonly claimed: boolean;
}

type Known = Pick<ChatContext, "chats" | "openedBy">;

/**
 * Opens a conversation for a submission; or, if it names the visitor's own chat that waited too long, says it there.
 *
 * @param tickets the next ticket number
 * @returns the conversation, and the number of its ticket if it is one
 */
export function acceptSubmission(
  entry: ReadSubmission,
  about: Submitter,
  tickets: () => number,
  known: Known,
): { id: string; ticket: number | null } {
  const isOffline = entry.delivery.form === "offline";
  const named = entry.delivery.conversation;
  const chat = named && isOffline ? known.chats.find(known.openedBy(named) ?? named) : undefined;
  if (chat && chat.visitor_id === about.visitor) return followUp(entry, chat, about, tickets, known);
  const ticket = isOffline ? tickets() : null;
  const opened = conversationFor(entry, about, ticket);
  known.chats.open(opened);
  return { id: opened.conversation.id, ticket };
}

/**
 * Says in a chat what its visitor left when nobody had answered. It becomes a ticket, once; but not behind the back of
 * an agent who has taken it meanwhile: to them it is one more message.
 */
function followUp(
  entry: ReadSubmission,
  { id, assignee_id, contact_id }: ConversationRow,
  about: Submitter,
  tickets: () => number,
  { chats }: Known,
): { id: string; ticket: number | null } {
  const by = { agent: null };
  const text = toMessageText(entry.form, entry.answers);
  chats.addSubmission(submissionFor(entry, id, about));
  if (contact_id !== about.contact)
    chats.apply(id, { kind: "belong", to: about.contact, claimed: about.claimed }, by);
  if (assignee_id === null && chats.find(id)?.ticket === null)
    chats.apply(id, { kind: "ticket", number: tickets() }, by);
  if (text) chats.apply(id, { kind: "say", id: entry.id, text, files: [], sentAt: entry.delivery.at }, by);
  else chats.apply(id, { kind: "unread" }, by);
  return { id, ticket: chats.find(id)?.ticket ?? null };
}

function submissionFor(
  { id, delivery, form, answers }: ReadSubmission,
  conversation: string,
  about: Submitter,
) {
  return {
    property_id: about.property,
    id,
    conversation_id: conversation,
    visitor_id: about.visitor,
    form: delivery.form,
    answers: JSON.stringify(toAnsweredFields(form, answers, delivery.locale)),
    page: delivery.page,
    locale: delivery.locale,
    sent_at: delivery.at,
    received_at: about.now,
  };
}

function conversationFor(entry: ReadSubmission, about: Submitter, ticket: number | null): NewConversation {
  const { delivery, form, answers } = entry;
  const { property, visitor, now } = about;
  const conversation = about.newId();
  const text = toMessageText(form, answers);
  const sequence = about.sequence();
  return {
    conversation: {
      property_id: property,
      id: conversation,
      visitor_id: visitor,
      contact_id: about.contact,
      form: delivery.form,
      ticket,
      status: "open",
      unread: 1,
      claimed: about.claimed ? 1 : 0,
      suspicious: looksAutomatic(delivery) ? 1 : 0,
      preview: text ? messagePreview(text) : answersPreview(toAnsweredFields(form, answers, delivery.locale)),
      last_sequence: sequence,
      revision: sequence,
      visitor_read: sequence,
      agent_read: 0,
      assignee_id: null,
      waiting_since: now,
      rating: null,
      opener: entry.id,
      created_at: now,
      last_message_at: now,
    },
    message: text
      ? plainEntry({
          property_id: property,
          conversation_id: conversation,
          sequence,
          id: entry.id,
          author: "visitor",
          agent_id: null,
          text,
          sent_at: delivery.at,
          received_at: now,
        })
      : null,
    submission: submissionFor(entry, conversation, about),
  };
}
