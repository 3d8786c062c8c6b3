import * as z from "zod/mini";
import { ConversationStatus } from "../../../shared/conversation.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { ConversationRow } from "../core/row-changes.ts";
import { requireTicket } from "./ticket-status.ts";

/** The columns that a join changes in both tickets. */
const State = z.object({
  status: ConversationStatus,
  unread: z.number(),
  unanswered_since: z.nullable(z.number()),
  due_at: z.nullable(z.number()),
  solved_at: z.nullable(z.number()),
});
type State = z.infer<typeof State>;

/** The state that undoing a join restores. Numbers and times only: nothing that a person wrote. */
const BeforeJoin = z.object({
  /** The sequence number of the last entry that the other ticket had. */
  sequence: z.number(),
  source: State,
  target: z.object({ before: State, after: State }),
});

/** Reads what the join of a ticket replaced; null: it is not joined. */
export function readBeforeJoin({
  before_join,
}: Pick<ConversationRow, "before_join">): z.infer<typeof BeforeJoin> | null {
  return before_join === null ? null : z.parse(BeforeJoin, JSON.parse(before_join));
}

/** The columns that a plan sets in the ticket that is joined, and in the one that it is joined into. */
export interface JoinPlan {
  readonly source: Partial<ConversationRow>;
  readonly target: Partial<ConversationRow>;
}

const stateOf = ({ status, unread, unanswered_since, due_at, solved_at }: ConversationRow): State => ({
  status,
  unread,
  unanswered_since,
  due_at,
  solved_at,
});

const isSame = (a: State, b: State): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The earlier of two times; null: there is none. */
function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/**
 * Joins a ticket into another one: it is closed and takes no more entries, and what of it waits for an answer waits in
 * the other. Its entries stay its own; whoever reads the other reads both. Pure.
 *
 * @returns null if it is joined into that ticket already
 * @throws ApiError `not_a_ticket`; `ticket_joined` if either is joined into another one; `invalid_request` for a ticket
 * and itself
 */
export function planJoin(source: ConversationRow, target: ConversationRow): JoinPlan | null {
  requireTicket(source);
  requireTicket(target);
  if (source.id === target.id)
    throw new ApiError("invalid_request", {
      faults: [{ path: "into", code: "same_ticket", message: "must be another ticket" }],
    });
  if (source.joined_into === target.id) return null;
  if (source.joined_into !== null || target.joined_into !== null) throw new ApiError("ticket_joined");
  const isUnanswered = source.unanswered_since !== null;
  const before = stateOf(target);
  const after: State = {
    status: isUnanswered ? "open" : before.status,
    unread: Math.max(before.unread, source.unread),
    unanswered_since: earlier(before.unanswered_since, source.unanswered_since),
    due_at: earlier(before.due_at, source.due_at),
    solved_at: isUnanswered ? null : before.solved_at,
  };
  const joined = {
    status: "closed",
    unread: 0,
    unanswered_since: null,
    due_at: null,
    solved_at: null,
  } as const;
  const restored = { sequence: target.last_sequence, source: stateOf(source), target: { before, after } };
  return {
    source: { ...joined, joined_into: target.id, before_join: JSON.stringify(restored) },
    target: after,
  };
}

/**
 * Undoes a join. The ticket is what it was before; so is the other, unless somebody has changed its state or written in
 * it since: a ticket that was solved before would hide a message that came after the join. Pure.
 *
 * @param target the other ticket, and whether it has messages that came after the join; null: it was erased
 * @returns null if the ticket is not joined
 */
export function planSeparation(
  source: ConversationRow,
  target: { readonly row: ConversationRow; readonly hasNewMessages: boolean } | null,
): JoinPlan | null {
  const before = readBeforeJoin(source);
  if (!before) return null;
  const isUnchanged =
    target !== null && !target.hasNewMessages && isSame(stateOf(target.row), before.target.after);
  return {
    source: { ...before.source, joined_into: null, before_join: null },
    target: isUnchanged ? before.target.before : {},
  };
}
