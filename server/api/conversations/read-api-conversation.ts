import * as z from "zod/mini";
import type { ApiConversation, ApiEntryPage } from "../../../shared/api/conversation.ts";
import type { ConversationSummary, MessagePage } from "../../../shared/conversation.ts";
import { PAGE_SIZE, readConversation, readEntries } from "../../conversations/inbox/read-conversation.ts";
import type { Db } from "../../platform/database/open.ts";
import { decodeCursor, encodeCursor } from "../../platform/paging.ts";

/** The entity tag of a conversation (RFC 9110, section 8.8.3): the number of its last change. */
export const etagOf = ({ revision }: Pick<ConversationSummary, "revision">): string => `"${revision}"`;

function toEntryPage({ messages, earlier }: MessagePage): z.infer<typeof ApiEntryPage> {
  const first = messages[0];
  return { items: messages, next: earlier && first ? encodeCursor([first.sequence]) : null };
}

/** Reads a conversation with its last entries. @throws ApiError `not_found` */
export async function readApiConversation(db: Db, property: string, id: string): Promise<ApiConversation> {
  const { messages, earlier, device: _, ...rest } = await readConversation(db, property, id);
  return { ...rest, entries: toEntryPage({ messages, earlier }) };
}

const EntryCursor = z.tuple([z.int()]);

/**
 * Reads a page of a conversation's entries: the last ones, or those before a cursor.
 *
 * @throws ApiError `not_found`, `invalid_request`
 */
export async function readApiEntries(
  db: Db,
  property: string,
  id: string,
  cursor: string | undefined,
): Promise<z.infer<typeof ApiEntryPage>> {
  const before = decodeCursor(EntryCursor, cursor)?.[0] ?? null;
  return toEntryPage(await readEntries(db, property, id, { before, size: PAGE_SIZE }));
}
