import type { Context } from "hono";
import type { AgentSession } from "../../shared/account-security.ts";
import type { Deps } from "../deps.ts";
import { canonicalAddress } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { Auth, SessionAgent } from "./auth.ts";
import { browserName } from "./browser-name.ts";

interface SessionDeps extends Pick<Deps, "database"> {
  readonly auth: Auth;
}

/** The agent's sessions, newest use first. */
export async function listSessions(
  { auth }: Pick<SessionDeps, "auth">,
  c: Context,
  agent: SessionAgent,
): Promise<AgentSession[]> {
  const rows = await auth.call(c, (api, request) => api.listSessions(request));
  return rows
    .map((row) => ({
      id: row.id,
      browser: browserName(row.userAgent ?? ""),
      // the library stores the long form
      address: row.ipAddress ? canonicalAddress(row.ipAddress) : "",
      signedInAt: row.createdAt.getTime(),
      seenAt: row.updatedAt.getTime(),
      isCurrent: row.id === agent.sessionId,
    }))
    .sort((a, b) => b.seenAt - a.seenAt);
}

/**
 * Ends a session of the agent, and the live connections of the agent's browsers. Browsers that are still signed in connect
 * again by themselves.
 *
 * @throws ApiError `not_found` if the agent has no such session
 */
export async function endSession(
  { auth, database }: SessionDeps,
  c: Context,
  agent: SessionAgent,
  id: string,
): Promise<void> {
  const rows = await auth.call(c, (api, request) => api.listSessions(request));
  const row = rows.find((one) => one.id === id);
  if (!row) throw new ApiError("not_found");
  await auth.call(c, (api, request) => api.revokeSession({ ...request, body: { token: row.token } }));
  await publishEnd(database, agent);
}

/** Ends all sessions of the agent but the one of the request. */
export async function endOtherSessions(
  { auth, database }: SessionDeps,
  c: Context,
  agent: SessionAgent,
): Promise<void> {
  await auth.call(c, (api, request) => api.revokeOtherSessions(request));
  await publishEnd(database, agent);
}

/** Closes the live connections of an agent whose sessions have ended. */
async function publishEnd(database: Deps["database"], { id }: Pick<SessionAgent, "id">): Promise<void> {
  await database.write(async (tx) => tx.publish({ kind: "agent_revoked", agent: id, property: null }));
}
