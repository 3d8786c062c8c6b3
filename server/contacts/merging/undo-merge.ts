import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { MergeContext } from "./apply-merge.ts";
import { deleteEmptyContacts } from "./delete-empty-contacts.ts";
import { loadRecords } from "./load-records.ts";
import { findMerge, loadActiveMerges, parseMerge, saveMergeLogs } from "./merge-store.ts";
import { findDependentMerges, planUndo } from "./plan-undo.ts";
import { writeRecords } from "./write-records.ts";

/**
 * Undoes a merge (R14), even if later merges depend on it. A record that has lost all its data since, because the import
 * that created it was undone, is deleted (R18).
 *
 * @returns the contacts of the merge that exist, the former survivor first; and the IDs of all records that have changed
 * @throws ApiError `not_found`, `merge_undone`
 */
export async function undoMerge(
  tx: Tx,
  { property, id, agent }: { property: string; id: string; agent: string },
  { now, conversations }: Omit<MergeContext, "newId">,
): Promise<{ contacts: string[]; changed: string[] }> {
  const row = await findMerge(tx, property, id);
  if (row.undone_at !== null) throw new ApiError("merge_undone");
  const target = parseMerge(row);
  const later = await loadActiveMerges(tx, property, [row.survivor_id], row.number);
  const since = findDependentMerges(target.log, later);
  const holder = since.at(-1)?.log.before[0]?.id ?? row.survivor_id;
  const before = await loadRecords(tx, property, [holder], conversations);
  const [merged] = before;
  if (!merged) throw new ApiError("not_found");
  const { records, logs } = planUndo(target, since, merged);
  await tx.deleteFrom("aliases").where("property_id", "=", property).where("merge_id", "=", id).execute();
  await writeRecords(tx, property, before, records, conversations);
  await saveMergeLogs(tx, property, logs);
  const ids = records.map((one) => one.id);
  const deleted = new Set(await deleteEmptyContacts(tx, property, ids, conversations));
  await tx
    .updateTable("merges")
    .set({ undone_at: now, undone_by: agent })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .execute();
  return {
    contacts: target.log.before.map((one) => one.id).filter((one) => !deleted.has(one)),
    changed: [holder, ...ids],
  };
}
