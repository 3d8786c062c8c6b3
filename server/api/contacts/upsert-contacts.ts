import type { ApiContactUpsert, ApiContactUpserted } from "../../../shared/api/contact.ts";
import type { Details } from "../../../shared/contact.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { TagsAndNotesBatch } from "../../contacts/crm/tags-and-notes-batch.ts";
import { resolveAliases } from "../../contacts/identity/aliases.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../../contacts/identity/upsert.ts";
import { upsertRecord } from "../../contacts/identity/upsert-record.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { type AttributesByKey, hasIdentifier, toDetails } from "./read-contact-write.ts";
import type { WriteContext } from "./write-context.ts";

/** IDs drawn beyond the number of contacts, for those that are in use already (R2). */
const SPARE_IDS = 3;

interface ReadRow {
  /** The ID by which the row names a contact, resolved (R4); null: it names none. */
  readonly named: string | null;
  readonly details: Details;
  readonly tags: readonly string[];
}

/**
 * Creates or updates contacts through the one upsert, with source *api* (R6, R9, R11, R34), in one transaction. Each row sees the
 * effects of those before it.
 *
 * @returns in the order of the rows, the outcome, or why a row is refused; a refused row changes nothing
 */
export async function upsertContacts(
  tx: Tx,
  { property, author, now, newId, drawIds }: WriteContext,
  rows: readonly ApiContactUpsert[],
): Promise<(ApiContactUpserted | ApiError)[]> {
  const definitions = new Map((await listAttributes(tx, property)).map((one) => [one.key, one]));
  const read = await readRows(tx, property, rows, definitions);
  const valid = read.filter((row): row is ReadRow => !(row instanceof ApiError));
  const ids = [...drawIds(valid.length + SPARE_IDS)];
  const batch = await UpsertBatch.load(
    tx,
    property,
    [
      ...valid.map(({ named, details }) => ({ visitor: named ?? "", details })),
      ...ids.map((visitor) => ({ visitor, details: {} })),
    ],
    newId,
  );
  const free = ids.filter((id) => !batch.knows(id));
  const tagging = await TagsAndNotesBatch.load(tx, {
    property,
    contacts: batch.candidates.ids,
    inputs: valid.map(({ tags }) => ({ tags, notes: [] })),
    author,
    now,
    newId,
    base: null,
  });
  const changed = new Set<string>();
  const outcomes = read.map((row) => {
    if (row instanceof ApiError) return row;
    if (row.named !== null && !batch.knows(row.named)) return new ApiError("not_found");
    const [newVisitor] = free;
    if (newVisitor === undefined) throw new Error("Too many of the drawn visitor IDs are taken");
    const { named, details, tags } = row;
    const record = { named, details, source: "api", now, newVisitor, isOfFile: () => false } as const;
    const { contact: id, isNew, plan } = upsertRecord(batch, record);
    if (isNew) free.shift();
    const isTagged = tagging.add(id, { tags, notes: [] }).added.tags.length > 0;
    const isChanged = isNew || isTagged || plan.writes.length > 0 || plan.becomesContact;
    if (isChanged) changed.add(id);
    return { id, outcome: isNew ? "created" : isChanged ? "updated" : "unchanged" } as const;
  });
  for (const id of await batch.save()) changed.add(id);
  await tagging.save(tx);
  publishContactsChanged(tx, property, [...changed]);
  return outcomes;
}

async function readRows(
  tx: Tx,
  property: string,
  rows: readonly ApiContactUpsert[],
  definitions: AttributesByKey,
): Promise<(ReadRow | ApiError)[]> {
  const named = rows.flatMap(({ id }) => id ?? []);
  const resolved = new Map((await resolveAliases(tx, property, named)).map((id, at) => [named[at], id]));
  return rows.map(({ id, tags = [], ...written }) => {
    if (id === undefined && !hasIdentifier(written))
      return new ApiError("invalid_request", {
        faults: [{ path: "", code: "identifier", message: "needs an id, userId, e-mail or phone" }],
      });
    try {
      return {
        named: id === undefined ? null : (resolved.get(id) ?? id),
        details: toDetails(written, definitions),
        tags,
      };
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
  });
}
