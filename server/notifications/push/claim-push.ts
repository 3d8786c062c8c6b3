import type { Database, Db } from "../../platform/database/open.ts";
import type { Claim } from "../../platform/jobs/leased-worker.ts";
import { MAIL } from "../plan-notifications.ts";
import type { NotificationRow } from "../read-notice.ts";
import { removeSubscriptions, type SubscriptionRow, selectSubscriptions } from "./subscriptions.ts";

/** The message for one browser. */
export interface PushBatch {
  readonly subscription: SubscriptionRow;
  readonly rows: readonly [NotificationRow, ...NotificationRow[]];
}

/** How long a process holds what it sends, ms: longer than its requests can take. */
export const PUSH_LEASE = 60_000;
/** A browser gets messages at most this often, ms: what comes meanwhile is sent together. */
export const PUSH_GAP = 10_000;
/** How many rows are read at once. */
const BATCH = 500;

/**
 * Claims what is due for some browsers. When this is on disk it is sent, so a process that dies in between leaves rows that another
 * sends once more when the lease has run out.
 */
export async function claimPush(
  database: Database,
  { runner, now, limit, except }: Claim,
): Promise<PushBatch[]> {
  const selectDue = (db: Db) =>
    db
      .selectFrom("notifications")
      .where("due_at", "<=", now)
      .where("target", "<>", MAIL)
      .where("lease_until", "<", now)
      .$if(except.length > 0, (query) => query.where("target", "not in", except))
      .orderBy("due_at");
  // usually there are none, and a transaction would make the other writers wait
  if (!(await selectDue(database.read).select("agent_id").executeTakeFirst())) return [];
  return database.write(async (tx) => {
    const due = await selectDue(tx).selectAll().limit(BATCH).execute();
    const targets = [...new Set(due.map(({ target }) => target))].slice(0, limit);
    if (!targets.length) return [];
    const subscriptions = await selectSubscriptions(tx, now)
      .selectAll("push_subscriptions")
      .where("push_subscriptions.id", "in", targets)
      .execute();
    const ended = targets.filter((target) => !subscriptions.some(({ id }) => id === target));
    await removeSubscriptions(tx, ended);
    const batches: PushBatch[] = [];
    for (const subscription of subscriptions) {
      const pauseUntil = subscription.last_sent_at + PUSH_GAP;
      const isPaused = pauseUntil > now;
      await tx
        .updateTable("notifications")
        .set((eb) =>
          isPaused
            ? { due_at: pauseUntil }
            : { runner, lease_until: now + PUSH_LEASE, attempts: eb("attempts", "+", 1) },
        )
        .where("target", "=", subscription.id)
        .where("due_at", "<=", now)
        .where("lease_until", "<", now)
        .execute();
      const [first, ...more] = isPaused ? [] : await selectClaimed(tx, subscription.id, runner);
      if (first) batches.push({ subscription, rows: [first, ...more] });
    }
    return batches;
  });
}

const selectClaimed = (db: Db, target: string, runner: string) =>
  db
    .selectFrom("notifications")
    .selectAll()
    .where("target", "=", target)
    .where("runner", "=", runner)
    .orderBy("created_at")
    .orderBy("about_id")
    .execute();
