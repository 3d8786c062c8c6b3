import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { AddedTagsAndNotes } from "../crm/tags-and-notes-batch.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { isCurrentOrganization } from "../identity/indexed-details.ts";
import { loadActiveMerges, saveMergeLogs } from "../merging/merge-store.ts";
import type { MergeLog, StoredMerge } from "../merging/plan-merge.ts";
import { planRevertTag } from "./plan-revert-tag.ts";

/** How many tags or organizations are checked in one statement. */
const BATCH_SIZE = 500;

/**
 * Removes the tags and notes that an import added (R18), also from records that were merged since. A note that an agent
 * has edited since belongs to the agent, and stays.
 *
 * @param added by the contact's visitor ID at the time of the import
 * @param author the notes' author, as in `contact_notes.agent_id`
 */
export async function revertTagsAndNotes(
  tx: Tx,
  property: string,
  added: ReadonlyMap<string, AddedTagsAndNotes>,
  author: string,
): Promise<void> {
  await revertTags(tx, property, added);
  const noted = [...added].filter(([, { notes }]) => notes.length);
  const contacts = await resolveAliases(
    tx,
    property,
    noted.map(([contact]) => contact),
  );
  await inChunks(
    noted.flatMap(([, { notes }]) => notes),
    async (ids) => {
      await tx
        .deleteFrom("contact_notes")
        .where("property_id", "=", property)
        .where("contact_id", "in", [...new Set(contacts)])
        .where("id", "in", ids)
        .where("agent_id", "=", author)
        .execute();
      return [];
    },
  );
}

async function revertTags(
  tx: Tx,
  property: string,
  added: ReadonlyMap<string, AddedTagsAndNotes>,
): Promise<void> {
  const tagged = [...added].filter(([, { tags }]) => tags.length);
  let merges = await loadMerges(
    tx,
    property,
    tagged.map(([contact]) => contact),
  );
  const changedLogs = new Map<string, MergeLog>();
  const contactsByTag = new Map<string, string[]>();
  for (const [contact, { tags }] of tagged)
    for (const tag of tags) {
      const { logs, loser } = planRevertTag(contact, tag, merges);
      for (const [id, log] of logs) changedLogs.set(id, log);
      if (logs.size) merges = merges.map(({ id, log }) => ({ id, log: logs.get(id) ?? log }));
      if (loser !== null) contactsByTag.set(tag, [...(contactsByTag.get(tag) ?? []), loser]);
    }
  for (const [tag, contacts] of contactsByTag)
    await tx
      .deleteFrom("contact_tags")
      .where("property_id", "=", property)
      .where("tag_id", "=", tag)
      .where("contact_id", "in", contacts)
      .execute();
  await saveMergeLogs(tx, property, changedLogs);
}

/** The merges that the contacts took part in. Few contacts were ever merged, so they are looked up first. */
async function loadMerges(tx: Tx, property: string, contacts: readonly string[]): Promise<StoredMerge[]> {
  const members = await inChunks(contacts, (some) =>
    tx
      .selectFrom("merge_members")
      .select("contact_id")
      .where("property_id", "=", property)
      .where("contact_id", "in", some)
      .execute(),
  );
  return loadActiveMerges(tx, property, [...new Set(members.map(({ contact_id }) => contact_id))]);
}

/**
 * Removes the tags and organizations that an import created and that no contact has any more. An organization that got a
 * domain stays.
 *
 * @param at the import's time, ms
 */
export async function removeUnusedTagsAndOrganizations(tx: Tx, property: string, at: number): Promise<void> {
  for (const table of ["tags", "organizations"] as const)
    for (let last = ""; ; ) {
      const created = await tx
        .selectFrom(table)
        .select("id")
        .where("property_id", "=", property)
        .where("created_at", "=", at)
        .where("id", ">", last)
        .orderBy("id")
        .limit(BATCH_SIZE)
        .execute();
      const ids = created.map(({ id }) => id);
      if (!ids.length) break;
      last = ids.at(-1) ?? "";
      if (table === "tags") await deleteUnusedTags(tx, property, ids);
      else await deleteUnusedOrganizations(tx, property, ids);
    }
}

async function deleteUnusedTags(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
  await tx
    .deleteFrom("tags")
    .where("property_id", "=", property)
    .where("id", "in", ids)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("contact_tags")
            .select("contact_tags.tag_id")
            .whereRef("contact_tags.property_id", "=", "tags.property_id")
            .whereRef("contact_tags.tag_id", "=", "tags.id"),
        ),
      ),
    )
    .execute();
}

async function deleteUnusedOrganizations(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
  await tx
    .deleteFrom("organizations")
    .where("property_id", "=", property)
    .where("id", "in", ids)
    .where("domain", "is", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("details")
            .select("details.id")
            .whereRef("details.property_id", "=", "organizations.property_id")
            .whereRef("details.compare_key", "=", "organizations.key")
            // literals, so that the partial index is used
            .where(isCurrentOrganization),
        ),
      ),
    )
    .execute();
}
