import { setImmediate as turn } from "node:timers/promises";
import { sql } from "kysely";
import { importAuthorId } from "../../contacts/crm/notes.ts";
import { resolveAliases } from "../../contacts/identity/aliases.ts";
import { deleteEmptyContacts } from "../../contacts/merging/delete-empty-contacts.ts";
import { revertDetails } from "../../contacts/revert/revert-import.ts";
import {
  type Inherited,
  removeUnusedTagsAndOrganizations,
  revertTagsAndNotes,
} from "../../contacts/revert/revert-tags-and-notes.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { findProperty } from "../../properties/store.ts";
import { parseEntries } from "../rows/import-effects.ts";
import { ImportInterrupted, type ImportJob, saveProgress } from "./import-job.ts";
import { loadRepetitions } from "./load-repetitions.ts";

/** How many contacts are reverted in one transaction. */
const BATCH_SIZE = 200;

/**
 * Undoes an import as a whole (R18), a batch of contacts at a time. A reverted contact's row in `import_contacts` is
 * deleted in the same transaction, so a restart continues with those that are left.
 *
 * @throws ImportInterrupted
 */
export async function runUndo(job: ImportJob): Promise<void> {
  const { deps, row } = job;
  const { total } = await deps.database.read
    .selectFrom("import_contacts")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where("property_id", "=", row.property_id)
    .where("import_id", "=", row.id)
    .executeTakeFirstOrThrow();
  let [done, reverted] = [0, 0];
  do {
    reverted = await deps.database.write(async (tx) => {
      const count = await revertBatch(tx, job, Number(total));
      const share = (done + count) / Math.max(1, Number(total));
      await saveProgress(tx, job, { bytes_done: Math.floor(row.size * share) });
      return count;
    });
    done += reverted;
    await turn();
    if (job.isStopping()) throw new ImportInterrupted();
  } while (reverted);
  await deps.database.write((tx) =>
    saveProgress(tx, job, { state: "undone", runner: null, finished_at: deps.now() }),
  );
}

/**
 * Reverts the next contacts; when none are left, removes the tags and organizations that nobody has any more.
 *
 * @returns how many contacts it reverted
 */
async function revertBatch(tx: Tx, { row, hooks }: ImportJob, total: number): Promise<number> {
  const { property_id: property, id, started_at } = row;
  const contacts = await tx
    .selectFrom("import_contacts")
    .select(["visitor_id", "retired"])
    .where("property_id", "=", property)
    .where("import_id", "=", id)
    .orderBy("visitor_id")
    .limit(BATCH_SIZE)
    .execute();
  const at = started_at ?? 0;
  const last = contacts.at(-1);
  if (!last) {
    await removeUnusedTagsAndOrganizations(tx, property, [at, ...(await timesOfUndone(tx, property))]);
    return 0;
  }
  const ids = contacts.map(({ visitor_id }) => visitor_id);
  const records = await withAbsorbed(tx, property, ids);
  const { repetitions, heirs } = await loadRepetitions(tx, property, id, records);
  const added = new Map(contacts.map((one) => [one.visitor_id, parseEntries(one.retired).added]));
  const inherited = await revertTagsAndNotes(tx, property, added, importAuthorId(id), heirs);
  for (const one of inherited) await giveEntry(tx, property, one);
  const known = await findProperty(tx, property);
  if (!known) throw new ApiError("property_unknown");
  const conversations = hooks.conversations(known);
  const imported = { property, at, contacts: ids, repetitions, total };
  const abandoned = await revertDetails(tx, imported, conversations);
  for (const device of await devicesOf(tx, property, abandoned)) await hooks.detach(tx, known, device);
  await deleteEmptyContacts(tx, property, abandoned, conversations);
  await tx
    .deleteFrom("import_contacts")
    .where("property_id", "=", property)
    .where("import_id", "=", id)
    .where("visitor_id", "<=", last.visitor_id)
    .execute();
  return contacts.length;
}

/** The times of the imports that were undone, ms. */
async function timesOfUndone(tx: Tx, property: string): Promise<number[]> {
  const rows = await tx
    .selectFrom("imports")
    .select("started_at")
    .where("property_id", "=", property)
    .where("state", "=", "undone")
    .execute();
  return rows.flatMap(({ started_at }) => started_at ?? []);
}

/** The IDs of the records that are one contact with these now. */
async function withAbsorbed(tx: Tx, property: string, ids: readonly string[]): Promise<readonly string[]> {
  const contacts = [...new Set(await resolveAliases(tx, property, ids))];
  const absorbed = await inChunks(contacts, (some) =>
    tx
      .selectFrom("aliases")
      .select("id")
      .where("property_id", "=", property)
      .where("contact_id", "in", some)
      .execute(),
  );
  return [...new Set([...ids, ...contacts, ...absorbed.map((one) => one.id)])];
}

/** Writes that another import has given a tag or note, so that undoing that one removes it. */
async function giveEntry(tx: Tx, property: string, { id, kind, heir }: Inherited): Promise<void> {
  await tx
    .updateTable("import_contacts")
    .set({ retired: sql`replace(retired, ${`${id} same_${kind}\n`}, ${`${id} ${kind}\n`})` })
    .where("property_id", "=", property)
    .where("import_id", "=", heir.importId)
    .where("visitor_id", "=", heir.contact)
    .execute();
}

async function devicesOf(tx: Tx, property: string, contacts: readonly string[]): Promise<string[]> {
  const rows = await inChunks(contacts, (some) =>
    tx
      .selectFrom("visitors")
      .select("id")
      .where("property_id", "=", property)
      .where("attached_to", "in", some)
      .orderBy("first_seen_at")
      .orderBy("id")
      .execute(),
  );
  return rows.map(({ id }) => id);
}
