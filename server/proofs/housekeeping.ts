import type { Tx } from "../platform/database/open.ts";
import { COUNTED_FOR } from "./code-limits.ts";

/** Removes the codes that no limit counts any more. @param now ms since 1970 */
export async function removeOldCodes(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom("email_codes")
    .where("created_at", "<", now - COUNTED_FOR)
    .execute();
}
