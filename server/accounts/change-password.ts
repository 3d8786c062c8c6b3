import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import { recordAccountAudit } from "./audit-log.ts";
import type { Auth, SessionAgent } from "./auth.ts";
import { refuseWeakPassword } from "./weak-password.ts";

/**
 * Changes the agent's password. All other sessions end, no browser is trusted any more, and links to set a new password are
 * void.
 *
 * @throws ApiError `password_wrong`, `invalid_request` for a weak password
 */
export async function changePassword(
  deps: Pick<Deps, "database" | "now" | "random"> & { readonly auth: Auth },
  c: Context,
  agent: SessionAgent,
  { current, password }: { readonly current: string; readonly password: string },
): Promise<void> {
  const { auth, database } = deps;
  await refuseWeakPassword(password, agent);
  const body = { currentPassword: current, newPassword: password, revokeOtherSessions: true };
  await auth.call(c, (api, request) => api.changePassword({ ...request, body }));
  await database.write(async (tx) => {
    await tx.deleteFrom("agent_verifications").where("value", "=", agent.id).execute();
    tx.publish({ kind: "agent_revoked", agent: agent.id, property: null });
    await recordAccountAudit(tx, deps, agent, { agent: agent.id, action: "password_changed" });
  });
}
