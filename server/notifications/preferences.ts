import * as z from "zod/mini";
import { DEFAULT_PREFERENCES, NotificationPreferences } from "../../shared/notifications.ts";
import type { Db, Tx } from "../platform/database/open.ts";

/** The preferences of a stored row; null: the defaults. */
export const parsePreferences = (stored: string | null): NotificationPreferences =>
  stored === null ? DEFAULT_PREFERENCES : z.parse(NotificationPreferences, JSON.parse(stored));

/** An agent's preferences. */
export async function readPreferences(db: Db, agent: string): Promise<NotificationPreferences> {
  const row = await db
    .selectFrom("notification_preferences")
    .select("preferences")
    .where("agent_id", "=", agent)
    .executeTakeFirst();
  return parsePreferences(row?.preferences ?? null);
}

/**
 * Saves an agent's preferences. What waits goes out as it was planned, unless its road was turned off: then it is removed.
 *
 * @param now ms since 1970
 */
export async function savePreferences(
  tx: Tx,
  agent: string,
  preferences: NotificationPreferences,
  now: number,
): Promise<void> {
  const values = { preferences: JSON.stringify(preferences), updated_at: now };
  await tx
    .insertInto("notification_preferences")
    .values({ agent_id: agent, ...values })
    .onConflict((conflict) => conflict.column("agent_id").doUpdateSet(values))
    .execute();
  for (const kind of ["new_message", "assigned", "mentioned"] as const)
    for (const road of ["mail", "push"] as const)
      if (!preferences[kind][road])
        await tx
          .deleteFrom("notifications")
          .where("agent_id", "=", agent)
          .where("kind", "=", kind)
          .where("target", road === "mail" ? "=" : "<>", "mail")
          .execute();
}

/** Turns all mails of an agent off: the link in each of them. */
export async function turnMailsOff(tx: Tx, agent: string, now: number): Promise<void> {
  const { new_message, assigned, mentioned, quietHours } = await readPreferences(tx, agent);
  const preferences = {
    new_message: { ...new_message, mail: false },
    assigned: { ...assigned, mail: false },
    mentioned: { ...mentioned, mail: false },
    quietHours,
  };
  await savePreferences(tx, agent, preferences, now);
}
