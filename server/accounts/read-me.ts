import type { Me } from "../../shared/account.ts";
import type { Db } from "../platform/database/open.ts";
import type { SignedIn } from "./auth.ts";

/** The signed-in agent and their properties, in the order of the names. */
export async function readMe(db: Db, agent: SignedIn): Promise<Me> {
  const row = await db.selectFrom("agents").select("image").where("id", "=", agent.id).executeTakeFirst();
  const rows = await db
    .selectFrom("memberships")
    .innerJoin("properties", "properties.id", "memberships.property_id")
    .select(["properties.id", "properties.name", "memberships.role"])
    .where("memberships.agent_id", "=", agent.id)
    .orderBy("properties.name")
    .orderBy("properties.id")
    .execute();
  return {
    agent: { id: agent.id, name: agent.name, email: agent.email, picture: row?.image ?? null },
    properties: rows.map(({ id, name, role }) => ({ id, name, role: role })),
  };
}
