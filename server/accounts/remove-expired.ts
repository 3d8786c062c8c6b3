import type { Tx } from "../platform/database/open.ts";

/** An invitation's link stops working when it expires; so long after that it is forgotten, ms. */
const INVITATION_REMEMBERED = 30 * 24 * 3_600_000;

/** Removes sessions that have ended and invitations that nobody needs any more, accepted or not. */
export async function forgetExpired(tx: Tx, now: number): Promise<void> {
  await tx.deleteFrom("agent_sessions").where("expiresAt", "<", new Date(now).toISOString()).execute();
  await tx
    .deleteFrom("invitations")
    .where("expires_at", "<", now - INVITATION_REMEMBERED)
    .execute();
}
