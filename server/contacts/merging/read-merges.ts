import type { Merge, MergeResult } from "../../../shared/crm.ts";
import type { Db } from "../../platform/database/open.ts";
import { authorName } from "../crm/author-name.ts";
import { resolveAlias } from "../identity/aliases.ts";
import { toDetailRecords } from "../identity/detail-records.ts";
import { userIdsOf } from "./apply-merge.ts";
import { type MergeRow, parseMerge } from "./merge-store.ts";
import type { FieldChoices } from "./merge-values.ts";
import { type ContactRecord, planMerge } from "./plan-merge.ts";

/**
 * Presents a merge: the records before, and the survivor's values after it.
 *
 * @param records the survivor first
 * @param id the merge's ID; null: a preview
 */
export function toMergeResult(
  records: readonly ContactRecord[],
  choices: FieldChoices,
  id: string | null,
): MergeResult {
  const { record } = planMerge(records, choices);
  return {
    merge: id,
    survivor: record.id,
    userIdsDiffer: userIdsOf(records).size > 1,
    sides: records.map((side) => ({
      id: side.id,
      contactSince: side.contactSince,
      details: toDetailRecords(side.values.filter(({ status }) => status === "current")),
      conversations: side.conversations.length,
      notes: side.notes.length,
      devices: side.devices.length,
      tags: side.tags.length,
    })),
    details: toDetailRecords(record.values),
  };
}

/** Reads all merges in which a contact, or a record that it absorbed, took part, the newest first. */
export async function readMerges(db: Db, property: string, asked: string): Promise<Merge[]> {
  const contact = await resolveAlias(db, property, asked);
  const rows = await db
    .selectFrom("merge_members")
    .innerJoin("merges", (join) =>
      join
        .onRef("merges.property_id", "=", "merge_members.property_id")
        .onRef("merges.id", "=", "merge_members.merge_id"),
    )
    .selectAll("merges")
    .distinct()
    .select([authorName("merges.agent_id").as("by_name"), authorName("merges.undone_by").as("undoer_name")])
    .where("merge_members.property_id", "=", property)
    .where((eb) =>
      eb.or([
        eb("merge_members.contact_id", "=", contact),
        eb(
          "merge_members.contact_id",
          "in",
          eb
            .selectFrom("aliases")
            .select("aliases.id")
            .where("aliases.property_id", "=", property)
            .where("aliases.contact_id", "=", contact),
        ),
      ]),
    )
    .orderBy("merges.number", "desc")
    .execute();
  return rows.map(toMerge);
}

function toMerge(row: MergeRow & { by_name: string | null; undoer_name: string | null }): Merge {
  const [survivor, ...absorbed] = parseMerge(row).log.before.map(({ id }) => id);
  return {
    id: row.id,
    survivor: survivor ?? row.survivor_id,
    absorbed,
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.by_name ?? "" },
    at: row.at,
    undone:
      row.undone_at === null
        ? null
        : { agent: { id: row.undone_by ?? "", name: row.undoer_name ?? "" }, at: row.undone_at },
  };
}
