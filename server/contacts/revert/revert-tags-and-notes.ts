import { sql } from "kysely";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Given } from "../crm/tags-and-notes.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { loadActiveMerges, saveMergeLogs } from "../merging/merge-store.ts";
import type { MergeLog, StoredMerge } from "../merging/plan-merge.ts";
import { withoutTag } from "./revert-tag.ts";

/** How many names are looked at in one statement. */
const AT_ONCE = 500;

/**
 * Takes back the tags and notes that a list gave (R18), also of who was merged since. A note that an agent has changed
 * since is the agent's, and stays.
 *
 * @param given by contact, as they were named then
 * @param author as `contact_notes` names it
 */
export async function withdrawGiven(
  tx: Tx,
  property: string,
  given: ReadonlyMap<string, Given>,
  author: string,
): Promise<void> {
  await withdrawTags(tx, property, given);
  const notes = [...given].filter(([, its]) => its.notes.length);
  const contacts = await resolveAliases(
    tx,
    property,
    notes.map(([contact]) => contact),
  );
  await inChunks(
    notes.flatMap(([, its]) => its.notes),
    async (some) => {
      await tx
        .deleteFrom("contact_notes")
        .where("property_id", "=", property)
        .where("contact_id", "in", [...new Set(contacts)])
        .where("id", "in", some)
        .where("agent_id", "=", author)
        .execute();
      return [];
    },
  );
}

async function withdrawTags(tx: Tx, property: string, given: ReadonlyMap<string, Given>): Promise<void> {
  const tagged = [...given].filter(([, { tags }]) => tags.length);
  const merges = await mergesOf(
    tx,
    property,
    tagged.map(([contact]) => contact),
  );
  const logs = new Map(merges.map(({ id, log }) => [id, log]));
  const changed = new Map<string, MergeLog>();
  const byTag = new Map<string, string[]>();
  for (const [contact, { tags }] of tagged)
    for (const tag of tags) {
      const now = merges.map(({ id }) => ({ id, log: logs.get(id) as MergeLog }));
      const without = withoutTag(contact, tag, now);
      for (const [id, log] of without.logs) {
        logs.set(id, log);
        changed.set(id, log);
      }
      if (without.loser !== null) byTag.set(tag, [...(byTag.get(tag) ?? []), without.loser]);
    }
  for (const [tag, some] of byTag)
    await tx
      .deleteFrom("contact_tags")
      .where("property_id", "=", property)
      .where("tag_id", "=", tag)
      .where("contact_id", "in", some)
      .execute();
  await saveMergeLogs(tx, property, changed);
}

/** The merges that contacts took part in, which few of them did. */
async function mergesOf(tx: Tx, property: string, contacts: readonly string[]): Promise<StoredMerge[]> {
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
 * Removes the tags and organizations that came into being at one time and that nobody has any more: with a list that was
 * taken back. An organization to which somebody has added a domain stays.
 */
export async function removeUnused(tx: Tx, property: string, at: number): Promise<void> {
  for (const table of ["tags", "organizations"] as const)
    for (let last = ""; ; ) {
      const made = await tx
        .selectFrom(table)
        .select("id")
        .where("property_id", "=", property)
        .where("created_at", "=", at)
        .where("id", ">", last)
        .orderBy("id")
        .limit(AT_ONCE)
        .execute();
      const ids = made.map(({ id }) => id);
      if (!ids.length) break;
      last = ids.at(-1) ?? "";
      if (table === "tags") await removeTagsOfNobody(tx, property, ids);
      else await removeOrganizationsOfNobody(tx, property, ids);
    }
}

async function removeTagsOfNobody(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
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

async function removeOrganizationsOfNobody(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
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
            // in the words of the partial index
            .where("details.field", "=", sql.lit("organization"))
            .where("details.status", "=", sql.lit("current")),
        ),
      ),
    )
    .execute();
}
