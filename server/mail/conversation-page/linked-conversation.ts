import type { VisitorMessage } from "../../../shared/conversation.ts";
import { selectEntries } from "../../conversations/core/entries.ts";
import type { ConversationRow } from "../../conversations/core/row-changes.ts";
import { allocateTicketNumbers } from "../../conversations/core/store.ts";
import { type ConversationDeps, updateConversations } from "../../conversations/core/update-conversations.ts";
import { readMessageText } from "../../conversations/messages/read-message-text.ts";
import { addCustomerMessage } from "../../conversations/tickets/add-customer-message.ts";
import { listContinuations } from "../../conversations/tickets/continuations.ts";
import { isClosedTicket } from "../../conversations/tickets/ticket-status.ts";
import { toVisitorMessage } from "../../conversations/visitor/view.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { KnownProperty } from "../../properties/store.ts";
import type { LinkedConversation } from "../answers/conversation-link.ts";

/** Finds the conversation of a link; undefined: it was erased. */
export function findLinked(
  db: Db,
  { property, conversation }: LinkedConversation,
): Promise<ConversationRow | undefined> {
  return db
    .selectFrom("conversations")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", conversation)
    .executeTakeFirst();
}

/**
 * Lists the conversations that a link opens: the one that it names, and the tickets of the same visitor that continue it.
 * One that another visitor's device began is never among them (R12).
 */
export async function listLinked(db: Db, row: ConversationRow): Promise<string[]> {
  const next = await listContinuations(db, row.property_id, [row]);
  if (!next.length) return [row.id];
  const own = await db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", row.property_id)
    .where("id", "in", next)
    .where("visitor_id", "=", row.visitor_id)
    .execute();
  return [...new Set([row.id, ...own.map(({ id }) => id)])];
}

const PAGE_SIZE = 50;

interface LinkedMessages {
  /** Oldest first. */
  readonly messages: readonly VisitorMessage[];
  /** The sequence number before which there are earlier ones; null: there are none. */
  readonly earlierThan: number | null;
}

/** Reads the last messages that the customer may see, before a sequence number. */
export async function readLinkedMessages(
  db: Db,
  property: string,
  conversations: readonly string[],
  before: number | null,
): Promise<LinkedMessages> {
  const rows = await selectEntries(db)
    .where("messages.property_id", "=", property)
    .where("messages.conversation_id", "in", conversations)
    .where("messages.kind", "=", "message")
    .$if(before !== null, (some) => some.where("messages.sequence", "<", before ?? 0))
    .orderBy("messages.sequence", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
  const shown = rows.slice(0, PAGE_SIZE).reverse();
  return {
    messages: shown.flatMap((row) => toVisitorMessage(row) ?? []),
    earlierThan: rows.length > PAGE_SIZE ? (shown[0]?.sequence ?? null) : null,
  };
}

/**
 * Adds a message that the customer has written on the page (R30). A repeated request with the same ID changes nothing.
 *
 * @throws ApiError `message_empty`, `message_too_long`
 */
export async function addLinkedMessage(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  row: ConversationRow,
  { id, text }: { readonly id: string; readonly text: string },
): Promise<void> {
  const written = readMessageText(text, 0);
  await updateConversations(tx, deps, property, [row.id], async (batch, transition) => {
    // looked up while other writers wait, so that two requests with one ID add one message
    if (await isKnownMessage(tx, await listLinked(tx, row), row, id)) return;
    const number = isClosedTicket(batch.current(row.id))
      ? await allocateTicketNumbers(tx, property.id, 1)
      : 0;
    const message = { id, text: written, files: [], sentAt: transition.now, channel: "page" } as const;
    addCustomerMessage(batch, row.id, message, { transition, nextTicketNumber: () => number });
  });
}

async function isKnownMessage(
  tx: Tx,
  conversations: readonly string[],
  { property_id }: ConversationRow,
  id: string,
): Promise<boolean> {
  const known = await tx
    .selectFrom("messages")
    .select("id")
    .where("property_id", "=", property_id)
    .where("conversation_id", "in", conversations)
    .where("id", "=", id)
    .where("author", "=", "visitor")
    .executeTakeFirst();
  return known !== undefined;
}
