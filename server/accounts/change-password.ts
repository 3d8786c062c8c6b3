import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import type { Auth, SessionAgent } from "./auth.ts";
import { publishEnd } from "./sessions.ts";

/**
 * Changes the agent's password. All other sessions end, no browser is trusted any more, and links to set a new password are
 * void.
 *
 * @throws ApiError `password_wrong`
 */
export async function changePassword(
  { auth, database }: Pick<Deps, "database"> & { readonly auth: Auth },
  c: Context,
  agent: SessionAgent,
  { current, password }: { readonly current: string; readonly password: string },
): Promise<void> {
  const body = { currentPassword: current, newPassword: password, revokeOtherSessions: true };
  await auth.call(c, (api, request) => api.changePassword({ ...request, body }));
  await database.write((tx) => tx.deleteFrom("agent_verifications").where("value", "=", agent.id).execute());
  await publishEnd(database, agent);
}
