import type { Db } from "../../platform/database/open.ts";
import { findConversations } from "../core/store.ts";
import { currentConversation, listContinuations } from "../tickets/continuations.ts";
import { findReadableConversation } from "./history.ts";
import type { Reader } from "./opened-conversations.ts";

/**
 * Lists the IDs of a conversation that a browser may read, and of the tickets that continue it (R30). What is written in any
 * of them goes to the last.
 *
 * @throws ApiError `conversation_unknown`
 */
export async function listThread(db: Db, reader: Reader, conversation: string): Promise<string[]> {
  const { id } = await findReadableConversation(db, reader, conversation);
  const named = await findConversations(db, { property: reader.property, ids: [id] });
  const continuations = await listContinuations(db, reader.property, named);
  const found = continuations.length
    ? await findConversations(db, { property: reader.property, ids: continuations })
    : [];
  const rows = new Map([...named, ...found].map((row) => [row.id, row]));
  const [first] = named;
  if (!first) return [];
  const last = currentConversation(first, (other) => rows.get(other));
  const others = [...rows.values()].filter(
    (row) => row.visitor_id === first.visitor_id && row.id !== last.id,
  );
  return [...others.map((row) => row.id), last.id];
}
