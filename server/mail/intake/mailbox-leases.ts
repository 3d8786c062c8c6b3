import type { Database } from "../../platform/database/open.ts";

/** How long a process holds a mailbox after its last sign of life, ms. */
export const MAILBOX_LEASE = 30_000;

/**
 * Claims the mailboxes that no process holds, and renews those that this one holds: only one process at a time reads a
 * mailbox and processes its mails, so that an answer is never processed before the mail that it answers.
 *
 * @returns the properties of the mailboxes that this process holds
 */
export async function claimMailboxes(
  database: Database,
  { runner, now }: { readonly runner: string; readonly now: number },
): Promise<readonly string[]> {
  // usually there are none, and a transaction would make the other writers wait
  if (!(await database.read.selectFrom("mailboxes").select("property_id").executeTakeFirst())) return [];
  const rows = await database.write((tx) =>
    tx
      .updateTable("mailboxes")
      .set({ runner, lease_until: now + MAILBOX_LEASE })
      .where((eb) =>
        eb.or([eb("runner", "=", runner), eb("runner", "is", null), eb("lease_until", "<", now)]),
      )
      .returning("property_id")
      .execute(),
  );
  return rows.map(({ property_id }) => property_id);
}

/** Gives up the mailboxes that this process holds, so that another need not wait for the end of the lease. */
export async function releaseMailboxes(database: Database, runner: string): Promise<void> {
  await database.write((tx) =>
    tx.updateTable("mailboxes").set({ runner: null, lease_until: 0 }).where("runner", "=", runner).execute(),
  );
}
