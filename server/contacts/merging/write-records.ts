import { inChunks, isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { DetailRow } from "../identity/contact-store.ts";
import { summarizeDetails } from "../identity/current-values.ts";
import { queueForIndex } from "../search/indexer.ts";
import type { ConversationReassigner } from "./load-records.ts";
import type { ContactRecord } from "./plan-merge.ts";

const insertContactTags = insertStatement("contact_tags", (conflict) => conflict.doNothing());

/** The records that take part in a merge, or in its undo. */
interface RecordChange {
  readonly tx: Tx;
  readonly property: string;
  /** As they were read. */
  readonly before: readonly ContactRecord[];
  /** Those that exist afterwards. */
  readonly after: readonly ContactRecord[];
}

/** Writes what a merge, or its undo, changes: a few statements, whatever the number of messages and values. */
export async function writeRecords(
  tx: Tx,
  property: string,
  before: readonly ContactRecord[],
  after: readonly ContactRecord[],
  conversations: ConversationReassigner,
): Promise<void> {
  const change = { tx, property, before, after };
  await writeValues(change);
  await moveDevices(change);
  await writeLastSeen(change);
  await writeAbsorbed(change);
  for (const record of after) await writeVisitor(tx, property, record);
  await writeTags(change);
  await moveNotes(change);
  await conversations.reassign(
    tx,
    property,
    newOwners(change, (record) => record.conversations.map(({ id }) => id)),
  );
  await queueForIndex(tx, property, recordIds(change));
}

const recordIds = ({ before, after }: RecordChange) => [
  ...new Set([...before, ...after].map(({ id }) => id)),
];

/** The new record of each object that changes its record, by the object's ID. */
function newOwners(
  { before, after }: RecordChange,
  idsOf: (record: ContactRecord) => readonly string[],
): Map<string, string> {
  const owners = (records: readonly ContactRecord[]) =>
    new Map(records.flatMap((record) => idsOf(record).map((id) => [id, record.id] as const)));
  const old = owners(before);
  return new Map([...owners(after)].filter(([id, record]) => old.get(id) !== record));
}

function groupByOwner(owners: ReadonlyMap<string, string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [id, owner] of owners) {
    const ids = groups.get(owner);
    if (ids) ids.push(id);
    else groups.set(owner, [id]);
  }
  return groups;
}

type DetailChange = Pick<DetailRow, "visitor_id" | "status" | "preferred">;

/** One statement for all values that change in the same way. */
async function writeValues({ tx, property, before, after }: RecordChange): Promise<void> {
  const old = new Map(before.flatMap(({ values }) => values.map((value) => [value.id, value] as const)));
  const groups = new Map<string, { from: string; to: DetailChange; ids: string[] }>();
  for (const record of after)
    for (const { id, status, preferred } of record.values) {
      const row = old.get(id);
      const to = { visitor_id: record.id, status, preferred };
      if (!row || isUnchanged(row, to)) continue;
      const key = [row.visitor_id, record.id, status, preferred].join();
      const group = groups.get(key) ?? { from: row.visitor_id, to, ids: [] };
      group.ids.push(id);
      groups.set(key, group);
    }
  for (const { from, to, ids } of groups.values())
    await inChunks(ids, async (some) => {
      await tx
        .updateTable("details")
        .set(to)
        .where("property_id", "=", property)
        .where("visitor_id", "=", from)
        .where("id", "in", some)
        .execute();
      return [];
    });
}

const isUnchanged = (row: DetailChange, to: DetailChange) =>
  row.visitor_id === to.visitor_id && row.status === to.status && row.preferred === to.preferred;

async function moveDevices(change: RecordChange): Promise<void> {
  const { tx, property } = change;
  const owners = newOwners(change, ({ devices }) => devices.map(({ id }) => id));
  for (const [contact, ids] of groupByOwner(owners)) {
    await tx
      .updateTable("visitors")
      .set({ attached_to: contact })
      .where("property_id", "=", property)
      .where(isOneOf(tx, "id", ids))
      .execute();
    await tx
      .updateTable("aliases")
      .set({ contact_id: contact })
      .where("property_id", "=", property)
      .where(isOneOf(tx, "id", ids))
      .execute();
  }
}

async function writeLastSeen({ tx, property, before, after }: RecordChange): Promise<void> {
  const old = new Map(before.flatMap(({ devices }) => devices.map((one) => [one.id, one.lastSeenAt])));
  for (const { id, lastSeenAt } of after.flatMap(({ devices }) => devices))
    if (old.has(id) && old.get(id) !== lastSeenAt)
      await tx
        .updateTable("visitors")
        .set({ last_seen_at: lastSeenAt })
        .where("property_id", "=", property)
        .where("id", "=", id)
        .execute();
}

/** An absorbed record is a proven device of the survivor and no contact any more; its ID is an alias (R4). */
async function writeAbsorbed({ tx, property, before, after }: RecordChange): Promise<void> {
  const existing = new Set(after.map(({ id }) => id));
  const absorbed = before.filter(({ id }) => !existing.has(id)).map(({ id }) => id);
  if (!absorbed.length) return;
  await tx
    .updateTable("visitors")
    .set({
      attached_proven: 1,
      contact_since: null,
      source: null,
      name: null,
      email: null,
      phone: null,
      sort_name: "",
    })
    .where("property_id", "=", property)
    .where("id", "in", absorbed)
    .execute();
}

async function writeVisitor(tx: Tx, property: string, record: ContactRecord): Promise<void> {
  await tx
    .updateTable("visitors")
    .set({
      ...summarizeDetails(record.values),
      attached_to: null,
      attached_proven: 0,
      contact_since: record.contactSince,
      source: record.source,
      last_seen_at: record.lastSeenAt,
    })
    .where("property_id", "=", property)
    .where("id", "=", record.id)
    .execute();
}

/** Tags that have been deleted from the property since the merge are left out. */
async function writeTags(change: RecordChange): Promise<void> {
  const { tx, property, after } = change;
  await tx
    .deleteFrom("contact_tags")
    .where("property_id", "=", property)
    .where("contact_id", "in", recordIds(change))
    .execute();
  const tags = [...new Set(after.flatMap((record) => record.tags))];
  if (!tags.length) return;
  const found = await tx
    .selectFrom("tags")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "in", tags)
    .execute();
  const existing = new Set(found.map(({ id }) => id));
  const rows = after.flatMap((record) =>
    record.tags
      .filter((tag) => existing.has(tag))
      .map((tag) => ({ property_id: property, contact_id: record.id, tag_id: tag })),
  );
  await insertContactTags(tx, rows);
}

async function moveNotes(change: RecordChange): Promise<void> {
  const { tx, property, before } = change;
  const from = before.map(({ id }) => id);
  for (const [contact, ids] of groupByOwner(newOwners(change, ({ notes }) => notes)))
    await inChunks(ids, async (some) => {
      await tx
        .updateTable("contact_notes")
        .set({ contact_id: contact })
        .where("property_id", "=", property)
        .where("contact_id", "in", from)
        .where("id", "in", some)
        .execute();
      return [];
    });
}
