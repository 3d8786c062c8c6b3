import type { Tx } from "../platform/database/open.ts";
import { removeOldAudit } from "./audit-log.ts";
import { removeOldBrowsers } from "./known-browsers.ts";
import { removeUsedCodes } from "./two-factor.ts";

/** How long the row of an expired invitation is kept, ms. */
const INVITATION_RETENTION = 30 * 24 * 3_600_000;

/**
 * Removes what has expired: sessions, links and trusted browsers, used codes, browsers that nobody uses any more, and
 * invitations that expired long ago, accepted or not; and rows of the audit log after a year.
 */
export async function removeExpired(tx: Tx, now: number): Promise<void> {
  const time = new Date(now).toISOString();
  await tx.deleteFrom("agent_sessions").where("expiresAt", "<", time).execute();
  await tx.deleteFrom("agent_verifications").where("expiresAt", "<", time).execute();
  await removeUsedCodes(tx, now);
  await removeOldBrowsers(tx, now);
  await removeOldAudit(tx, now);
  await tx
    .deleteFrom("invitations")
    .where("expires_at", "<", now - INVITATION_RETENTION)
    .execute();
}
