import { orphanFiles } from "../../files/orphan-files.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";

export { toFileInfo } from "../../files/to-file-info.ts";

type FileRow = Schema["files"];

/** Finds those of the uploaded files that no message contains yet, by ID. */
export async function findUnsentFiles(
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
      .where((eb) => eb.or([eb("visitor_id", "is not", null), eb("agent_id", "is not", null)]))
      .execute(),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Makes files part of a conversation. Everybody who may see the conversation may then see them. */
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

/** Removes the files of a retracted message. Nobody can download them any more. */
export function detachFiles(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
  return orphanFiles(tx, property, { files: ids });
}
