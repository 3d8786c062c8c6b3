import { setImmediate as turn } from "node:timers/promises";
import { importAuthorId } from "../../contacts/crm/notes.ts";
import { revertDetails } from "../../contacts/revert/revert-import.ts";
import {
  removeUnusedTagsAndOrganizations,
  revertTagsAndNotes,
} from "../../contacts/revert/revert-tags-and-notes.ts";
import { contactsWithConversations } from "../../conversations/core/store.ts";
import type { Tx } from "../../platform/database/open.ts";
import { parseEntries } from "../rows/import-effects.ts";
import { ImportInterrupted, type ImportJob, saveProgress } from "./import-job.ts";

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
async function revertBatch(tx: Tx, { row }: ImportJob, total: number): Promise<number> {
  const { property_id: property, id, started_at } = row;
  const contacts = await tx
    .selectFrom("import_contacts")
    .select(["visitor_id", "effect", "retired"])
    .where("property_id", "=", property)
    .where("import_id", "=", id)
    .orderBy("visitor_id")
    .limit(BATCH_SIZE)
    .execute();
  const at = started_at ?? 0;
  const last = contacts.at(-1);
  if (!last) {
    await removeUnusedTagsAndOrganizations(tx, property, at);
    return 0;
  }
  const idsOf = (effect: string) =>
    contacts.filter((one) => one.effect === effect).map(({ visitor_id }) => visitor_id);
  const created = idsOf("made");
  const entries = contacts.map(({ visitor_id, retired }) => ({ visitor_id, ...parseEntries(retired) }));
  await revertTagsAndNotes(
    tx,
    property,
    new Map(entries.map(({ visitor_id, added }) => [visitor_id, added])),
    importAuthorId(id),
  );
  await revertDetails(tx, {
    property,
    source: "csv",
    at,
    changed: idsOf("changed"),
    created,
    retired: new Map(entries.flatMap(({ retired }) => retired.map((one) => [one.id, one.status]))),
    protected: await contactsWithConversations(tx, property, created),
    total,
  });
  await tx
    .deleteFrom("import_contacts")
    .where("property_id", "=", property)
    .where("import_id", "=", id)
    .where("visitor_id", "<=", last.visitor_id)
    .execute();
  return contacts.length;
}
