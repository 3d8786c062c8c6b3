import type { Presence, PresenceReceipt } from "../../shared/account.ts";
import { isOpen } from "../../shared/rules/hours.ts";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import type { PropertyDeps, PropertyStore } from "../properties/store.ts";

/** An agent is away so long after their dashboard's last report, ms. Dashboards report every 15 s, hidden tabs every minute. */
const PRESENCE_LIFE = 90_000;

/** Counts what waits in the inboxes of properties. Conversations implement it. */
export type InboxState = (
  db: Db,
  properties: readonly string[],
) => Promise<ReadonlyMap<string, { open: number; unread: number; latestAt: number | null }>>;

/**
 * Whether an agent of a property is available: they said so, and their dashboard reported within 90 seconds.
 *
 * @param now milliseconds since 1970
 */
export async function agentsAvailable(db: Db, property: string, now: number): Promise<boolean> {
  const present = await db
    .selectFrom("memberships")
    .innerJoin("agent_presence", "agent_presence.agent_id", "memberships.agent_id")
    .select("memberships.agent_id")
    .where("memberships.property_id", "=", property)
    .where("agent_presence.status", "=", "available")
    .where("agent_presence.seen_at", ">", now - PRESENCE_LIFE)
    .limit(1)
    .executeTakeFirst();
  return !!present;
}

/** The presence that others see at a moment, ms since 1970. */
export function presenceAt(seen: { status: string | null; seen_at: number | null }, now: number): Presence {
  return seen.status === "available" && (seen.seen_at ?? 0) > now - PRESENCE_LIFE ? "available" : "away";
}

/** Saves an agent's presence, and publishes a change. */
export async function savePresence(
  tx: Tx,
  { agent, status, now }: { agent: string; status: Presence; now: number },
): Promise<void> {
  const before = await tx
    .selectFrom("agent_presence")
    .select(["status", "seen_at"])
    .where("agent_id", "=", agent)
    .executeTakeFirst();
  await tx
    .insertInto("agent_presence")
    .values({ agent_id: agent, status, seen_at: now })
    .onConflict((conflict) => conflict.column("agent_id").doUpdateSet({ status, seen_at: now }))
    .execute();
  if (presenceAt(before ?? { status: null, seen_at: null }, now) !== status)
    tx.publish({ kind: "presence", agent });
}

/**
 * Marks an agent as away because their last dashboard disconnected, unless a dashboard has reported since. The next
 * report makes them available again.
 *
 * @param since when the dashboard disconnected, ms since 1970
 */
export async function saveDisconnect(
  tx: Tx,
  { agent, since }: { agent: string; since: number },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("agent_presence")
    .set({ seen_at: 0 })
    .where("agent_id", "=", agent)
    .where("status", "=", "available")
    .where("seen_at", "<=", since)
    .where("seen_at", ">", 0)
    .executeTakeFirst();
  if (numUpdatedRows) tx.publish({ kind: "presence", agent });
}

/** The answer to a dashboard's report: per property, whether visitors see the pre-chat form, and what waits. */
export async function presenceReceipt(
  { database, properties, now }: Pick<PropertyDeps, "database" | "now"> & { properties: PropertyStore },
  agent: string,
  inboxState: InboxState,
): Promise<PresenceReceipt> {
  const db: Deps["database"]["read"] = database.read;
  const rows = await db
    .selectFrom("memberships")
    .select("property_id as id")
    .where("agent_id", "=", agent)
    .orderBy("property_id")
    .execute();
  const waiting = await inboxState(
    db,
    rows.map(({ id }) => id),
  );
  const receipts = rows.map(async ({ id }) => {
    const { settings } = await properties.get(id);
    const open = isOpen(settings.hours, settings.timeZone, now(), settings.specialDays);
    const available = open && (await agentsAvailable(db, id, now()));
    return { id, available, ...(waiting.get(id) ?? { open: 0, unread: 0, latestAt: null }) };
  });
  return { properties: await Promise.all(receipts) };
}
