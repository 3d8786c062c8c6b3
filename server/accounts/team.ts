import type { Role, Team } from "../../shared/account.ts";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type Actor, recordAudit } from "./audit-log.ts";
import { presenceAt } from "./presence.ts";
import { findMember, findRole } from "./store.ts";

type AuditDeps = Pick<Deps, "now" | "random">;

/** A property's agents in the order of joining, and the valid invitations. */
export async function readTeam(db: Db, property: string, now: number): Promise<Team> {
  const agents = await db
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .leftJoin("agent_presence", "agent_presence.agent_id", "memberships.agent_id")
    .select(["agents.id", "agents.name", "agents.email", "agents.image", "memberships.role"])
    .select("agents.disabled_at")
    .select(["memberships.created_at", "agent_presence.status", "agent_presence.seen_at"])
    .where("memberships.property_id", "=", property)
    .orderBy("memberships.created_at")
    .orderBy("agents.id")
    .execute();
  const invitations = await db
    .selectFrom("invitations")
    .select(["id", "email", "role", "created_at", "expires_at"])
    .where("property_id", "=", property)
    .where("accepted_at", "is", null)
    .where("expires_at", ">", now)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return {
    agents: agents.map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      picture: row.image,
      role: row.role,
      presence: presenceAt(row, now),
      isDisabled: row.disabled_at !== null,
      since: row.created_at,
    })),
    invitations: invitations.map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    })),
  };
}

/**
 * Changes the role of a member.
 *
 * @throws ApiError `not_found` if they are no member, `last_admin`
 */
export async function changeRole(
  tx: Tx,
  deps: AuditDeps,
  by: Actor,
  { property, agent, role }: { property: string; agent: string; role: Role },
): Promise<void> {
  const before = await guardLastAdmin(tx, property, agent, role);
  await tx
    .updateTable("memberships")
    .set({ role })
    .where("property_id", "=", property)
    .where("agent_id", "=", agent)
    .execute();
  const subject = (await findMember(tx, property, agent))?.name ?? "";
  const details = { before, role };
  if (before !== role)
    await recordAudit(tx, deps, by, { property, action: "role_changed", subject, details });
}

/**
 * Removes a member from the team, and publishes that. The account stays, because it may belong to other properties.
 *
 * @throws ApiError `not_found` if they are no member, `last_admin`
 */
export async function removeMember(
  tx: Tx,
  deps: AuditDeps,
  by: Actor,
  { property, agent }: { property: string; agent: string },
): Promise<void> {
  await guardLastAdmin(tx, property, agent, null);
  const subject = (await findMember(tx, property, agent))?.name ?? "";
  await recordAudit(tx, deps, by, { property, action: "agent_removed", subject });
  await tx
    .deleteFrom("memberships")
    .where("property_id", "=", property)
    .where("agent_id", "=", agent)
    .execute();
  tx.publish({ kind: "agent_revoked", agent, property });
  tx.publish({ kind: "presence", agent });
}

/** A property must keep at least one admin whose account is not disabled. @returns the role until now */
async function guardLastAdmin(tx: Tx, property: string, agent: string, next: Role | null): Promise<Role> {
  const role = await findRole(tx, property, agent);
  if (!role) throw new ApiError("not_found");
  if (role !== "admin" || next === "admin") return role;
  const other = await tx
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select("agent_id")
    .where("agents.disabled_at", "is", null)
    .where("property_id", "=", property)
    .where("role", "=", "admin")
    .where("agent_id", "!=", agent)
    .limit(1)
    .executeTakeFirst();
  if (!other) throw new ApiError("last_admin");
  return role;
}
