import { inChunks } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";

/** Which files of a property. */
export type WhichFiles =
  | { readonly files: readonly string[] }
  /** All of a conversation, whoever sent them. */
  | { readonly conversation: string }
  /** All that a visitor uploaded, and all in the conversations that they began. */
  | { readonly visitor: string };

/** Belongs to nobody: no longer served, attached or named; housekeeping removes its bytes, then its row. */
const NOBODYS = { conversation_id: null, visitor_id: null, agent_id: null, name: "" } as const;

/** Takes files away from everybody at once: what was taken back, and what is erased (R26). */
export async function disownFiles(tx: Tx, property: string, which: WhichFiles): Promise<void> {
  const update = tx.updateTable("files").set(NOBODYS).where("property_id", "=", property);
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

/** Disowns what no message has named in its time. */
export async function disownUnused(tx: Tx, before: number): Promise<void> {
  await tx
    .updateTable("files")
    .set(NOBODYS)
    .where("conversation_id", "is", null)
    .where("created_at", "<", before)
    .execute();
}
