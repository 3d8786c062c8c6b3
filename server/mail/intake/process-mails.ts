import type { MailSettings } from "../../../shared/mail-settings.ts";
import type { Deps } from "../../deps.ts";
import { ApiError, isStorageFault } from "../../platform/http/api-error.ts";
import type { KnownProperty, PropertyStore } from "../../properties/store.ts";
import { readMailAccount } from "../settings/mail-account.ts";
import { applyPlan } from "./apply-plan.ts";
import { entryText } from "./entry-text.ts";
import { type ReadDeps, type Receiving, readMail } from "./read-mail.ts";
import { receivingIdentity } from "./receiving-identity.ts";
import { findMailbox, NO_MAILBOX, parseMailbox } from "./settings/mailbox.ts";
import { storeFiles } from "./store-files.ts";
import type { ReceivedMailRow } from "./store-raw-mail.ts";

export interface ProcessDeps extends Deps, ReadDeps {
  readonly properties: PropertyStore;
  /** The mail settings of the environment; null: none. */
  readonly mailDefaults: MailSettings | null;
}

/** Mails that are claimed at once. */
const BATCH = 20;
/** After so many failures a mail is left to people. */
const MAX_TRIES = 5;
/** The pause before the second try, ms; each further one is twice as long. */
const FIRST_PAUSE = 30_000;
const MAX_REASON = 500;

/**
 * Processes a property's stored mails that are due, in the order in which they were received. A mail that fails never
 * stops the next one: it is tried again, then without its content, and then left to people with its original.
 *
 * @throws Error if the database or the file store cannot be used; nothing is lost, and no try is counted
 */
export async function processMails(deps: ProcessDeps, property: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const rows = await claim(deps, property);
    if (!rows.length) return;
    const known = await deps.properties.get(property);
    const receiving = await readReceiving(deps, property);
    for (const row of rows) await processOne(deps, known, receiving, row);
  }
}

/**
 * Counts a try of the mails that are due, before it is made: a mail that ends the process is not tried for ever. One that
 * has failed before is claimed alone, so that its failure is not counted at another mail.
 */
async function claim({ database, now }: ProcessDeps, property: string): Promise<readonly ReceivedMailRow[]> {
  const due = await database.read
    .selectFrom("received_mails")
    .selectAll()
    .where("property_id", "=", property)
    .where("next_try_at", "<=", now())
    .orderBy("next_try_at")
    .orderBy("id")
    .limit(BATCH)
    .execute();
  const failedAt = due.findIndex(({ tries }) => tries > 0);
  const rows = failedAt < 0 ? due : due.slice(0, Math.max(1, failedAt));
  if (rows.length)
    await database.write(async (tx) => {
      for (const { id, tries } of rows)
        await tx
          .updateTable("received_mails")
          .set({ tries: tries + 1, next_try_at: now() + FIRST_PAUSE * 2 ** tries })
          .where("property_id", "=", property)
          .where("id", "=", id)
          .where("state", "=", "waiting")
          .execute();
    });
  return rows;
}

async function readReceiving({ database, mailDefaults }: ProcessDeps, property: string): Promise<Receiving> {
  const account = await readMailAccount(database.read, mailDefaults, property);
  const row = await findMailbox(database.read, property);
  const mailbox = row ? parseMailbox(row) : NO_MAILBOX;
  const identity = receivingIdentity(property, account?.settings ?? null, mailbox);
  return { ...identity, authservId: mailbox.authservId };
}

async function processOne(
  deps: ProcessDeps,
  property: KnownProperty,
  receiving: Receiving,
  row: ReceivedMailRow,
): Promise<void> {
  try {
    await takeIn(deps, property, receiving, row);
  } catch (err) {
    const isOutage =
      isStorageFault(err) || (err instanceof ApiError && err.problem.code === "storage_unavailable");
    // an outage says nothing of the mail
    const tries = isOutage ? row.tries : row.tries + 1;
    const reason = err instanceof Error ? err.message.slice(0, MAX_REASON) : String(err);
    if (!isOutage) deps.log.error({ err, mail: row.id, tries }, "could not process a received mail");
    const isOver = tries >= MAX_TRIES;
    await deps.database.write((tx) =>
      tx
        .updateTable("received_mails")
        .set({
          tries,
          reason,
          ...(isOver && { state: "failed", next_try_at: null }),
          ...(isOutage && { next_try_at: deps.now() }),
        })
        .where("property_id", "=", row.property_id)
        .where("id", "=", row.id)
        .where("state", "=", "waiting")
        .execute(),
    );
    if (isOutage) throw err;
  }
}

async function takeIn(
  deps: ProcessDeps,
  property: KnownProperty,
  receiving: Receiving,
  row: ReceivedMailRow,
): Promise<void> {
  const read = await readMail(deps, row, receiving);
  const text = entryText(read.mail);
  const isMessage = read.plan.kind === "message";
  const stored = isMessage
    ? await storeFiles(
        deps,
        { property: property.id, visitor: read.sender },
        read.mail.attachments,
        property.settings.files,
      )
    : { files: [], omitted: [] };
  const mail = { row, read, text, stored, own: receiving.own };
  await deps.database.write((tx) => applyPlan(tx, deps, property, mail));
}
