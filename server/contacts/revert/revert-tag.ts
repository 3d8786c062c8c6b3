import type { MergeLog, StoredMerge } from "../merging/plan-merge.ts";

/**
 * What taking a tag from a record comes to when the record was merged since: the tag goes from where the record is now,
 * unless another record brought it too, and undoing a merge does not bring it back. Pure.
 *
 * @param record who had the tag before all of the merges
 * @param merges those in which it took part, or whoever took it in, oldest first
 * @returns the merges' logs without the tag, where they are not as they were; and who loses it, if anybody
 */
export function withoutTag(
  record: string,
  tag: string,
  merges: readonly StoredMerge[],
): { logs: ReadonlyMap<string, MergeLog>; loser: string | null } {
  const logs = new Map<string, MergeLog>();
  // who has the tag only because the record had it
  let loser: string | null = record;
  for (const { id, log } of merges) {
    if (loser === null) break;
    const holder: string = loser;
    if (!log.before.some((one) => one.id === holder)) continue;
    const before = log.before.map((one) =>
      one.id === holder ? { ...one, tags: one.tags.filter((other) => other !== tag) } : one,
    );
    logs.set(id, { ...log, before });
    loser = before.some(({ tags }) => tags.includes(tag)) ? null : (before[0]?.id ?? null);
  }
  return { logs, loser };
}
