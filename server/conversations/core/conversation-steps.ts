import type { ConversationStep } from "../../../shared/event.ts";
import type { ConversationRow } from "./row-changes.ts";

/** The facts of a ticket that others are told about. */
const TICKET_FACTS = [
  "status",
  "subject",
  "priority",
  "assignee_id",
  "tags",
  "due_at",
  "followed_by",
  "joined_into",
] as const satisfies readonly (keyof ConversationRow)[];

const isOver = ({ status }: Pick<ConversationRow, "status">) => status === "solved" || status === "closed";

/**
 * Finds the steps of a conversation's life in a change. Pure.
 *
 * @param before null: it was opened
 */
export function conversationSteps(before: ConversationRow | null, row: ConversationRow): ConversationStep[] {
  const isTicket = row.ticket !== null;
  const isOpened = before === null || (isOver(before) && !isOver(row));
  const isClosed = before !== null && before.status !== "closed" && row.status === "closed";
  const isTicketCreated = isTicket && (before === null || before.ticket === null);
  const isTicketUpdated =
    isTicket && !isTicketCreated && TICKET_FACTS.some((fact) => before?.[fact] !== row[fact]);
  return [
    ...(isOpened ? (["opened"] as const) : []),
    ...(isTicketCreated ? (["ticket_created"] as const) : []),
    ...(isTicketUpdated ? (["ticket_updated"] as const) : []),
    ...(isClosed ? (["closed"] as const) : []),
  ];
}
