import type { Deps } from "../../deps.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db, Tx } from "../../platform/database/open.ts";

/** How long the text of a mail is kept that is over, ms: so long it can be sent again by hand. */
const RETENTION = 30 * 24 * 3_600_000;
/** How many mails are changed in one transaction: other writers wait for it. */
const BATCH = 500;

/**
 * Removes the texts of mails that were over a month ago, and the mails that belong to no conversation. What a mail of a
 * conversation said stands in the conversation; its row stays for its Message-ID, by which answers find their way (R32).
 */
export async function removeOldMails({ database, now }: Pick<Deps, "database" | "now">): Promise<void> {
  const before = now() - RETENTION;
  const selectOld = (db: Db) =>
    db
      .selectFrom("mails")
      .select(["property_id", "id"])
      .where("state", "in", ["sent", "failed", "uncertain"])
      .where("changed_at", "<", before)
      .limit(BATCH);
  const isOver = async (change: (tx: Tx) => Promise<bigint>) => {
    while ((await database.write(change)) > 0n);
  };
  await isOver(async (tx) => {
    const rows = await selectOld(tx).where("conversation_id", "is", null).execute();
    const { numDeletedRows } = await tx
      .deleteFrom("mails")
      .where(isOneOf(tx, "id", idsOf(rows)))
      .executeTakeFirst();
    return numDeletedRows;
  });
  await isOver(async (tx) => {
    const rows = await selectOld(tx).where("text", "<>", "").execute();
    const { numUpdatedRows } = await tx
      .updateTable("mails")
      .set({ text: "", html: "", files: "[]" })
      .where(isOneOf(tx, "id", idsOf(rows)))
      .executeTakeFirst();
    return numUpdatedRows;
  });
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
