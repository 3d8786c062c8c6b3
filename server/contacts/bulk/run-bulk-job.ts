import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Database, Tx } from "../../platform/database/open.ts";
import { deleteContacts, restoreContacts } from "../crm/deletions.ts";
import { hasTag, tagContacts, untagContacts } from "../crm/tags.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";
import { createSearchIndexer } from "../search/indexer.ts";
import { matchContacts } from "../search/match-contacts.ts";
import { type BulkJobRow, filterOf, readBulkJob, updateBulkJob } from "./bulk-job-store.ts";

/** How many contacts are changed in one transaction: other writers wait for it. */
const BATCH_SIZE = 500;

const insertChanged = insertStatement("bulk_job_contacts", (conflict) => conflict.doNothing());

interface Batch {
  readonly ids: readonly string[];
  /** Every contact with an ID up to this one is in this batch or one before; null: it is the last batch. */
  readonly end: string | null;
}

/**
 * Runs the next batch of a job. Its progress is written in the transaction that changes the contacts, so a job survives
 * the end of the process, and a batch that another process has run meanwhile changes nothing.
 *
 * @param now ms since 1970
 */
export async function runBatch(database: Database, row: BulkJobRow, now: number): Promise<void> {
  if (row.state === "undoing") {
    await database.write(async (tx) => {
      if (await isCurrent(tx, row)) await undoBatch(tx, row);
    });
    return;
  }
  const batch = await readBatch(database, row);
  await database.write(async (tx) => {
    if (await isCurrent(tx, row)) await changeBatch(tx, row, batch, now);
  });
}

async function isCurrent(tx: Tx, row: BulkJobRow): Promise<boolean> {
  const { state, last_id } = await readBulkJob(tx, row.property_id, row.id);
  return state === row.state && last_id === row.last_id;
}

/** Contacts that match the filter and were contacts when the job was started. */
async function readBatch(database: Database, row: BulkJobRow): Promise<Batch> {
  const filter = filterOf(row);
  if (filter.q || filter.attribute) await createSearchIndexer(database).catchUp(row.property_id);
  const ids: string[] = [];
  const query = { property: row.property_id, filter, after: row.last_id, until: row.created_at };
  for await (const slice of matchContacts(database.read, query)) {
    ids.push(...slice.ids);
    if (ids.length > BATCH_SIZE) return { ids: ids.slice(0, BATCH_SIZE), end: ids[BATCH_SIZE - 1] ?? null };
    if (ids.length && slice.end) return { ids, end: slice.end };
  }
  return { ids, end: null };
}

async function changeBatch(tx: Tx, row: BulkJobRow, { ids, end }: Batch, now: number): Promise<void> {
  const { property_id: property, id, kind, tag_id: tag } = row;
  if (kind !== "delete" && !(await hasTag(tx, property, tag ?? ""))) {
    // the tag was deleted, and with it what the job had done
    await updateBulkJob(tx, row, { state: "cancelled", filter: "{}", changed: 0 });
    return;
  }
  const changed = await changeContacts(tx, row, ids, now);
  if (kind !== "delete")
    await insertChanged(
      tx,
      changed.map((contact_id) => ({ property_id: property, job_id: id, contact_id })),
    );
  publishContactsChanged(tx, property, changed);
  await updateBulkJob(tx, row, {
    done: row.done + ids.length,
    changed: row.changed + changed.length,
    last_id: end ?? row.last_id,
    ...(end === null && { state: "done", filter: "{}" }),
  });
}

function changeContacts(
  tx: Tx,
  row: BulkJobRow,
  contacts: readonly string[],
  now: number,
): Promise<string[]> {
  const { property_id: property, id: deletion, kind, tag_id, total } = row;
  if (kind === "delete") return deleteContacts(tx, { property, contacts, deletion, now, total });
  return (kind === "untag" ? untagContacts : tagContacts)(tx, property, contacts, tag_id ?? "");
}

async function undoBatch(tx: Tx, row: BulkJobRow): Promise<void> {
  const { property_id: property } = row;
  const restored = await (row.kind === "delete" ? undoDeletions : undoTags)(tx, row);
  publishContactsChanged(tx, property, restored);
  await updateBulkJob(tx, row, {
    changed: Math.max(0, row.changed - restored.length),
    // a batch of an undo has no cursor: what is undone is removed from its table
    ...(restored.length < BATCH_SIZE && { state: "undone", changed: 0 }),
  });
}

async function undoDeletions(tx: Tx, row: BulkJobRow): Promise<string[]> {
  const deleted = await tx
    .selectFrom("deleted_contacts")
    .selectAll()
    .where("property_id", "=", row.property_id)
    .where("deletion_id", "=", row.id)
    .limit(BATCH_SIZE)
    .execute();
  await restoreContacts(tx, row.property_id, deleted, row.total);
  return deleted.map(({ contact_id }) => contact_id);
}

async function undoTags(tx: Tx, { property_id: property, id, kind, tag_id }: BulkJobRow): Promise<string[]> {
  const rows = await tx
    .selectFrom("bulk_job_contacts")
    .select("contact_id")
    .where("property_id", "=", property)
    .where("job_id", "=", id)
    .limit(BATCH_SIZE)
    .execute();
  const named = rows.map(({ contact_id }) => contact_id);
  if (!named.length) return [];
  const contacts = [...new Set(await resolveAliases(tx, property, named))];
  if (await hasTag(tx, property, tag_id ?? ""))
    await (kind === "tag" ? untagContacts : tagContacts)(tx, property, contacts, tag_id ?? "");
  await tx
    .deleteFrom("bulk_job_contacts")
    .where("property_id", "=", property)
    .where("job_id", "=", id)
    .where("contact_id", "in", named)
    .execute();
  return named;
}
