import type * as z from "zod/mini";
import type { ConversationStart } from "../../../shared/conversation.ts";
import type { VisitorRow } from "../../contacts/identity/contact-store.ts";
import { findVisitor } from "../../contacts/identity/contact-store.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { findConversationOfMessage } from "../core/find-conversation-of-message.ts";
import type { Author, ConversationRow, TransitionContext } from "../core/row-changes.ts";
import { type ConversationDeps, updateConversations } from "../core/update-conversations.ts";
import { readMessageText } from "../messages/read-message-text.ts";
import { findAgentMessage, requireOwnMessage } from "../messages/write-message.ts";
import { newConversationRow } from "../tickets/new-ticket.ts";

/**
 * Writes an agent's message to a visitor: in the visitor's last conversation if that is open, otherwise in a new one. A
 * repeated request with the same ID changes nothing.
 *
 * @returns the conversation's ID
 * @throws ApiError `not_found`, `message_empty`, `message_too_long`, `message_not_yours`
 */
export async function startConversation(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { visitor, by, said }: { visitor: string; by: Author; said: z.infer<typeof ConversationStart> },
): Promise<string> {
  const device = await findVisitor(tx, property.id, visitor);
  if (!device) throw new ApiError("not_found");
  if (device.proof_hash === null)
    throw new ApiError("not_found", { detail: "This person has no device that could show a message." });
  const text = readMessageText(said.text, 0);
  const known = await findConversationOfMessage(
    tx,
    property.id,
    { column: "visitor_id", id: visitor },
    said.id,
  );
  if (known) {
    const message = await findAgentMessage(tx, property.id, known, said.id);
    if (message) requireOwnMessage(message, by);
    return known;
  }
  const last = await findLastConversation(tx, property.id, visitor);
  return updateConversations(tx, deps, property, last ? [last] : [], (conversations, context) => {
    const shown = last ? conversations.find(last) : undefined;
    const isOpen = shown?.status === "open" || shown?.status === "waiting";
    const row = isOpen ? shown : newConversation(property.id, device, context);
    if (!isOpen) conversations.open({ conversation: row, message: null, submission: null });
    conversations.apply(
      row.id,
      { kind: "message", id: said.id, text, files: [], sentAt: context.now },
      { agent: by },
    );
    return row.id;
  });
}

async function findLastConversation(tx: Tx, property: string, visitor: string): Promise<string | null> {
  const row = await tx
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Makes a chat without messages. */
function newConversation(property: string, device: VisitorRow, context: TransitionContext): ConversationRow {
  const facts = {
    property,
    visitor: device.id,
    contact: device.attached_to ?? device.id,
    claimed: device.attached_to !== null && !device.attached_proven,
    form: "agent",
  } as const;
  const first = context.sequence();
  const read = { visitor_read: first, agent_read: first };
  return { ...newConversationRow(facts, context), last_sequence: first, revision: first, ...read };
}
