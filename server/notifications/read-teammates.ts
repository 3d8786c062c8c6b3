import { presenceAt } from "../accounts/presence.ts";
import type { Db } from "../platform/database/open.ts";
import type { Teammate } from "./plan-notifications.ts";
import { parsePreferences } from "./preferences.ts";
import { selectSubscriptions } from "./push/subscriptions.ts";

/** The agents of a property whose accounts are not disabled, with what decides how they are told. */
export async function readTeammates(db: Db, property: string, now: number): Promise<Teammate[]> {
  const rows = await db
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .leftJoin("agent_presence", "agent_presence.agent_id", "memberships.agent_id")
    .leftJoin("notification_preferences", "notification_preferences.agent_id", "memberships.agent_id")
    .select(["agents.id", "agents.name", "agent_presence.status", "agent_presence.seen_at"])
    .select("notification_preferences.preferences")
    .where("memberships.property_id", "=", property)
    .where("agents.disabled_at", "is", null)
    .orderBy("agents.id")
    .execute();
  const subscriptions = rows.length
    ? await selectSubscriptions(db, now)
        .select(["push_subscriptions.id", "push_subscriptions.agent_id"])
        .where(
          "push_subscriptions.agent_id",
          "in",
          rows.map(({ id }) => id),
        )
        .orderBy("push_subscriptions.id")
        .execute()
    : [];
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    online: presenceAt(row, now) === "available",
    preferences: parsePreferences(row.preferences),
    subscriptions: subscriptions.filter(({ agent_id }) => agent_id === row.id).map(({ id }) => id),
  }));
}
