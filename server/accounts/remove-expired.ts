import type { Tx } from "../platform/database/open.ts";

/** How long the row of an expired invitation is kept, ms. */
const INVITATION_RETENTION = 30 * 24 * 3_600_000;

/** Removes expired sessions, and invitations that expired long ago, accepted or not. */
export async function removeExpired(tx: Tx, now: number): Promise<void> {
  await tx.deleteFrom("agent_sessions").where("expiresAt", "<", new Date(now).toISOString()).execute();
  await tx
    .deleteFrom("invitations")
    .where("expires_at", "<", now - INVITATION_RETENTION)
    .execute();
}
