import { type ExpressionBuilder, sql } from "kysely";
import type { Database, Db } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import type { Claim } from "../platform/jobs/leased-worker.ts";
import { type ChannelRow, removeWaiting } from "./alert-channels.ts";
import type { AlertRow } from "./read-alert.ts";

/** The alerts that are sent to one channel together. */
export interface AlertBatch {
  readonly channel: ChannelRow;
  readonly rows: readonly [AlertRow, ...AlertRow[]];
}

/** How long a process holds a channel, ms: longer than a request can take. */
export const ALERT_LEASE = 60_000;
/** An alert that could not be sent for so long is of no use, ms. */
const ALERT_LIFE = 24 * 3_600_000;
/** How many alerts are read at once. */
const BATCH = 500;

/**
 * Claims what is due for some channels. When this is on disk it is sent, so a process that dies in between leaves alerts that another
 * sends once more when the lease has run out. A channel is claimed as a whole: its alerts are sent in one request, and one request at
 * a time.
 */
export async function claimAlerts(
  database: Database,
  { runner, now, limit, except }: Claim,
): Promise<AlertBatch[]> {
  const selectDue = (db: Db) =>
    db
      .selectFrom("alert_channels")
      .where("pause_reason", "is", null)
      .where("next_at", "<=", now)
      .where("lease_until", "<", now)
      .where(hasDueAlerts(now))
      .$if(except.length > 0, (query) => query.where("id", "not in", except));
  // usually there are none, and a transaction would make the other writers wait
  if (!limit || !(await selectDue(database.read).select("id").executeTakeFirst())) return [];
  return database.write(async (tx) => {
    const channels = await selectDue(tx).selectAll().orderBy("next_at").orderBy("id").limit(limit).execute();
    const batches: AlertBatch[] = [];
    for (const channel of channels) {
      await removeWaiting(tx, channel.id)
        .where("due_at", "<", now - ALERT_LIFE)
        .execute();
      const [first, ...more] = await tx
        .selectFrom("alerts")
        .selectAll()
        .where("channel_id", "=", channel.id)
        .where("sent_at", "is", null)
        .where("due_at", "<=", now)
        .orderBy("created_at")
        .orderBy("about_id")
        .limit(BATCH)
        .execute();
      if (!first) continue;
      await tx
        .updateTable("alert_channels")
        .set({ runner, lease_until: now + ALERT_LEASE })
        .where("id", "=", channel.id)
        .execute();
      batches.push({ channel: { ...channel, runner }, rows: [first, ...more] });
    }
    return batches;
  });
}

const hasDueAlerts = (now: number) => (eb: ExpressionBuilder<Schema, "alert_channels">) =>
  eb.exists(
    eb
      .selectFrom("alerts")
      .select(sql.lit(1).as("one"))
      .whereRef("alerts.channel_id", "=", "alert_channels.id")
      .where("alerts.sent_at", "is", null)
      .where("alerts.due_at", "<=", now),
  );
