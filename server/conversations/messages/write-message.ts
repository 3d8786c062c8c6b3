import type * as z from "zod/mini";
import type { AgentMessage, AgentName, Message } from "../../../shared/conversation.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { type EntryRow, entries, toMessage } from "../core/entries.ts";
import { type ChatDeps, withChats } from "../core/update-conversations.ts";
import type { ByAgent } from "../inbox/update-conversation.ts";
import { attachFiles, waitingFiles } from "./attachments.ts";
import { filesToSend } from "./files-to-send.ts";
import { messageText } from "./read-message-text.ts";

/**
 * Writes a message or a note of an agent. The same ID again changes nothing.
 *
 * @throws Failure `not_found`, `message_empty`, `message_too_long`, `message_not_yours` if the ID is another's message
 */
export async function writeMessage(
  tx: Tx,
  deps: ChatDeps,
  property: KnownProperty,
  { id: conversation, by, said }: ByAgent & { readonly said: z.infer<typeof AgentMessage> },
): Promise<Message> {
  const known = await findWritten(tx, property.id, conversation, said.id);
  if (known) return ownMessage(known, by);
  const files = filesToSend(await waitingFiles(tx, property.id, said.files), said.files, { agent: by.id });
  await withChats(tx, deps, property, [conversation], async (chats, { now }) => {
    if (!chats.find(conversation)) throw new ApiError("not_found");
    const text = messageText(said.text, files.length);
    const kind = said.kind === "note" ? "note" : "say";
    chats.act(conversation, { kind, id: said.id, text, files, sentAt: now }, { agent: by });
    await attachFiles(tx, property.id, [{ conversation, files: files.map(({ id }) => id) }]);
  });
  const written = await findWritten(tx, property.id, conversation, said.id);
  if (!written) throw new Error(`Message ${said.id} was not written`);
  return toMessage(written);
}

/** What was answered to the same request before. */
export function ownMessage(known: EntryRow, by: AgentName): Message {
  if (known.agent_id !== by.id) throw new ApiError("message_not_yours");
  return toMessage(known);
}

/** What an agent wrote under this ID. */
export function findWritten(
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
