import type { Database, Db } from "../../platform/database/open.ts";
import { mailFailure } from "../transport/failure.ts";
import { changeMail, toUnsent } from "./change-mail.ts";
import type { MailRow } from "./mail-rows.ts";

/** How long a process holds a mail after its last sign of life, ms. */
export const LEASE = 10_000;
/** How many mails are read at once. */
const BATCH = 50;

interface Claim {
  /** The process that sends. */
  readonly runner: string;
  readonly now: number;
  /** Properties whose mails are not claimed now. */
  readonly except: readonly string[];
  /** How many mails of a property may be claimed. */
  readonly capacityFor: (property: string) => number;
}

/**
 * Claims mails that are due, the longest wait first, and writes that they are being sent. When this is on disk they are
 * handed to the mail server, so a process that dies in between leaves a mail of which everybody knows that it may have
 * been sent (R31).
 */
export async function claimMails(
  database: Database,
  { runner, now, except, capacityFor }: Claim,
): Promise<MailRow[]> {
  const selectDue = (db: Db) =>
    db
      .selectFrom("mails")
      .where("next_attempt_at", "<=", now)
      .$if(except.length > 0, (query) => query.where("property_id", "not in", except))
      .orderBy("next_attempt_at")
      .orderBy("id");
  // usually there are none, and a transaction would make the other writers wait
  if (!(await selectDue(database.read).select("id").executeTakeFirst())) return [];
  return database.write(async (tx) => {
    const due = await selectDue(tx).selectAll().limit(BATCH).execute();
    const claimed: MailRow[] = [];
    const taken = new Map<string, number>();
    for (const row of due) {
      const count = taken.get(row.property_id) ?? 0;
      if (count >= capacityFor(row.property_id)) continue;
      taken.set(row.property_id, count + 1);
      if (row.expires_at !== null && row.expires_at <= now) {
        await changeMail(tx, row, toUnsent(row, mailFailure("mail_expired"), 0, now));
        continue;
      }
      const change = {
        state: "sending",
        next_attempt_at: null,
        attempts: row.attempts + 1,
        runner,
        lease_until: now + LEASE,
        changed_at: now,
      } as const;
      await changeMail(tx, row, change);
      claimed.push({ ...row, ...change });
    }
    return claimed;
  });
}

/** Renews the leases of mails that are being sent. */
export async function renewLeases(
  database: Database,
  runner: string,
  ids: readonly string[],
  now: number,
): Promise<void> {
  await database.write((tx) =>
    tx
      .updateTable("mails")
      .set({ lease_until: now + LEASE })
      .where("state", "=", "sending")
      .where("runner", "=", runner)
      .where("id", "in", ids)
      .execute(),
  );
}

/**
 * Queues the mails again that a process was sending when it died.
 *
 * @param alive the IDs of the mails that this process sends: its leases may run out while the computer sleeps
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @param now ms since 1970
 */
export async function recoverMails(
  database: Database,
  {
    alive,
    random,
    now,
  }: { readonly alive: readonly string[]; readonly random: () => number; readonly now: number },
): Promise<void> {
  const selectAbandoned = (db: Db) =>
    db
      .selectFrom("mails")
      .selectAll()
      .where("state", "=", "sending")
      .where("lease_until", "<", now)
      .$if(alive.length > 0, (query) => query.where("id", "not in", alive))
      .limit(BATCH)
      .execute();
  if (!(await selectAbandoned(database.read)).length) return;
  await database.write(async (tx) => {
    for (const row of await selectAbandoned(tx))
      await changeMail(tx, row, toUnsent(row, mailFailure("mail_interrupted"), random(), now));
  });
}

/**
 * Writes the result of an attempt, if this process still holds the mail. Another may have taken it over, and an erased one
 * is gone.
 */
export async function noteResult(
  database: Database,
  { property_id, id, runner }: MailRow,
  change: (row: MailRow) => Parameters<typeof changeMail>[2],
): Promise<void> {
  await database.write(async (tx) => {
    const row = await tx
      .selectFrom("mails")
      .selectAll()
      .where("property_id", "=", property_id)
      .where("id", "=", id)
      .where("state", "=", "sending")
      .where("runner", "=", runner)
      .executeTakeFirst();
    if (row) await changeMail(tx, row, change(row));
  });
}
