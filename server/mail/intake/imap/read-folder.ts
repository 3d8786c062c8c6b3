import type { ImapSettings } from "../../../../shared/mailbox-settings.ts";
import type { Deps } from "../../../deps.ts";
import type { Database } from "../../../platform/database/open.ts";
import { newId } from "../../../platform/ids.ts";
import { folderKey, type MailboxRow } from "../settings/mailbox.ts";
import { type StoreDeps, storeRawMail, storeUnfetchable } from "../store-raw-mail.ts";
import { MailboxError } from "./mailbox-error.ts";
import { noteLooked } from "./mailbox-health.ts";
import type { OpenFolder } from "./open-folder.ts";
import { type FetchBatch, MAX_FETCHED, planBatches } from "./plan-batches.ts";

/** The folder is looked at so often, ms: some servers forget to tell of new mails. */
const POLL = 60_000;
/** Mails that are written to the file store at the same time. */
const MAX_WRITES = 10;

/** Another process has taken the mailbox over, or its settings have changed. */
export class LeaseLost extends Error {
  override name = "LeaseLost" as const;
}

export interface ReadFolderDeps extends StoreDeps, Pick<Deps, "random"> {}

interface Reading {
  readonly property: string;
  readonly settings: ImapSettings;
  /** The process that holds the mailbox. */
  readonly runner: string;
}

/**
 * Takes in the mails of an open folder, those that wait and then each that comes, until the signal. What was taken in
 * is decided by our own rows: flags of the mailbox are neither read nor changed.
 *
 * @throws MailboxError, ApiError `storage_unavailable`, LeaseLost
 */
export async function readFolder(
  deps: ReadFolderDeps,
  reading: Reading,
  folder: OpenFolder,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const isNew = await takeInNew(deps, reading, folder, signal);
    await deps.database.write((tx) => noteLooked(tx, reading.property, { now: deps.now(), isNew }));
    await folder.waitForNews(POLL, signal);
  }
}

/** @returns whether there were any */
async function takeInNew(
  deps: ReadFolderDeps,
  reading: Reading,
  folder: OpenFolder,
  signal: AbortSignal,
): Promise<boolean> {
  const { last_uid, since } = await useUidValidity(deps.database, reading, folder.uidValidity);
  const batches = planBatches(await folder.listAfter(last_uid), since);
  let isNew = false;
  for (const batch of batches) {
    if (signal.aborted) return isNew;
    isNew = (await takeInBatch(deps, reading, folder, batch)) || isNew;
    await changeRow(deps.database, reading, { last_uid: batch.until });
  }
  return isNew;
}

/** After a change of UIDVALIDITY, the folder is read from its start: stored mails are recognised by their content. */
async function useUidValidity(
  database: Database,
  reading: Reading,
  uidValidity: number,
): Promise<Pick<MailboxRow, "last_uid" | "since">> {
  const row = await database.read
    .selectFrom("mailboxes")
    .select(["uid_validity", "last_uid", "since"])
    .where("property_id", "=", reading.property)
    .where("runner", "=", reading.runner)
    .where("folder_key", "=", folderKey(reading.settings))
    .executeTakeFirst();
  if (!row) throw new LeaseLost();
  if (row.uid_validity === uidValidity) return row;
  await changeRow(database, reading, { uid_validity: uidValidity, last_uid: 0 });
  return { last_uid: 0, since: row.since };
}

async function changeRow(
  database: Database,
  { property, runner, settings }: Reading,
  change: Partial<MailboxRow>,
): Promise<void> {
  const { numUpdatedRows } = await database.write((tx) =>
    tx
      .updateTable("mailboxes")
      .set(change)
      .where("property_id", "=", property)
      .where("runner", "=", runner)
      .where("folder_key", "=", folderKey(settings))
      .executeTakeFirst(),
  );
  if (!numUpdatedRows) throw new LeaseLost();
}

/** Fetches and stores a batch. A mail that the server does not give is noted, and never stops the next one. */
async function takeInBatch(
  deps: ReadFolderDeps,
  reading: Reading,
  folder: OpenFolder,
  { uids, isTooLarge }: Pick<FetchBatch, "uids" | "isTooLarge">,
): Promise<boolean> {
  const [first, ...more] = uids;
  if (first === undefined) return false;
  const noteMissing = (reason: string) => {
    const missing = { id: newId(deps), reason };
    return storeUnfetchable(deps, reading.property, originOf(reading, folder, first), missing);
  };
  if (isTooLarge) {
    await noteMissing(`The mail is larger than ${MAX_FETCHED / 1_048_576} MB.`);
    return false;
  }
  try {
    return await storeMails(deps, reading, folder, uids);
  } catch (error) {
    const isRefused = error instanceof MailboxError && error.failure.code === "mailbox_refused";
    if (!isRefused) throw error;
    if (more.length === 0) {
      await noteMissing(error.failure.answer);
      return false;
    }
  }
  let isNew = false;
  for (const uid of uids) {
    const stored = await takeInBatch(deps, reading, folder, { uids: [uid], isTooLarge: false });
    isNew ||= stored;
  }
  return isNew;
}

const originOf = ({ settings }: Reading, { uidValidity }: OpenFolder, uid: number) =>
  ({ kind: "imap", folderKey: folderKey(settings), uidValidity, uid }) as const;

async function storeMails(
  deps: ReadFolderDeps,
  reading: Reading,
  folder: OpenFolder,
  uids: readonly number[],
): Promise<boolean> {
  const mails = await folder.read(uids);
  // rows are processed by the order of their IDs
  const ids = mails.map(() => newId(deps)).sort();
  const receivedAt = deps.now();
  let isNew = false;
  for (let start = 0; start < mails.length; start += MAX_WRITES) {
    const some = mails.slice(start, start + MAX_WRITES).map(({ uid, raw }, at) => {
      const id = ids[start + at] ?? "";
      const origin = originOf(reading, folder, uid);
      return storeRawMail(deps, reading.property, { id, origin, raw, receivedAt });
    });
    // all of them end before an error is passed on: the lease may be gone then
    const results = await Promise.allSettled(some);
    for (const result of results) {
      if (result.status === "rejected") throw result.reason;
      isNew ||= result.value;
    }
  }
  return isNew;
}
