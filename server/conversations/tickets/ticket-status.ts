import type { ConversationEvent, ConversationStatus } from "../../../shared/conversation.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import {
  type Actor,
  addEvent,
  type ConversationRow,
  inTurn,
  type Transition,
  type TransitionContext,
  unchanged,
} from "../core/row-changes.ts";

/** Whether a customer's message opens a new ticket instead of being added to this one (R30). */
export const isClosedTicket = ({ ticket, status }: Pick<ConversationRow, "ticket" | "status">): boolean =>
  ticket !== null && status === "closed";

/** @throws ApiError `not_a_ticket` */
export function requireTicket(row: Pick<ConversationRow, "ticket">): number {
  if (row.ticket === null) throw new ApiError("not_a_ticket");
  return row.ticket;
}

/**
 * Sets the status, with an event. Only an open conversation has a message that waits for an answer, so every other
 * status ends the wait. Pure.
 *
 * @throws ApiError `not_a_ticket` for a chat that would be waiting or solved
 */
export function setStatus(
  row: ConversationRow,
  to: ConversationStatus,
  by: Actor,
  context: TransitionContext,
): Transition {
  if (to === "waiting" || to === "solved") requireTicket(row);
  if (row.status === to) return unchanged(row);
  return addEvent(withStatus(row, to, context), statusEvent(row.status, to), by, context);
}

/** A conversation with another status, and what belongs to that. */
function withStatus(
  row: ConversationRow,
  status: ConversationStatus,
  { now }: Pick<TransitionContext, "now">,
): ConversationRow {
  const solved_at = status === "solved" ? now : null;
  return status === "open"
    ? { ...row, status, solved_at }
    : { ...row, status, solved_at, unanswered_since: null, due_at: null };
}

function statusEvent(from: ConversationStatus, to: ConversationStatus): ConversationEvent {
  return { kind: to === "open" && from !== "waiting" ? "reopened" : to };
}

/**
 * Opens a conversation because its customer has written. A ticket that waited for just that has no event about it.
 * Pure.
 */
export function reopenForCustomer(row: ConversationRow, by: Actor, context: TransitionContext): Transition {
  return row.status === "waiting"
    ? { row: withStatus(row, "open", context), entries: [] }
    : setStatus(row, "open", by, context);
}

/**
 * Gives a ticket the status that an agent's message leaves it with. That it waits for the customer then is what everybody
 * expects, and has no event. Pure.
 */
export function setStatusByReply(
  row: ConversationRow,
  to: ConversationStatus,
  by: Actor,
  context: TransitionContext,
): Transition {
  return to === "waiting" && row.status !== to
    ? { row: withStatus(row, to, context), entries: [] }
    : setStatus(row, to, by, context);
}

/** The columns of a conversation with a customer's message that is not answered: since when, and until when. */
export function unansweredColumns(
  row: Pick<ConversationRow, "ticket" | "unanswered_since" | "due_at">,
  { now, answerDue }: Pick<TransitionContext, "now" | "answerDue">,
): Pick<ConversationRow, "unread" | "unanswered_since" | "due_at"> {
  if (row.unanswered_since !== null)
    return { unread: 1, unanswered_since: row.unanswered_since, due_at: row.due_at };
  return { unread: 1, unanswered_since: now, due_at: row.ticket === null ? null : answerDue(now) };
}

/**
 * Makes a chat a ticket. One that its visitor could not wait for is unread and waits for an answer; one that an agent
 * makes waits only if it did before. Pure.
 */
export function makeTicket(
  row: ConversationRow,
  { number, subject }: { readonly number: number; readonly subject: string },
  by: Actor,
  context: TransitionContext,
): Transition {
  return inTurn(
    row,
    (one) => setStatus(one, "open", by, context),
    (one) => {
      const waits = by.agent === null || one.unanswered_since !== null;
      const since = one.unanswered_since ?? context.now;
      const unanswered = waits && { unanswered_since: since, due_at: context.answerDue(since) };
      const ticket = {
        ...one,
        ticket: number,
        subject,
        ...(by.agent === null && { unread: 1 }),
        ...unanswered,
      };
      return addEvent(ticket, { kind: "ticket", number }, by, context);
    },
  );
}
