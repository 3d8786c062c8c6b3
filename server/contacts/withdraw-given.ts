import { sql } from "kysely";
import { inChunks } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import { resolveAliases } from "./aliases.ts";
import type { Given } from "./tags-and-notes.ts";

/** How many names are looked at in one statement. */
const AT_ONCE = 500;

/**
 * Takes back the tags and notes that a list gave (R18). A note that an agent has changed since is the agent's, and stays.
 * So do the tags of contacts that were merged since: which of the records had a tag by itself cannot be told any more.
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
  const contacts = [...given.keys()];
  if (!contacts.length) return;
  const standing = await resolveAliases(tx, property, contacts);
  const survivors = await inChunks(contacts, (some) =>
    tx
      .selectFrom("aliases")
      .select("contact_id")
      .where("property_id", "=", property)
      .where("contact_id", "in", some)
      .execute(),
  );
  const merged = new Set(survivors.map(({ contact_id }) => contact_id));
  const byTag = new Map<string, string[]>();
  for (const [at, contact] of contacts.entries())
    for (const tag of standing[at] === contact && !merged.has(contact)
      ? (given.get(contact)?.tags ?? [])
      : [])
      byTag.set(tag, [...(byTag.get(tag) ?? []), contact]);
  for (const [tag, some] of byTag)
    await tx
      .deleteFrom("contact_tags")
      .where("property_id", "=", property)
      .where("tag_id", "=", tag)
      .where("contact_id", "in", some)
      .execute();
  const places = [...new Set(standing)];
  await inChunks(
    [...given.values()].flatMap(({ notes }) => notes),
    async (some) => {
      await tx
        .deleteFrom("contact_notes")
        .where("property_id", "=", property)
        .where("contact_id", "in", places)
        .where("id", "in", some)
        .where("agent_id", "=", author)
        .execute();
      return [];
    },
  );
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
    .where((is) =>
      is.not(
        is.exists(
          is
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
    .where((is) =>
      is.not(
        is.exists(
          is
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
