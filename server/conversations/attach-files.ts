import type { FileInfo } from "../../shared/file.ts";
import { inChunks } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";

type FileRow = Schema["files"];

/** A file as both sides of a conversation see it. */
export function toFileInfo(
  row: Pick<FileRow, "id" | "name" | "type" | "size" | "width" | "height">,
): FileInfo {
  const { id, name, type, size, width, height } = row;
  return { id, name, type, size, picture: width !== null && height !== null ? { width, height } : null };
}

/** Uploaded files that no message has named yet, by ID. */
export async function waitingFiles(
  tx: Tx,
  property: string,
  ids: readonly string[],
): Promise<Map<string, FileRow>> {
  const rows = await inChunks([...new Set(ids)], (some) =>
    tx
      .selectFrom("files")
      .selectAll()
      .where("property_id", "=", property)
      .where("id", "in", some)
      .where("conversation_id", "is", null)
      .execute(),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Makes files part of a conversation: from now on who may see it may see them. */
export async function attachFiles(
  tx: Tx,
  property: string,
  attached: readonly { readonly conversation: string; readonly files: readonly string[] }[],
): Promise<void> {
  for (const { conversation, files } of attached)
    if (files.length)
      await tx
        .updateTable("files")
        .set({ conversation_id: conversation })
        .where("property_id", "=", property)
        .where("id", "in", files)
        .execute();
}

/** Takes files out of their conversation, with the message that named them: nobody gets them any more. */
export async function detachFiles(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
  if (!ids.length) return;
  await tx
    .updateTable("files")
    .set({ conversation_id: null })
    .where("property_id", "=", property)
    .where("id", "in", ids)
    .execute();
}
