import { sql } from "kysely";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";
import type { ConversationRow } from "../core/row-changes.ts";
import { isClosedTicket } from "./ticket-status.ts";

type Link = Pick<ConversationRow, "id" | "visitor_id" | "ticket" | "status" | "followed_by" | "joined_into">;

/**
 * The ID of the ticket in which a closed one goes on: the one that followed it, or else the one that it was joined into;
 * null: it does not go on.
 */
const nextOf = (row: Link): string | null =>
  isClosedTicket(row) ? (row.followed_by ?? row.joined_into) : null;

/**
 * Finds the conversation that a customer's message is added to, if it names this one: the newest ticket that continues
 * it. A ticket of another visitor is never that one, because this visitor could not see the message there (R12). Pure.
 *
 * @param find finds a conversation that was read
 */
export function currentConversation<R extends Link>(row: R, find: (id: string) => R | undefined): R {
  const passed = new Set<string>();
  let current = row;
  for (;;) {
    passed.add(current.id);
    const id = nextOf(current);
    const next = id === null || passed.has(id) ? undefined : find(id);
    if (!next || next.visitor_id !== row.visitor_id) return current;
    current = next;
  }
}

/** Lists the IDs of all tickets that continue these conversations, in one statement. Most continue in none. */
export async function listContinuations(
  db: Db,
  property: string,
  rows: readonly ConversationRow[],
): Promise<string[]> {
  const continued = rows.filter((row) => nextOf(row) !== null).map(({ id }) => id);
  if (!continued.length) return [];
  // `union` ends a circle, which two joins and a follow-up could make
  const { rows: found } = await sql<{ id: string }>`
    with recursive chain (id) as (
      select id from conversations where property_id = ${property} and ${isOneOf(db, "id", continued)}
      union
      select next.id from chain
        join conversations on conversations.property_id = ${property} and conversations.id = chain.id
        join conversations as next on next.property_id = ${property}
          and next.id = coalesce(conversations.followed_by, conversations.joined_into)
        where conversations.status = 'closed'
    )
    select id from chain`.execute(db);
  return found.map(({ id }) => id);
}
