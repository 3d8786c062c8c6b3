import type { Db } from "../platform/database/open.ts";

/** The names by which notes mention the agents of a property. */
export const readTeam = (db: Db, property: string) =>
  db
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select(["agents.id", "agents.name"])
    .where("memberships.property_id", "=", property)
    .where("agents.disabled_at", "is", null)
    .orderBy("agents.id")
    .execute();
