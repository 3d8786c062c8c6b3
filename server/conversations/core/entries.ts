import * as z from "zod/mini";
import { ConversationEvent, type Message } from "../../../shared/conversation.ts";
import { FileInfo } from "../../../shared/file.ts";
import type { Db } from "../../platform/database/open.ts";

const Files = z.array(FileInfo);

/** Selects entries of conversations, with the agents who wrote them. */
export function selectEntries(db: Db) {
  return db
    .selectFrom("messages")
    .leftJoin("agents", "agents.id", "messages.agent_id")
    .selectAll("messages")
    .select(["agents.name as agent_name", "agents.image as agent_picture"]);
}

export type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>["execute"]>>[number];

/** The files of an entry. */
export function entryFiles({ files }: Pick<EntryRow, "files">): FileInfo[] {
  return files === "[]" ? [] : z.parse(Files, JSON.parse(files));
}

/**
 * Selects entries that were changed after a sequence number, whenever they were added. The subquery makes SQLite search
 * the index of changed entries; otherwise it scans the whole of each conversation.
 */
export function selectChangedEntries(
  db: Db,
  property: string,
  conversations: readonly string[],
  since: number,
) {
  const changed = db
    .selectFrom("messages")
    .select(["conversation_id", "sequence"])
    .where("property_id", "=", property)
    .where("conversation_id", "in", conversations)
    .where("revision", ">", since)
    .whereRef("revision", "<>", "sequence");
  return selectEntries(db)
    .innerJoin(changed.as("changed"), (join) =>
      join
        .onRef("changed.conversation_id", "=", "messages.conversation_id")
        .onRef("changed.sequence", "=", "messages.sequence"),
    )
    .where("messages.property_id", "=", property);
}

interface Position {
  readonly property: string;
  readonly conversation: string;
  readonly sequence: number;
}

/** Selects a message of a conversation that comes after a sequence number. */
const selectMessageAfter = (db: Db, { property, conversation, sequence }: Position) =>
  db
    .selectFrom("messages")
    .select("id")
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .where("sequence", ">", sequence)
    .where("kind", "=", "message")
    .limit(1);

/** Whether a conversation has a message, of whomever, after a sequence number. */
export async function hasMessageAfter(db: Db, position: Position): Promise<boolean> {
  return (await selectMessageAfter(db, position).execute()).length > 0;
}

/** Whether the customer has written after what an agent has seen. @param seen undefined: the agent has seen everything */
export async function hasUnseenMessage(
  db: Db,
  { seen, ...conversation }: Omit<Position, "sequence"> & { readonly seen: number | undefined },
): Promise<boolean> {
  if (seen === undefined) return false;
  const position = { ...conversation, sequence: seen };
  return (await selectMessageAfter(db, position).where("author", "=", "visitor").execute()).length > 0;
}

/** Converts an entry to what agents see. */
export function toMessage(row: EntryRow): Message {
  return {
    id: row.id,
    sequence: row.sequence,
    revision: row.revision,
    kind: row.kind,
    author: row.author,
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? "" },
    ...(row.via !== null && { via: row.via }),
    text: row.text,
    files: entryFiles(row),
    event: row.event === null ? null : z.parse(ConversationEvent, JSON.parse(row.event)),
    editedAt: row.edited_at,
    retracted: row.retracted === 1,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
  };
}

/** Makes a message without files that was neither changed nor retracted. */
export function toPlainMessage(
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
    via: null,
  };
}
