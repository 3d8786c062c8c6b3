import type { FileInfo } from "../../shared/file.ts";
import { inChunks } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { Failure } from "../platform/failure.ts";

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

/**
 * The files that a message names. Only who uploaded a file can send it, and only once.
 *
 * @throws Failure `not_found`
 */
export function filesToSend(
  waiting: ReadonlyMap<string, FileRow>,
  ids: readonly string[],
  by: { readonly visitor: string } | { readonly agent: string },
): FileInfo[] {
  return [...new Set(ids)].map((id) => {
    const row = waiting.get(id);
    const isTheirs = "agent" in by ? row?.agent_id === by.agent : row?.visitor_id === by.visitor;
    if (!row || !isTheirs) throw new Failure("not_found", { detail: "A file of this message is not there." });
    return toFileInfo(row);
  });
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

/** Takes files out of their conversation: nobody may see them any more, and they are removed like those never sent. */
export async function giveUpFiles(tx: Tx, property: string, files: readonly string[]): Promise<void> {
  if (!files.length) return;
  await tx
    .updateTable("files")
    .set({ conversation_id: null })
    .where("property_id", "=", property)
    .where("id", "in", files)
    .execute();
}
