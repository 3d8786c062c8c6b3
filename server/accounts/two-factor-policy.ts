import type { TwoFactorPolicy } from "../../shared/account-security.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { SessionAgent } from "./auth.ts";

/** Whether a property demands two-factor authentication, and which members have none. */
export async function readTwoFactorPolicy(db: Db, property: string): Promise<TwoFactorPolicy> {
  const row = await db
    .selectFrom("properties")
    .select("requires_two_factor")
    .where("id", "=", property)
    .executeTakeFirst();
  const without = await db
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select("agents.id")
    .where("memberships.property_id", "=", property)
    .where("agents.twoFactorEnabled", "=", 0)
    .orderBy("agents.id")
    .execute();
  return { isRequired: row?.requires_two_factor === 1, without: without.map(({ id }) => id) };
}

/**
 * Demands two-factor authentication of a property's team, or no longer. Members without it lose their live connections,
 * and can do nothing but set it up.
 *
 * @throws ApiError `two_factor_setup_needed` if the admin has none
 */
export async function saveTwoFactorPolicy(
  tx: Tx,
  property: string,
  admin: SessionAgent,
  isRequired: boolean,
): Promise<TwoFactorPolicy> {
  if (isRequired && admin.twoFactor !== "on") throw new ApiError("two_factor_setup_needed");
  await tx
    .updateTable("properties")
    .set({ requires_two_factor: isRequired ? 1 : 0 })
    .where("id", "=", property)
    .execute();
  const policy = await readTwoFactorPolicy(tx, property);
  if (isRequired)
    for (const agent of policy.without) tx.publish({ kind: "agent_revoked", agent, property: null });
  return policy;
}
