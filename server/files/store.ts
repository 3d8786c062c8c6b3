import { join } from "node:path";
import * as z from "zod/mini";
import { FileInfo } from "../../shared/file.ts";
import type { Config } from "../platform/config.ts";
import type { Db } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import type { MayRead } from "../visitors/routes.ts";

export type FileRow = Schema["files"];

/** The prefix of agents' pictures, in the file store and in URLs. */
export const PICTURES = "pictures";

export const incomingFolder = ({ data }: Pick<Config, "data">) => join(data, "incoming");

/** A file that is not an orphan; undefined: there is none. */
export async function findFile(db: Db, property: string, id: string): Promise<FileRow | undefined> {
  const row = await db
    .selectFrom("files")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  const isOwned = row && (row.conversation_id ?? row.visitor_id ?? row.agent_id) !== null;
  return isOwned ? row : undefined;
}

/** Whether a row names a key of the file store. */
export async function isNamed(db: Db, key: string): Promise<boolean> {
  const [owner = "", id = ""] = key.split("/");
  if (owner !== PICTURES) return !!(await findFile(db, owner, id)) || (await isRawMail(db, owner, id));
  const agent = await db
    .selectFrom("agents")
    .select("id")
    .where("image", "like", `${PICTURES}/${id}.%`)
    .executeTakeFirst();
  return !!agent;
}

/** The bytes of a received mail are kept for as long as its row has more than a digest. */
async function isRawMail(db: Db, property: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom("received_mails")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("state", "<>", "erased")
    .executeTakeFirst();
  return !!row;
}

const Files = z.array(FileInfo);

/**
 * Whether a visitor may read a file: a visible message of a conversation that they may read names it (not a note or a retracted
 * message), or they uploaded it and no message names it yet.
 */
export async function isVisitors(db: Db, file: FileRow, visitor: string, mayRead: MayRead): Promise<boolean> {
  if (file.conversation_id === null) return file.visitor_id === visitor;
  const rows = await db
    .selectFrom("messages")
    .innerJoin("conversations", (join) =>
      join
        .onRef("conversations.property_id", "=", "messages.property_id")
        .onRef("conversations.id", "=", "messages.conversation_id"),
    )
    .select(["messages.files", "conversations.visitor_id"])
    .where("messages.property_id", "=", file.property_id)
    .where("messages.conversation_id", "=", file.conversation_id)
    .where("messages.kind", "=", "message")
    .where("messages.retracted", "=", 0)
    .where("messages.files", "like", `%${file.id}%`)
    .execute();
  // the query may match the ID in a file's name
  const row = rows.find(({ files }) => z.parse(Files, JSON.parse(files)).some(({ id }) => id === file.id));
  return (
    !!row && mayRead(file.property_id, visitor, { id: file.conversation_id, visitor_id: row.visitor_id })
  );
}
