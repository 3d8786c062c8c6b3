import { HOUSEKEEPING, recordAudit } from "../accounts/audit-log.ts";
import { findDueDeletions, hasReturned, restoreContacts } from "../contacts/crm/deletions.ts";
import { writeTerms } from "../contacts/search/term-index.ts";
import { eraseMessageTerms } from "../conversations/search/message-index.ts";
import type { Deps } from "../deps.ts";
import { orphanFiles } from "../files/orphan-files.ts";
import { inChunks, isOneOf } from "../platform/database/chunks.ts";
import { recordErasure } from "../platform/database/erased-bytes.ts";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";

/**
 * Erases what another feature stores of these visitors, in the same transaction. It is called before anything else is
 * deleted, so it can still look up their identifiers.
 *
 * @returns removes what is not in the database; called after the commit
 */
export type EraseHook = (
  tx: Tx,
  property: string,
  visitors: readonly string[],
) => Promise<() => void | Promise<void>>;

export interface EraseContext {
  readonly hooks: readonly EraseHook[];
}

const TABLES_BY_CONTACT = [
  "contact_tags",
  "contact_notes",
  "attribute_values",
  "deleted_contacts",
  "bulk_job_contacts",
] as const;
const TABLES_BY_VISITOR = [
  "visits",
  "visitor_events",
  "activity_batches",
  "page_tags",
  "details",
  "contacts_to_index",
  "contacts_to_compare",
  "blocked_visitors",
  "deliveries",
  "email_codes",
  "proven_emails",
  "proven_user_ids",
] as const;

/**
 * Erases a person (R26): everything that their browsers, agents and programs submitted about them, their conversations
 * and files, their search terms, and the history of their merges. It cannot be undone.
 *
 * @param contact a record that is neither merged nor attached
 * @returns removes what is not in the database; to be called after the commit
 * @throws ApiError `not_found`
 */
export async function erasePerson(
  tx: Tx,
  property: string,
  contact: string,
  { hooks }: EraseContext,
): Promise<() => Promise<void>> {
  const rows = await tx
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("id", "=", contact), eb("attached_to", "=", contact)]))
    .execute();
  if (!rows.some(({ id }) => id === contact)) throw new ApiError("not_found");
  const visitors = rows.map(({ id }) => id);
  const removals: (() => void | Promise<void>)[] = [];
  for (const hook of hooks) removals.push(await hook(tx, property, visitors));
  await eraseConversations(tx, property, contact, visitors);
  await eraseMerges(tx, property, visitors);
  await writeTerms(tx, property, [], visitors);
  await eraseRows(tx, property, visitors);
  await recordErasure(tx);
  for (const visitor of visitors) tx.publish({ kind: "visitor_revoked", property, visitor });
  tx.publish({ kind: "person", property, person: contact });
  tx.publish({ kind: "person_erased", property, person: contact });
  return async () => {
    for (const remove of removals) await remove();
  };
}

async function eraseRows(tx: Tx, property: string, visitors: readonly string[]): Promise<void> {
  for (const side of ["a", "b"] as const)
    await tx
      .deleteFrom("suggestions")
      .where("property_id", "=", property)
      .where(isOneOf(tx, side, visitors))
      .execute();
  for (const table of TABLES_BY_CONTACT)
    await tx
      .deleteFrom(table)
      .where("property_id", "=", property)
      .where(isOneOf(tx, "contact_id", visitors))
      .execute();
  for (const table of TABLES_BY_VISITOR)
    await tx
      .deleteFrom(table)
      .where("property_id", "=", property)
      .where(isOneOf(tx, "visitor_id", visitors))
      .execute();
  // another record may still have a value that one of the browsers submitted
  await tx
    .deleteFrom("details")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "device_id", visitors))
    .execute();
  await tx
    .deleteFrom("visitors")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "id", visitors))
    .execute();
}

/** The rows for mail of conversations. */
const TABLES_OF_MAIL = ["answers_to_mail", "message_copies", "conversation_participants"] as const;

/** Deletes the conversations and disowns their files; housekeeping removes the files' bytes. */
async function eraseConversations(
  tx: Tx,
  property: string,
  contact: string,
  visitors: readonly string[],
): Promise<void> {
  const conversations = await tx
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where((eb) => eb.or([eb("contact_id", "=", contact), isOneOf(tx, "visitor_id", visitors)]))
    .execute();
  const ids = conversations.map(({ id }) => id);
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
    .where(isOneOf(tx, "visitor_id", visitors))
    .execute();
  await orphanFiles(tx, property, { files: [...new Set([...sent, ...uploaded].map(({ id }) => id))] });
  await inChunks(ids, async (some) => {
    await unlinkTickets(tx, property, some);
    await eraseMessageTerms(tx, property, some);
    for (const table of ["messages", "submissions", "conversation_tags", ...TABLES_OF_MAIL] as const)
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

/** Removes the links of other tickets to some that are erased. One that was joined into them stays closed. */
async function unlinkTickets(tx: Tx, property: string, erased: readonly string[]): Promise<void> {
  const tickets = () => tx.updateTable("conversations").where("property_id", "=", property);
  const followed = tx
    .selectFrom("conversations")
    .select("follows")
    .where("property_id", "=", property)
    .where("id", "in", erased)
    .where("follows", "is not", null);
  await tickets().set({ followed_by: null }).where("id", "in", followed).execute();
  await tickets().set({ follows: null }).where("follows", "in", erased).execute();
  await tickets().set({ joined_into: null, before_join: null }).where("joined_into", "in", erased).execute();
}

async function eraseMerges(tx: Tx, property: string, visitors: readonly string[]): Promise<void> {
  const members = await tx
    .selectFrom("merge_members")
    .select("merge_id")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "contact_id", visitors))
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
      .where(isOneOf(tx, column, visitors))
      .execute();
}

/**
 * Erases the contacts whose deletion can no longer be undone, each in a transaction of its own. A contact that has
 * written or been seen since is restored instead.
 */
export async function eraseDueDeletions(
  deps: Pick<Deps, "database" | "now" | "random">,
  context: EraseContext,
): Promise<void> {
  const { database, now } = deps;
  for (;;) {
    const due = await findDueDeletions(database.read, now());
    if (!due.length) return;
    for (const row of due) {
      const removeRest = await database.write(async (tx) => {
        if (await hasReturned(tx, row)) {
          await restoreContacts(tx, row.property_id, [row]);
          return null;
        }
        const remove = await erasePerson(tx, row.property_id, row.contact_id, context);
        await recordAudit(tx, deps, HOUSEKEEPING, { property: row.property_id, action: "person_erased" });
        return remove;
      });
      await removeRest?.();
    }
  }
}
