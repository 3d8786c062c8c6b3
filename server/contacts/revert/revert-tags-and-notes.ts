import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { TagAndNoteIds } from "../crm/tags-and-notes-batch.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { isCurrentOrganization } from "../identity/indexed-details.ts";
import { loadActiveMerges, saveMergeLogs } from "../merging/merge-store.ts";
import type { MergeLog, StoredMerge } from "../merging/plan-merge.ts";
import { planRevertTag } from "./plan-revert-tag.ts";

/** How many tags or organizations are checked in one statement. */
const BATCH_SIZE = 500;

/** Another import that gave the same tag or note to a contact. */
export interface Heir {
  readonly importId: string;
  /** The contact's ID at the time of that import. */
  readonly contact: string;
  /** The author of that import's notes, as in `contact_notes.agent_id`. */
  readonly author: string;
  /** The time of that import, ms since 1970. */
  readonly at: number;
}

/** The other imports that gave them, by the IDs of the tags and of the notes. */
export interface Heirs {
  readonly tags: ReadonlyMap<string, readonly Heir[]>;
  readonly notes: ReadonlyMap<string, readonly Heir[]>;
}

/** A tag or note that belongs to another import from now on. */
export interface Inherited {
  readonly id: string;
  readonly kind: "tag" | "note";
  readonly heir: Heir;
}

/**
 * Removes the tags and notes that an import added (R18), also from records that were merged since. A note that an agent
 * has edited since belongs to the agent, and stays; what another import gave too belongs to that import, and stays.
 *
 * @param added by the contact's visitor ID at the time of the import
 * @param author the notes' author, as in `contact_notes.agent_id`
 * @returns what stays because another import gave it too
 */
export async function revertTagsAndNotes(
  tx: Tx,
  property: string,
  added: ReadonlyMap<string, TagAndNoteIds>,
  author: string,
  heirs: Heirs,
): Promise<readonly Inherited[]> {
  const tags = await revertTags(tx, property, added, heirs);
  const noted = [...added].filter(([, { notes }]) => notes.length);
  const contacts = await resolveAliases(
    tx,
    property,
    noted.map(([contact]) => contact),
  );
  const ids = noted.flatMap(([, { notes }]) => notes);
  const notes = ids.flatMap((id): Inherited[] => {
    const heir = earliest(heirs.notes.get(id));
    return heir ? [{ id, kind: "note", heir }] : [];
  });
  const owned = { property, contacts: [...new Set(contacts)], author };
  for (const { id, heir } of notes) await changeNoteAuthor(tx, owned, id, heir);
  const inheritedIds = new Set(notes.map(({ id }) => id));
  await inChunks(
    ids.filter((id) => !inheritedIds.has(id)),
    async (some) => {
      await tx
        .deleteFrom("contact_notes")
        .where("property_id", "=", property)
        .where("contact_id", "in", owned.contacts)
        .where("id", "in", some)
        .where("agent_id", "=", author)
        .execute();
      return [];
    },
  );
  return [...tags, ...notes];
}

function earliest(heirs: readonly Heir[] = []): Heir | undefined {
  return [...heirs].sort((a, b) => a.at - b.at)[0];
}

async function changeNoteAuthor(
  tx: Tx,
  { property, contacts, author }: { property: string; contacts: readonly string[]; author: string },
  id: string,
  heir: Heir,
): Promise<void> {
  await tx
    .updateTable("contact_notes")
    .set({ agent_id: heir.author, created_at: heir.at })
    .where("property_id", "=", property)
    .where("contact_id", "in", contacts)
    .where("id", "=", id)
    .where("agent_id", "=", author)
    .execute();
}

async function revertTags(
  tx: Tx,
  property: string,
  added: ReadonlyMap<string, TagAndNoteIds>,
  heirs: Heirs,
): Promise<readonly Inherited[]> {
  const tagged = [...added].filter(([, { tags }]) => tags.length);
  let merges = await loadMerges(
    tx,
    property,
    tagged.map(([contact]) => contact),
  );
  const changedLogs = new Map<string, MergeLog>();
  const contactsByTag = new Map<string, string[]>();
  const inherited: Inherited[] = [];
  for (const [contact, { tags }] of tagged)
    for (const tag of tags) {
      const others = heirs.tags.get(tag) ?? [];
      const inherit = (record: string) => {
        const heir = earliest(others.filter((one) => one.contact === record));
        if (heir) inherited.push({ id: tag, kind: "tag", heir });
        return heir !== undefined;
      };
      if (inherit(contact)) continue;
      const { logs, loser } = planRevertTag(contact, tag, merges);
      for (const [id, log] of logs) changedLogs.set(id, log);
      if (logs.size) merges = merges.map(({ id, log }) => ({ id, log: logs.get(id) ?? log }));
      if (loser !== null && !inherit(loser))
        contactsByTag.set(tag, [...(contactsByTag.get(tag) ?? []), loser]);
    }
  for (const [tag, contacts] of contactsByTag)
    await tx
      .deleteFrom("contact_tags")
      .where("property_id", "=", property)
      .where("tag_id", "=", tag)
      .where("contact_id", "in", contacts)
      .execute();
  await saveMergeLogs(tx, property, changedLogs);
  return inherited;
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
 * Removes the tags and organizations that imports created and that no contact has any more. An organization that got a
 * domain stays.
 *
 * @param times the times of the imports that were undone, ms
 */
export async function removeUnusedTagsAndOrganizations(
  tx: Tx,
  property: string,
  times: readonly number[],
): Promise<void> {
  for (const table of ["tags", "organizations"] as const)
    for (let last = ""; ; ) {
      const created = await tx
        .selectFrom(table)
        .select("id")
        .where("property_id", "=", property)
        .where("created_at", "in", times)
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
