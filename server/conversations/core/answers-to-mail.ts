import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { MessageRow } from "./row-changes.ts";

/** How long an agent's message can be corrected before it is considered for a mail, ms. */
export const CORRECTION_PAUSE = 30_000;

/** A conversation that is in the queue already keeps its first message and its time. */
const insertRows = insertStatement("answers_to_mail", (conflict) =>
  conflict.columns(["property_id", "conversation_id"]).doNothing(),
);

/**
 * Queues the conversations in which agents have written, in the transaction of their messages (R30, R31): mail decides
 * later whether the customer gets them by mail, when the customer has had the time to read them in the widget.
 */
export async function queueAnswers(tx: Tx, entries: readonly MessageRow[], now: number): Promise<void> {
  const first = new Map<string, MessageRow>();
  for (const entry of entries)
    if (entry.kind === "message" && entry.author === "agent" && !first.has(entry.conversation_id))
      first.set(entry.conversation_id, entry);
  if (!first.size) return;
  const rows = [...first.values()].map(({ property_id, conversation_id, sequence }) => ({
    property_id,
    conversation_id,
    first_sequence: sequence,
    due_at: now + CORRECTION_PAUSE,
  }));
  await insertRows(tx, rows);
}
