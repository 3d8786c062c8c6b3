import type { MergeLog, StoredMerge } from "../merging/plan-merge.ts";

/**
 * Plans the removal of a tag that was given to a record, when the record may have been merged since. The tag is removed
 * from the record that holds it now, unless another record brought it too, and from the merge logs, so that undoing a
 * merge does not bring it back. Pure.
 *
 * @param record the record that had the tag before all merges
 * @param merges those that the record, or a record that absorbed it, took part in; oldest first
 * @returns the changed merge logs by the merges' IDs, and the record that loses the tag (null: none)
 */
export function planRevertTag(
  record: string,
  tag: string,
  merges: readonly StoredMerge[],
): { logs: ReadonlyMap<string, MergeLog>; loser: string | null } {
  const logs = new Map<string, MergeLog>();
  // the record that has the tag for no other reason than that `record` had it
  let holder: string | null = record;
  for (const { id, log } of merges) {
    if (holder === null) break;
    const source: string = holder;
    if (!log.before.some((one) => one.id === source)) continue;
    const before = log.before.map((one) =>
      one.id === source ? { ...one, tags: one.tags.filter((other) => other !== tag) } : one,
    );
    logs.set(id, { ...log, before });
    holder = before.some(({ tags }) => tags.includes(tag)) ? null : (before[0]?.id ?? null);
  }
  return { logs, loser: holder };
}
