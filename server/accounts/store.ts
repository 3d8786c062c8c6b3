import type { Role } from "../../shared/account.ts";
import type { Db, Tx } from "../platform/database/open.ts";

export interface NewAgent {
  readonly id: string;
  readonly name: string;
  /** Trimmed and in lower case, as `AccountEmail` makes it. */
  readonly email: string;
  readonly passwordHash: string;
  /** Whether the person has shown that they own the address. */
  readonly isEmailProven: boolean;
  readonly now: number;
}

/** better-auth's provider ID of accounts with a password. */
const PASSWORD_PROVIDER = "credential";

/** Inserts an agent who signs in with a password, as rows of better-auth. */
export async function insertAgent(
  tx: Tx,
  { id, name, email, passwordHash, isEmailProven, now }: NewAgent,
): Promise<void> {
  const at = new Date(now).toISOString();
  const written = { createdAt: at, updatedAt: at };
  await tx
    .insertInto("agents")
    .values({
      id,
      name,
      email,
      emailVerified: isEmailProven ? 1 : 0,
      image: null,
      twoFactorEnabled: 0,
      disabled_at: null,
      ...written,
    })
    .execute();
  await tx
    .insertInto("agent_accounts")
    .values({
      id,
      accountId: id,
      providerId: PASSWORD_PROVIDER,
      userId: id,
      accessToken: null,
      refreshToken: null,
      idToken: null,
      accessTokenExpiresAt: null,
      refreshTokenExpiresAt: null,
      scope: null,
      password: passwordHash,
      ...written,
    })
    .execute();
}

/** Sets the hash of an agent's password. */
export async function setPassword(tx: Tx, agent: string, passwordHash: string): Promise<void> {
  await tx
    .updateTable("agent_accounts")
    .set({ password: passwordHash })
    .where("userId", "=", agent)
    .where("providerId", "=", PASSWORD_PROVIDER)
    .execute();
}

/** Notes that an agent owns the e-mail address of the account: they opened a link that only the mailbox had. */
export async function setEmailProven(tx: Tx, agent: string): Promise<void> {
  await tx.updateTable("agents").set({ emailVerified: 1 }).where("id", "=", agent).execute();
}

/** An agent with their password's hash, by e-mail address; null if there is none. */
export async function findCredentials(
  db: Db,
  email: string,
): Promise<{
  id: string;
  name: string;
  email: string;
  password: string | null;
  disabled_at: number | null;
} | null> {
  const row = await db
    .selectFrom("agents")
    .innerJoin("agent_accounts", "agent_accounts.userId", "agents.id")
    .select(["agents.id", "agents.name", "agents.email", "agents.disabled_at", "agent_accounts.password"])
    .where("agents.email", "=", email)
    .where("agent_accounts.providerId", "=", PASSWORD_PROVIDER)
    .executeTakeFirst();
  return row ?? null;
}

export async function findAgentByEmail(db: Db, email: string): Promise<{ id: string } | null> {
  const row = await db.selectFrom("agents").select("id").where("email", "=", email).executeTakeFirst();
  return row ?? null;
}

/** Whether there is an account. */
export async function hasAgents(db: Db): Promise<boolean> {
  return !!(await db.selectFrom("agents").select("id").limit(1).executeTakeFirst());
}

/** The agent's role in a property; null if they are no member, or there is no such property. */
export async function findRole(db: Db, property: string, agent: string): Promise<Role | null> {
  const row = await db
    .selectFrom("memberships")
    .select("role")
    .where("property_id", "=", property)
    .where("agent_id", "=", agent)
    .executeTakeFirst();
  return row ? row.role : null;
}

/** Whether the agent is an admin of any property. */
export async function isAdminAnywhere(db: Db, agent: string): Promise<boolean> {
  const row = await db
    .selectFrom("memberships")
    .select("property_id")
    .where("agent_id", "=", agent)
    .where("role", "=", "admin")
    .limit(1)
    .executeTakeFirst();
  return !!row;
}

/** A member of a property by name; null if they are none. */
export async function findMember(
  db: Db,
  property: string,
  agent: string,
): Promise<{ id: string; name: string } | null> {
  const row = await db
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select(["agents.id", "agents.name"])
    .where("memberships.property_id", "=", property)
    .where("memberships.agent_id", "=", agent)
    .executeTakeFirst();
  return row ?? null;
}

/** Adds a member to a property. An existing member keeps their role. */
export async function addMember(
  tx: Tx,
  { property, agent, role, now }: { property: string; agent: string; role: Role; now: number },
): Promise<void> {
  await tx
    .insertInto("memberships")
    .values({ property_id: property, agent_id: agent, role, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
