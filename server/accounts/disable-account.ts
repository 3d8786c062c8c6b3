import type { Deps } from "../deps.ts";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type Actor, recordAccountAudit } from "./audit-log.ts";
import { revokeAgent } from "./password-reset.ts";
import { savePresence } from "./presence.ts";
import { findRole } from "./store.ts";

interface DisableChange {
  readonly agent: string;
  readonly isDisabled: boolean;
}

/**
 * Disables the account of a member, or enables it again. An account is one for all properties of the server, so the admin
 * must be an admin of each property that the agent works for.
 *
 * @throws ApiError `not_found` if they are no member; `forbidden` for one's own account, or one of somebody who works for
 *   a property of others
 */
export async function disableMember(
  tx: Tx,
  deps: Pick<Deps, "now" | "random">,
  by: Actor & { readonly id: string },
  { property, ...change }: DisableChange & { readonly property: string },
): Promise<void> {
  if (!(await findRole(tx, property, change.agent))) throw new ApiError("not_found");
  if (change.agent === by.id)
    throw new ApiError("forbidden", { detail: "Nobody can disable their own account." });
  if (await worksForOthers(tx, change.agent, by.id))
    throw new ApiError("forbidden", {
      detail: "This agent works for properties of others too. Remove them from the team instead.",
    });
  await setDisabled(tx, deps, by, change);
}

/** Disables an account or enables it again. A disabled one loses all sessions, links and connections at once (R38). */
export async function setDisabled(
  tx: Tx,
  deps: Pick<Deps, "now" | "random">,
  by: Actor,
  { agent, isDisabled }: DisableChange,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("agents")
    .set({ disabled_at: isDisabled ? deps.now() : null })
    .where("id", "=", agent)
    .where("disabled_at", isDisabled ? "is" : "is not", null)
    .executeTakeFirst();
  if (!numUpdatedRows) return;
  const action = isDisabled ? "account_disabled" : "account_enabled";
  await recordAccountAudit(tx, deps, by, { agent, action });
  if (!isDisabled) return;
  await revokeAgent(tx, agent);
  await savePresence(tx, { agent, status: "away", now: deps.now() });
}

/** Whether the agent is a member of a property of which the other is no admin. */
async function worksForOthers(tx: Tx, agent: string, admin: string): Promise<boolean> {
  const own = tx
    .selectFrom("memberships")
    .select("property_id")
    .where("agent_id", "=", admin)
    .where("role", "=", "admin");
  const row = await tx
    .selectFrom("memberships")
    .select("property_id")
    .where("agent_id", "=", agent)
    .where("property_id", "not in", own)
    .limit(1)
    .executeTakeFirst();
  return !!row;
}
