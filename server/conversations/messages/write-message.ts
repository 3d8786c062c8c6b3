import type { AgentMessage, AgentName, Message } from "../../../shared/conversation.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { type EntryRow, hasUnseenMessage, selectEntries, toMessage } from "../core/entries.ts";
import { type ConversationDeps, updateConversations } from "../core/update-conversations.ts";
import type { AgentOperation } from "../inbox/update-conversation.ts";
import { attachFiles, findUnsentFiles } from "./attachments.ts";
import { addCopies } from "./message-copies.ts";
import { readMessageText } from "./read-message-text.ts";
import { selectAttachments } from "./select-attachments.ts";

/**
 * Writes an agent's message or note. A repeated request with the same ID changes nothing.
 *
 * @throws ApiError `not_found`, `message_empty`, `message_too_long`, `ticket_joined`, `not_a_ticket` (a chat has no copies), `message_not_yours` if another agent's message has the ID
 */
export async function writeMessage(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id: conversation, by, said }: AgentOperation & { readonly said: AgentMessage },
): Promise<Message> {
  const known = await findAgentMessage(tx, property.id, conversation, said.id);
  if (known) return requireOwnMessage(known, by);
  const files = selectAttachments(await findUnsentFiles(tx, property.id, said.files), said.files, {
    agent: by.id,
  });
  await updateConversations(tx, deps, property, [conversation], async (conversations, { now }) => {
    const row = conversations.find(conversation);
    if (!row) throw new ApiError("not_found");
    const text = readMessageText(said.text, files.length);
    const isOutdated = await hasUnseenMessage(tx, { property: property.id, conversation, seen: said.seen });
    conversations.apply(
      conversation,
      { kind: said.kind, id: said.id, text, files, sentAt: now, status: said.status, isOutdated },
      { agent: by },
    );
    await addCopies(tx, row, said, now);
    await attachFiles(tx, property.id, [{ conversation, files: files.map(({ id }) => id) }]);
  });
  const written = await findAgentMessage(tx, property.id, conversation, said.id);
  if (!written) throw new Error(`Message ${said.id} was not written`);
  return toMessage(written);
}

/** The answer to a repeated request. @throws ApiError `message_not_yours` */
export function requireOwnMessage(known: EntryRow, by: AgentName): Message {
  if (known.agent_id !== by.id) throw new ApiError("message_not_yours");
  return toMessage(known);
}

/** Finds an agent's message by its ID. */
export function findAgentMessage(
  tx: Tx,
  property: string,
  conversation: string,
  id: string,
): Promise<EntryRow | undefined> {
  return selectEntries(tx)
    .where("messages.property_id", "=", property)
    .where("messages.conversation_id", "=", conversation)
    .where("messages.id", "=", id)
    .where("messages.agent_id", "is not", null)
    .executeTakeFirst();
}
