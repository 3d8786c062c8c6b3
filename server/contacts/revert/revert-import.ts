import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import { resolveAliases } from "../identity/aliases.ts";
import type { DetailRow, VisitorRow } from "../identity/contact-store.ts";
import { saveChanges } from "../identity/contact-store.ts";
import { summarizeDetails } from "../identity/current-values.ts";
import { deleteEmptyContacts, findNotedOrTagged } from "../merging/delete-empty-contacts.ts";
import type { DetailValue } from "../merging/detail-value.ts";
import { type ConversationReassigner, loadRecords } from "../merging/load-records.ts";
import { loadActiveMerges, saveMergeLogs } from "../merging/merge-store.ts";
import { rewriteRecords } from "../merging/plan-undo.ts";
import { writeRecords } from "../merging/write-records.ts";
import { queueForIndex } from "../search/indexer.ts";
import { planRevert } from "./plan-revert.ts";
import type { Repetitions } from "./refold.ts";

/** The details that one import wrote. */
export interface ImportedDetails {
  readonly property: string;
  /** The import's timestamp, ms since 1970. With the source `csv`, it identifies the values that the import wrote. */
  readonly at: number;
  /** The contacts that the import created, changed or named, by their IDs of that time. */
  readonly contacts: readonly string[];
  /** The values that other imports have repeated since. */
  readonly repetitions: Repetitions;
  /** The number of contacts of the whole import. */
  readonly total: number;
}

/**
 * Removes the details of an import (R18): the contacts have afterwards what they would have without it (`planRevert`), and
 * those with nothing left are deleted. A merge since stays; its records are reverted as if each stood alone.
 *
 * @returns the contacts of which nothing is left but browsers that have claimed to be the contact: their devices are to be
 *   detached, and the contacts to be deleted
 */
export async function revertDetails(
  tx: Tx,
  imported: ImportedDetails,
  conversations: ConversationReassigner,
): Promise<readonly string[]> {
  const { property, at, contacts } = imported;
  const ids = [...new Set(await resolveAliases(tx, property, contacts))];
  const aliases = await loadAliases(tx, property, ids);
  const merged = new Set(aliases.map(({ contact_id }) => contact_id));
  await revertUnmerged(
    tx,
    imported,
    ids.filter((id) => !merged.has(id)),
  );
  for (const contact of merged) {
    const names = aliases.filter(({ contact_id }) => contact_id === contact).map(({ id }) => id);
    await revertMerged(tx, imported, contact, names, conversations);
  }
  await deleteOpenSuggestions(tx, property, [...ids, ...aliases.map(({ id }) => id)], at);
  const deleted = new Set(await deleteEmptyContacts(tx, property, ids, conversations));
  const remaining = ids.filter((id) => !deleted.has(id));
  await queueForIndex(tx, property, ids, imported.total);
  return findAbandoned(
    tx,
    property,
    remaining.filter((id) => !merged.has(id)),
  );
}

function isImportedAt(at: number) {
  return (value: DetailValue) => isByImport(value) && value.at === at && value.device_id === null;
}

const isByImport = ({ source }: DetailValue) => source === "csv" || source === "derived";

function loadAliases(tx: Tx, property: string, contacts: readonly string[]) {
  return inChunks(contacts, (some) =>
    tx
      .selectFrom("aliases")
      .select(["id", "contact_id"])
      .where("property_id", "=", property)
      .where("contact_id", "in", some)
      .execute(),
  );
}

async function revertUnmerged(
  tx: Tx,
  { property, at, repetitions }: ImportedDetails,
  ids: readonly string[],
): Promise<void> {
  const rows = await loadVisitors(tx, property, ids);
  const values = await loadValues(tx, property, ids);
  const visitors: VisitorRow[] = [];
  const removed: DetailKey[] = [];
  for (const row of rows) {
    const plan = planRevert(row.id, values.get(row.id) ?? [], isImportedAt(at), repetitions);
    await updateDetails(tx, property, plan.changed);
    for (const id of plan.removed) removed.push({ visitor: row.id, id });
    const summary = summarizeDetails(plan.values);
    // a browser's visitor that only this import made a contact is a visitor again
    const isVisitor =
      row.contact_since === at &&
      row.proof_hash !== null &&
      !plan.values.some(isByImport) &&
      !summary.email &&
      !summary.phone;
    visitors.push({ ...row, ...summary, contact_since: isVisitor ? null : row.contact_since });
  }
  await deleteDetails(tx, property, removed);
  await saveChanges(tx, property, { visitors, details: [], retired: [], suggestions: [] });
}

/** Reverts the records of which a contact was merged, and merges them again. */
async function revertMerged(
  tx: Tx,
  { property, at, repetitions }: ImportedDetails,
  contact: string,
  aliases: readonly string[],
  conversations: ConversationReassigner,
): Promise<void> {
  const [merged] = await loadRecords(tx, property, [contact], conversations);
  if (!merged?.values.some(isImportedAt(at))) return;
  const removed: DetailKey[] = [];
  const merges = await loadActiveMerges(tx, property, [contact, ...aliases]);
  const { record, logs } = rewriteRecords(merges, merged, (base) => {
    const plan = planRevert(base.id, base.values, isImportedAt(at), repetitions);
    for (const id of plan.removed) removed.push({ visitor: contact, id });
    return { ...base, values: plan.values };
  });
  const old = new Map(merged.values.map((value) => [value.id, value]));
  const isChanged = (value: DetailRow) => {
    const before = old.get(value.id);
    return before?.at !== value.at || before.previous !== value.previous;
  };
  await updateDetails(
    tx,
    property,
    record.values.filter(isChanged).map((value) => ({ ...value, visitor_id: contact })),
  );
  await deleteDetails(tx, property, removed);
  await writeRecords(tx, property, [merged], [{ ...merged, values: record.values }], conversations);
  await saveMergeLogs(tx, property, logs);
}

/**
 * Finds the contacts that have only devices: nothing that an agent or a program has given, and no browser of their own.
 */
async function findAbandoned(tx: Tx, property: string, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await loadVisitors(tx, property, ids);
  const candidates = rows.filter(({ proof_hash }) => proof_hash === null).map(({ id }) => id);
  const values = await loadValues(tx, property, candidates);
  const isClaimedOnly = (id: string) => (values.get(id) ?? []).every(({ device_id }) => device_id !== null);
  const inUse = new Set(await findNotedOrTagged(tx, property, candidates));
  const devices = await inChunks(candidates, (some) =>
    tx
      .selectFrom("visitors")
      .select("attached_to")
      .where("property_id", "=", property)
      .where("attached_to", "in", some)
      .execute(),
  );
  const withDevices = new Set(devices.map(({ attached_to }) => attached_to));
  return candidates.filter((id) => isClaimedOnly(id) && !inUse.has(id) && withDevices.has(id));
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
): Promise<Map<string, DetailRow[]>> {
  const rows = await inChunks(ids, (some) =>
    tx
      .selectFrom("details")
      .selectAll()
      .where("property_id", "=", property)
      .where("visitor_id", "in", some)
      .orderBy("id")
      .execute(),
  );
  const values = new Map<string, DetailRow[]>();
  for (const row of rows) {
    const list = values.get(row.visitor_id);
    if (list) list.push(row);
    else values.set(row.visitor_id, [row]);
  }
  return values;
}

async function updateDetails(tx: Tx, property: string, rows: readonly DetailRow[]): Promise<void> {
  for (const { visitor_id, id, status, previous, at } of rows)
    await tx
      .updateTable("details")
      .set({ status, previous, at })
      .where("property_id", "=", property)
      .where("visitor_id", "=", visitor_id)
      .where("id", "=", id)
      .execute();
}

/** Deletes the suggestions that the import made and that no agent has answered. */
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

interface DetailKey {
  readonly visitor: string;
  readonly id: string;
}

async function deleteDetails(tx: Tx, property: string, details: readonly DetailKey[]): Promise<void> {
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
