import type * as z from "zod/mini";
import type { AgentMessage, AgentName, Message } from "../../../shared/conversation.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { type EntryRow, entries, toMessage } from "../core/entries.ts";
import { type ConversationDeps, updateConversations } from "../core/update-conversations.ts";
import type { AgentOperation } from "../inbox/update-conversation.ts";
import { attachFiles, findUnsentFiles } from "./attachments.ts";
import { readMessageText } from "./read-message-text.ts";
import { selectAttachments } from "./select-attachments.ts";

/**
 * Writes a message or a note of an agent. The same ID again changes nothing.
 *
 * @throws Failure `not_found`, `message_empty`, `message_too_long`, `message_not_yours` if the ID is another's message
 */
export async function writeMessage(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id: conversation, by, said }: AgentOperation & { readonly said: z.infer<typeof AgentMessage> },
): Promise<Message> {
  const known = await findAgentMessage(tx, property.id, conversation, said.id);
  if (known) return requireOwnMessage(known, by);
  const files = selectAttachments(await findUnsentFiles(tx, property.id, said.files), said.files, {
    agent: by.id,
  });
  await updateConversations(tx, deps, property, [conversation], async (chats, { now }) => {
    if (!chats.find(conversation)) throw new ApiError("not_found");
    const text = readMessageText(said.text, files.length);
    chats.apply(conversation, { kind: said.kind, id: said.id, text, files, sentAt: now }, { agent: by });
    await attachFiles(tx, property.id, [{ conversation, files: files.map(({ id }) => id) }]);
  });
  const written = await findAgentMessage(tx, property.id, conversation, said.id);
  if (!written) throw new Error(`Message ${said.id} was not written`);
  return toMessage(written);
}

/** What was answered to the same request before. */
export function requireOwnMessage(known: EntryRow, by: AgentName): Message {
  if (known.agent_id !== by.id) throw new ApiError("message_not_yours");
  return toMessage(known);
}

/** What an agent wrote under this ID. */
export function findAgentMessage(
  tx: Tx,
  property: string,
  conversation: string,
  id: string,
): Promise<EntryRow | undefined> {
  return entries(tx)
    .where("messages.property_id", "=", property)
    .where("messages.conversation_id", "=", conversation)
    .where("messages.id", "=", id)
    .where("messages.agent_id", "is not", null)
    .executeTakeFirst();
}
