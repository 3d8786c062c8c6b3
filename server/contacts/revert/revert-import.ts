import type { Source } from "../../../shared/contact.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { saveChanges, type VisitorRow } from "../identity/contact-store.ts";
import { summarizeDetails } from "../identity/current-values.ts";
import type { DetailValue } from "../merging/detail-value.ts";
import { removeValues } from "../merging/plan-detach.ts";
import { queueForIndex } from "../search/indexer.ts";

/** The details that one source wrote at one time. */
export interface ImportedDetails {
  readonly property: string;
  readonly source: Source;
  /** The import's timestamp, ms since 1970. With `source`, it identifies the values that the import wrote. */
  readonly at: number;
  /** The contacts that existed before. */
  readonly changed: readonly string[];
  /** The contacts that it created. They are deleted, unless another source added values since, or they have devices, notes or tags. */
  readonly created: readonly string[];
  /** The IDs of the details that it replaced, with their status before. */
  readonly retired: ReadonlyMap<string, string>;
  /** The IDs among `created` that must not be deleted. */
  readonly protected: ReadonlySet<string>;
  /** The number of contacts of the whole import. */
  readonly total: number;
}

/**
 * Removes the details (R18): created contacts are deleted, changed ones are restored, except for later changes. If a
 * contact was merged since, its details are removed from the survivor, and the merge stays.
 */
export async function revertDetails(tx: Tx, imported: ImportedDetails): Promise<void> {
  const { property, at, changed } = imported;
  const named = [...changed, ...imported.created];
  const resolved = await resolveAliases(tx, property, named);
  const ids = [...new Set(resolved)];
  const created = new Set(imported.created.filter((id, index) => resolved[changed.length + index] === id));
  const values = await loadValues(tx, property, ids);
  const isImported = (value: DetailValue) =>
    value.source === imported.source && value.at === at && value.device_id === null;

  const inUse = await findInUse(tx, property, [...created]);
  const isDeletable = (id: string) =>
    created.has(id) &&
    !inUse.has(id) &&
    !imported.protected.has(id) &&
    (values.get(id) ?? []).every(isImported);
  const rows = await loadVisitors(tx, property, ids);
  const deleted = rows.filter(({ id }) => isDeletable(id)).map(({ id }) => id);
  await deleteContacts(tx, property, deleted);
  await deleteOpenSuggestions(tx, property, named, at);

  const visitors: VisitorRow[] = [];
  const details: { visitor: string; id: string }[] = [];
  for (const row of rows.filter(({ id }) => !isDeletable(id))) {
    const own = values.get(row.id) ?? [];
    const reverted = await revertValues(tx, row, own, isImported, imported.retired);
    for (const { id } of own.filter(isImported)) details.push({ visitor: row.id, id });
    const summary = summarizeDetails(reverted);
    const { email, phone } = summary;
    const isContact = created.has(row.id) || row.contact_since !== at || email !== null || phone !== null;
    visitors.push({ ...row, ...summary, contact_since: isContact ? row.contact_since : null });
  }
  await deleteDetails(tx, property, details);
  await saveChanges(tx, property, { visitors, details: [], retired: [], suggestions: [] });
  await queueForIndex(tx, property, ids, imported.total);
}

/** Gives the values that are not imported the status that they had before. @returns those values */
async function revertValues(
  tx: Tx,
  { property_id, id: visitor }: VisitorRow,
  values: readonly DetailValue[],
  isImported: (value: DetailValue) => boolean,
  retired: ReadonlyMap<string, string>,
) {
  const reverted = removeValues(values, isImported, retired);
  for (const { id, status, previous } of reverted.changed)
    await tx
      .updateTable("details")
      .set({ status, previous })
      .where("property_id", "=", property_id)
      .where("visitor_id", "=", visitor)
      .where("id", "=", id)
      .execute();
  return reverted.values;
}

function loadVisitors(tx: Tx, property: string, ids: readonly string[]): Promise<VisitorRow[]> {
  return inChunks(ids, (some) =>
    tx
      .selectFrom("visitors")
      .selectAll()
      .where("property_id", "=", property)
      .where("id", "in", some)
      .execute(),
  );
}

async function loadValues(
  tx: Tx,
  property: string,
  ids: readonly string[],
): Promise<Map<string, DetailValue[]>> {
  const rows = await inChunks(ids, (some) =>
    tx
      .selectFrom("details")
      .select([
        "visitor_id",
        "id",
        "field",
        "value",
        "compare_key",
        "status",
        "device_id",
        "source",
        "proven",
        "at",
        "previous",
        "preferred",
      ])
      .where("property_id", "=", property)
      .where("visitor_id", "in", some)
      .orderBy("id")
      .execute(),
  );
  const values = new Map<string, DetailValue[]>();
  for (const { visitor_id, ...value } of rows)
    values.set(visitor_id, [...(values.get(visitor_id) ?? []), value]);
  return values;
}

/** Finds the contacts that have devices, notes or tags. */
async function findInUse(tx: Tx, property: string, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  const devices = await inChunks(ids, (some) =>
    tx
      .selectFrom("visitors")
      .select("attached_to")
      .where("property_id", "=", property)
      .where("attached_to", "in", some)
      .execute(),
  );
  for (const { attached_to } of devices) if (attached_to !== null) found.add(attached_to);
  for (const table of ["contact_notes", "contact_tags"] as const) {
    const rows = await inChunks(ids, (some) =>
      tx
        .selectFrom(table)
        .select("contact_id")
        .where("property_id", "=", property)
        .where("contact_id", "in", some)
        .execute(),
    );
    for (const { contact_id } of rows) found.add(contact_id);
  }
  return found;
}

async function deleteContacts(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
  await inChunks(ids, async (some) => {
    await tx
      .deleteFrom("details")
      .where("property_id", "=", property)
      .where("visitor_id", "in", some)
      .execute();
    await tx.deleteFrom("visitors").where("property_id", "=", property).where("id", "in", some).execute();
    await tx
      .deleteFrom("deleted_contacts")
      .where("property_id", "=", property)
      .where("contact_id", "in", some)
      .execute();
    for (const side of ["a", "b"] as const)
      await tx
        .deleteFrom("suggestions")
        .where("property_id", "=", property)
        .where(side, "in", some)
        .execute();
    return [];
  });
}

/** Deletes the suggestions that the source made and that no agent has answered. */
async function deleteOpenSuggestions(
  tx: Tx,
  property: string,
  ids: readonly string[],
  at: number,
): Promise<void> {
  await inChunks(ids, async (some) => {
    for (const side of ["a", "b"] as const)
      await tx
        .deleteFrom("suggestions")
        .where("property_id", "=", property)
        .where(side, "in", some)
        .where("at", "=", at)
        .where("status", "=", "open")
        .execute();
    return [];
  });
}

async function deleteDetails(
  tx: Tx,
  property: string,
  details: readonly { visitor: string; id: string }[],
): Promise<void> {
  await inChunks(details, async (some) => {
    await tx
      .deleteFrom("details")
      .where("property_id", "=", property)
      .where("visitor_id", "in", [...new Set(some.map(({ visitor }) => visitor))])
      .where(
        "id",
        "in",
        some.map(({ id }) => id),
      )
      .execute();
    return [];
  });
}
