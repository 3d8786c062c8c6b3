import * as z from "zod/mini";
import { Rating } from "../../../shared/conversation.ts";
import { wallTime } from "../../../shared/rules/hours.ts";
import type { ConversationRow, MessageRow, TransitionContext } from "../core/row-changes.ts";

const HOUR = 3_600_000;

/**
 * The facts of a conversation that are counted for reports, as they were when they were counted last. They hold nothing
 * that a customer has written, and the counts hold nothing but numbers and agents, so both outlive an erasure (R26).
 */
const ConversationFacts = z.object({
  /** The hours from 1970-01-01 to its beginning, on the clock of the property's time zone at that time. */
  hour: z.number(),
  /** The customer wrote first, so that the time to the first answer says something. */
  isAsked: z.boolean(),
  /** From its beginning to the first message of an agent, ms; null: there is none. */
  answer: z.nullable(z.number()),
  /** The agents who have written messages, in the order of the first of each. */
  agents: z.array(z.string()),
  /** From its beginning to its end, ms; null: it is open. */
  end: z.nullable(z.number()),
  isTicket: z.boolean(),
  rating: z.nullable(Rating),
  assignee: z.nullable(z.string()),
  /** False: it is suspicious, or a ticket that was joined into another one. */
  isCounted: z.boolean(),
});
export type ConversationFacts = z.infer<typeof ConversationFacts>;

/** The facts that were counted; null: nothing was. */
export function readFacts({ facts }: Pick<ConversationRow, "facts">): ConversationFacts | null {
  return facts === "" ? null : z.parse(ConversationFacts, JSON.parse(facts));
}

/** The hours from 1970-01-01 to a time on the clock of a time zone. @param at ms since 1970 */
export const localHour = (timeZone: string, at: number): number => Math.floor(wallTime(timeZone, at) / HOUR);

/**
 * The facts of a conversation after a change. Its beginning is counted by the time zone that the property had when it
 * began. Pure.
 *
 * @param row after the change
 * @param entries what the change has added, in order
 */
export function factsAfter(
  row: ConversationRow,
  entries: readonly MessageRow[],
  { timeZone, now }: Pick<TransitionContext, "timeZone" | "now">,
): ConversationFacts {
  const before = readFacts(row);
  const answers = entries.filter(({ kind, author }) => kind === "message" && author === "agent");
  const first = answers[0];
  const writers = answers.flatMap(({ agent_id }) => agent_id ?? []);
  const sinceBegin = (at: number) => Math.max(0, at - row.created_at);
  const hasEnded = row.status === "solved" || row.status === "closed";
  return {
    hour: before?.hour ?? localHour(timeZone, row.created_at),
    isAsked: before?.isAsked ?? (row.form !== "agent" && row.hidden === 0),
    answer: before?.answer ?? (first ? sinceBegin(first.received_at) : null),
    agents: [...new Set([...(before?.agents ?? []), ...writers])],
    end: hasEnded ? (before?.end ?? sinceBegin(row.solved_at ?? now)) : null,
    isTicket: row.ticket !== null,
    rating: row.rating,
    assignee: row.assignee_id,
    isCounted: row.suspicious === 0 && row.joined_into === null,
  };
}
