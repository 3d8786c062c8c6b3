import type { Message, VisitorConversation, VisitorMessage } from "../../../shared/conversation.ts";
import { type EntryRow, toMessage } from "../core/entries.ts";
import type { SummaryRow } from "../inbox/summaries.ts";

/** The events that visitors see. Assignments and ratings, for example, are not among them. */
export const VISITOR_EVENTS = ["taken", "closed", "solved", "reopened", "ticket"] as const;

/** An event as the visitor sees it: a solved ticket is as closed to them. The actions of Foyer itself are left out. */
function toVisitorEvent({ event, author }: Message): VisitorMessage["event"] {
  const seen = author === "system" ? null : VISITOR_EVENTS.find((one) => one === event?.kind);
  return seen === "solved" ? "closed" : (seen ?? null);
}

/** Converts an entry to what the conversation's visitor sees; null: it is not visible. Notes never are. */
export function toVisitorMessage(row: EntryRow): VisitorMessage | null {
  const message = toMessage(row);
  const event = toVisitorEvent(message);
  if (message.kind === "note" || (message.kind === "event" && !event)) return null;
  return {
    id: message.id,
    conversation: row.conversation_id,
    sequence: message.sequence,
    revision: message.revision,
    author: event ? "event" : message.author === "agent" ? "agent" : "visitor",
    agent: message.agent?.name ?? null,
    picture: row.agent_picture,
    text: event ? "" : message.text,
    files: message.files,
    event,
    edited: message.editedAt !== null,
    retracted: message.retracted,
    at: message.receivedAt,
  };
}

/**
 * Converts a conversation to what its visitor sees.
 *
 * @param unread the number of agents' messages that the visitor has not read
 * @param waitLimit the property's limit for an answer, seconds
 */
export function toVisitorConversation(
  row: SummaryRow,
  { unread, waitLimit }: { unread: number; waitLimit: number },
): VisitorConversation {
  const isWaiting = row.unanswered_since !== null && row.ticket === null && row.assignee_id === null;
  return {
    id: row.id,
    opener: row.opener,
    status: row.status === "closed" || row.status === "solved" ? "closed" : "open",
    ticket: row.ticket,
    agent: row.assignee_name,
    picture: row.assignee_picture,
    agentRead: row.agent_read,
    visitorRead: row.visitor_read,
    unread,
    waitsUntil: isWaiting ? (row.unanswered_since ?? 0) + waitLimit * 1_000 : null,
    rating: row.rating,
  };
}
