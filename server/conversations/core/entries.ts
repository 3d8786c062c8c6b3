import * as z from "zod/mini";
import { ConversationEvent, type Message } from "../../../shared/conversation.ts";
import { FileInfo } from "../../../shared/file.ts";
import type { Db } from "../../platform/database/open.ts";

const Files = z.array(FileInfo);

/** Entries of conversations, with the agents who wrote them. */
export function entries(db: Db) {
  return db
    .selectFrom("messages")
    .leftJoin("agents", "agents.id", "messages.agent_id")
    .selectAll("messages")
    .select(["agents.name as agent_name", "agents.image as agent_picture"]);
}

export type EntryRow = Awaited<ReturnType<ReturnType<typeof entries>["execute"]>>[number];

/** The files of an entry. */
export function entryFiles({ files }: Pick<EntryRow, "files">): FileInfo[] {
  return files === "[]" ? [] : z.parse(Files, JSON.parse(files));
}

/**
 * Entries that were changed after a place, whenever they were written. Which they are is found in an index alone; SQLite
 * would go through the whole of each conversation otherwise.
 */
export function changedEntries(db: Db, property: string, conversations: readonly string[], since: number) {
  const changed = db
    .selectFrom("messages")
    .select(["conversation_id", "sequence"])
    .where("property_id", "=", property)
    .where("conversation_id", "in", conversations)
    .where("revision", ">", since)
    .whereRef("revision", "<>", "sequence");
  return entries(db)
    .innerJoin(changed.as("changed"), (join) =>
      join
        .onRef("changed.conversation_id", "=", "messages.conversation_id")
        .onRef("changed.sequence", "=", "messages.sequence"),
    )
    .where("messages.property_id", "=", property);
}

/** An entry as agents see it. */
export function toMessage(row: EntryRow): Message {
  return {
    id: row.id,
    sequence: row.sequence,
    revision: row.revision,
    kind: row.kind,
    author: row.author,
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? "" },
    text: row.text,
    files: entryFiles(row),
    event: row.event === null ? null : z.parse(ConversationEvent, JSON.parse(row.event)),
    editedAt: row.edited_at,
    retracted: row.retracted === 1,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
  };
}

/** An entry of a kind and author, with nothing special about it. */
export function plainEntry(
  of: Pick<
    EntryRow,
    "property_id" | "conversation_id" | "sequence" | "id" | "author" | "text" | "sent_at"
  > & {
    received_at: number;
    agent_id: string | null;
  },
) {
  return {
    ...of,
    revision: of.sequence,
    kind: "message" as const,
    files: "[]",
    event: null,
    edited_at: null,
    retracted: 0,
  };
}
