import { inChunks } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";

/** Files of a property. */
export type FileSelection =
  | { readonly files: readonly string[] }
  /** All files of a conversation. */
  | { readonly conversation: string }
  /** All files that a visitor uploaded, and all files in their conversations. */
  | { readonly visitor: string };

/** The columns of an orphan: it is not served any more, and housekeeping removes its bytes, then its row. */
const ORPHAN = { conversation_id: null, visitor_id: null, agent_id: null, name: "" } as const;

/** Makes files orphans at once: those of retracted messages, and those that are erased (R26). */
export async function orphanFiles(tx: Tx, property: string, which: FileSelection): Promise<void> {
  const update = tx.updateTable("files").set(ORPHAN).where("property_id", "=", property);
  if ("files" in which)
    await inChunks(which.files, async (some) => {
      await update.where("id", "in", some).execute();
      return [];
    });
  else if ("conversation" in which) await update.where("conversation_id", "=", which.conversation).execute();
  else {
    const { visitor } = which;
    await update
      .where((eb) =>
        eb.or([
          eb("visitor_id", "=", visitor),
          eb(
            "conversation_id",
            "in",
            eb
              .selectFrom("conversations")
              .select("conversations.id")
              .where("conversations.property_id", "=", property)
              .where("conversations.visitor_id", "=", visitor),
          ),
        ]),
      )
      .execute();
  }
}

/** Makes files orphans that were uploaded before a moment, ms since 1970, and that no message names. */
export async function orphanUnusedFiles(tx: Tx, before: number): Promise<void> {
  await tx
    .updateTable("files")
    .set(ORPHAN)
    .where("conversation_id", "is", null)
    .where("created_at", "<", before)
    .execute();
}
