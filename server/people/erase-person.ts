import { findDueDeletions, hasReturned, restoreContact } from "../contacts/crm/deletions.ts";
import { writeTerms } from "../contacts/search/term-index.ts";
import type { Deps } from "../deps.ts";
import { orphanFiles } from "../files/orphan-files.ts";
import { inChunks, isOneOf } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";

/**
 * What else keeps something of people, in rooms above: forgets it in the same transaction, before anything else goes, so
 * that it can look for what they are known by.
 *
 * @returns removes what is not in the database; called after the commit
 */
export type EraseHook = (tx: Tx, property: string, visitors: readonly string[]) => Promise<() => void>;

export interface EraseContext {
  readonly hooks: readonly EraseHook[];
}

/**
 * Erases a person (R26): everything that their browsers, agents and programs said of them, their conversations and
 * files, what they are found by, and the history of their merges. Nothing brings it back.
 *
 * @param contact a record that stands by itself
 * @returns removes what is not in the database; to be called after the commit
 * @throws Failure `not_found`
 */
export async function erasePerson(
  tx: Tx,
  property: string,
  contact: string,
  context: EraseContext,
): Promise<() => void> {
  const rows = await tx
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("id", "=", contact), eb("attached_to", "=", contact)]))
    .execute();
  if (!rows.some(({ id }) => id === contact)) throw new ApiError("not_found");
  const family = rows.map(({ id }) => id);
  const removals: (() => void)[] = [];
  for (const hook of context.hooks) removals.push(await hook(tx, property, family));
  await eraseConversations(tx, property, contact, family);
  await eraseMerges(tx, property, family);
  for (const side of ["a", "b"] as const)
    await tx
      .deleteFrom("suggestions")
      .where("property_id", "=", property)
      .where(isOneOf(tx, side, family))
      .execute();
  await writeTerms(tx, property, [], family);
  for (const table of ["contact_tags", "contact_notes", "attribute_values", "deleted_contacts"] as const)
    await tx
      .deleteFrom(table)
      .where("property_id", "=", property)
      .where(isOneOf(tx, "contact_id", family))
      .execute();
  for (const table of [
    "visits",
    "details",
    "contacts_to_index",
    "contacts_to_compare",
    "blocked_visitors",
    "deliveries",
  ] as const)
    await tx
      .deleteFrom(table)
      .where("property_id", "=", property)
      .where(isOneOf(tx, "visitor_id", family))
      .execute();
  // a value of another's record may still name the browser that said it
  await tx
    .deleteFrom("details")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "device_id", family))
    .execute();
  await tx
    .deleteFrom("visitors")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "id", family))
    .execute();
  for (const visitor of family) tx.publish({ kind: "visitor_revoked", property, visitor });
  tx.publish({ kind: "person", property, person: contact });
  return () => {
    for (const remove of removals) remove();
  };
}

/** Their files are nobody's from now on; housekeeping removes the bytes. */
async function eraseConversations(
  tx: Tx,
  property: string,
  contact: string,
  family: readonly string[],
): Promise<void> {
  const chats = await tx
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("contact_id", "=", contact), isOneOf(tx, "visitor_id", family)]))
    .execute();
  const ids = chats.map(({ id }) => id);
  const sent = await inChunks(ids, (some) =>
    tx
      .selectFrom("files")
      .select("id")
      .where("property_id", "=", property)
      .where("conversation_id", "in", some)
      .execute(),
  );
  const uploaded = await tx
    .selectFrom("files")
    .select("id")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "visitor_id", family))
    .execute();
  await orphanFiles(tx, property, { files: [...new Set([...sent, ...uploaded].map(({ id }) => id))] });
  await inChunks(ids, async (some) => {
    for (const table of ["messages", "submissions"] as const)
      await tx
        .deleteFrom(table)
        .where("property_id", "=", property)
        .where("conversation_id", "in", some)
        .execute();
    await tx
      .deleteFrom("conversations")
      .where("property_id", "=", property)
      .where("id", "in", some)
      .execute();
    return [];
  });
}

async function eraseMerges(tx: Tx, property: string, family: readonly string[]): Promise<void> {
  const members = await tx
    .selectFrom("merge_members")
    .select("merge_id")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "contact_id", family))
    .execute();
  const merges = [...new Set(members.map((one) => one.merge_id))];
  if (merges.length) {
    await tx
      .deleteFrom("merge_members")
      .where("property_id", "=", property)
      .where("merge_id", "in", merges)
      .execute();
    await tx.deleteFrom("merges").where("property_id", "=", property).where("id", "in", merges).execute();
  }
  for (const column of ["id", "contact_id"] as const)
    await tx
      .deleteFrom("aliases")
      .where("property_id", "=", property)
      .where(isOneOf(tx, column, family))
      .execute();
}

/**
 * Erases the contacts that were deleted and not missed for a day, each in a transaction of its own. Who came back
 * meanwhile is a contact again.
 */
export async function eraseDueDeletions(
  { database, now }: Pick<Deps, "database" | "now">,
  context: EraseContext,
): Promise<void> {
  for (;;) {
    const due = await findDueDeletions(database.read, now());
    if (!due.length) return;
    for (const row of due) {
      const removeRest = await database.write(async (tx) => {
        if (!(await hasReturned(tx, row))) return erasePerson(tx, row.property_id, row.contact_id, context);
        await restoreContact(tx, row);
        return null;
      });
      removeRest?.();
    }
  }
}
