import type { FileInfo } from "../../../shared/file.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { ReceivedMailRow } from "./store-raw-mail.ts";

const ORIGINAL = { name: "original.eml", type: "message/rfc822" } as const;

/** The original of a mail as a file of its entry: the stored raw mail, under the same key. */
export const originalInfo = ({ id, size }: Pick<ReceivedMailRow, "id" | "size">): FileInfo => ({
  ...ORIGINAL,
  id,
  size,
  picture: null,
});

/** Makes the raw mail a file of a conversation. */
export async function attachOriginal(
  tx: Tx,
  { property_id, id, size, received_at }: ReceivedMailRow,
  conversation: string,
): Promise<void> {
  const owner = { conversation_id: conversation, visitor_id: null, agent_id: null };
  const file = { ...ORIGINAL, size, width: null, height: null, created_at: received_at };
  await tx
    .insertInto("files")
    .values({ property_id, id, ...owner, ...file })
    .execute();
}

/**
 * Leaves a raw mail to the removal of orphan files, in the transaction that erases its row: the bytes go even if this
 * process ends right after it (R26).
 */
export async function orphanOriginal(tx: Tx, property: string, id: string, now: number): Promise<void> {
  const orphan = { conversation_id: null, visitor_id: null, agent_id: null, name: "" };
  const file = { type: ORIGINAL.type, size: 0, width: null, height: null, created_at: now };
  await tx
    .insertInto("files")
    .values({ property_id: property, id, ...orphan, ...file })
    .onConflict((conflict) => conflict.columns(["property_id", "id"]).doUpdateSet(orphan))
    .execute();
}
