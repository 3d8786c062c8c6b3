import { inChunks, isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { DetailStatus } from "../../platform/database/schema.ts";
import type { DetailRow, VisitorRow } from "../identity/contact-store.ts";
import { summarizeDetails } from "../identity/summary.ts";
import { queueForIndex } from "../search/indexer.ts";
import type { ContactRecord } from "./plan-merge.ts";

const insertContactTags = insertStatement("contact_tags", (conflict) => conflict.doNothing());

/** What the conversations, which stand above the contacts, do when records become one, or two again. */
export interface ConversationReassigner {
  /** The conversations of these records. */
  listByContact(
    tx: Tx,
    property: string,
    contacts: readonly string[],
  ): Promise<readonly { readonly id: string; readonly visitor: string; readonly contact: string }[]>;
  /** Puts conversations on other records. */
  reassign(tx: Tx, property: string, moves: ReadonlyMap<string, string>): Promise<void>;
}

/** Reads records whole, in the order of their IDs as given. IDs that nobody has are left out. */
export async function loadRecords(
  tx: Tx,
  property: string,
  ids: readonly string[],
  conversations: ConversationReassigner,
): Promise<ContactRecord[]> {
  const own = await tx
    .selectFrom("visitors")
    .select(["id", "contact_since", "source", "last_seen_at"])
    .where("property_id", "=", property)
    .where("id", "in", ids)
    .execute();
  const values = await tx
    .selectFrom("details")
    .selectAll()
    .where("property_id", "=", property)
    .where("visitor_id", "in", ids)
    .orderBy("id")
    .execute();
  const devices = await tx
    .selectFrom("visitors")
    .select(["id", "attached_to", "attached_proven", "last_seen_at"])
    .where("property_id", "=", property)
    .where("attached_to", "in", ids)
    .execute();
  const notes = await tx
    .selectFrom("contact_notes")
    .select(["id", "contact_id"])
    .where("property_id", "=", property)
    .where("contact_id", "in", ids)
    .execute();
  const tags = await tx
    .selectFrom("contact_tags")
    .select(["tag_id", "contact_id"])
    .where("property_id", "=", property)
    .where("contact_id", "in", ids)
    .execute();
  const chats = await conversations.listByContact(tx, property, ids);
  const rows = new Map(own.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = rows.get(id);
    if (!row) return [];
    return {
      id,
      contactSince: row.contact_since,
      source: row.source,
      lastSeenAt: row.last_seen_at,
      values: values.filter(({ visitor_id }) => visitor_id === id),
      devices: devices
        .filter((one) => one.attached_to === id)
        .map((one) => ({
          id: one.id,
          trusted: one.attached_proven === 1,
          lastSeenAt: one.last_seen_at,
        })),
      conversations: chats.filter(({ contact }) => contact === id),
      notes: notes.filter(({ contact_id }) => contact_id === id).map((note) => note.id),
      tags: tags.filter(({ contact_id }) => contact_id === id).map(({ tag_id }) => tag_id),
    };
  });
}

/** Where each thing of some records is. */
function sequences<T>(
  records: readonly ContactRecord[],
  of: (record: ContactRecord) => readonly T[],
  keyOf: (one: T) => string,
) {
  return new Map(records.flatMap((record) => of(record).map((one) => [keyOf(one), record.id] as const)));
}

/** The things that are on another record than before, by where they are now. */
function moved(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...after].filter(([id, record]) => before.get(id) !== record));
}

/** Groups keys that are to be changed in the same way. */
function grouped<K>(entries: Iterable<readonly [key: K, group: string]>): Map<string, K[]> {
  const groups = new Map<string, K[]>();
  for (const [key, group] of entries) {
    const keys = groups.get(group);
    if (keys) keys.push(key);
    else groups.set(group, [key]);
  }
  return groups;
}

/**
 * Writes what a merge, or its undoing, has changed: a few statements, however much was said.
 *
 * @param before every record that took part, as it was read
 * @param after every record that stands by itself now
 */
export async function writeRecords(
  tx: Tx,
  property: string,
  before: readonly ContactRecord[],
  after: readonly ContactRecord[],
  conversations: ConversationReassigner,
): Promise<void> {
  await moveValues(tx, property, before, after);
  await moveDevices(tx, property, before, after);
  for (const record of after) await standAlone(tx, property, record);
  await moveTags(tx, property, before, after);
  const notesOf = ({ notes }: ContactRecord) => notes;
  const itself = (id: string) => id;
  const notes = moved(sequences(before, notesOf, itself), sequences(after, notesOf, itself));
  for (const [contact, ids] of grouped(notes))
    await inChunks(ids, async (some) => {
      await tx
        .updateTable("contact_notes")
        .set({ contact_id: contact })
        .where("property_id", "=", property)
        .where(
          "contact_id",
          "in",
          before.map(({ id }) => id),
        )
        .where("id", "in", some)
        .execute();
      return [];
    });
  const chatsOf = (record: ContactRecord) => record.conversations;
  const idOf = ({ id }: { id: string }) => id;
  await conversations.reassign(
    tx,
    property,
    moved(sequences(before, chatsOf, idOf), sequences(after, chatsOf, idOf)),
  );
  await queueForIndex(tx, property, [...new Set([...before, ...after].map(({ id }) => id))]);
}

async function moveValues(
  tx: Tx,
  property: string,
  before: readonly ContactRecord[],
  after: readonly ContactRecord[],
): Promise<void> {
  const was = new Map(before.flatMap(({ values }) => values.map((value) => [value.id, value] as const)));
  const changed = after.flatMap(({ id: record, values }) =>
    values.flatMap((value) => {
      const old = was.get(value.id);
      const same =
        old?.visitor_id === record && old.status === value.status && old.preferred === value.preferred;
      return old && !same ? [{ old, value, record }] : [];
    }),
  );
  const groups = grouped(
    changed.map(({ old, value, record }) => [
      old,
      JSON.stringify([old.visitor_id, record, value.status, value.preferred]),
    ]),
  );
  for (const [key, rows] of groups) {
    const [from, to, status, preferred] = JSON.parse(key) as [string, string, DetailStatus, number];
    await inChunks(rows, async (some: readonly DetailRow[]) => {
      await tx
        .updateTable("details")
        .set({ visitor_id: to, status, preferred })
        .where("property_id", "=", property)
        .where("visitor_id", "=", from)
        .where(
          "id",
          "in",
          some.map(({ id }) => id),
        )
        .execute();
      return [];
    });
  }
}

/** A record that was taken in is a device of the survivor, and no contact any more; its ID is an alias (R4). */
async function moveDevices(
  tx: Tx,
  property: string,
  before: readonly ContactRecord[],
  after: readonly ContactRecord[],
): Promise<void> {
  const devicesOf = ({ devices }: ContactRecord) => devices;
  const idOf = ({ id }: { id: string }) => id;
  const moves = moved(sequences(before, devicesOf, idOf), sequences(after, devicesOf, idOf));
  for (const [contact, ids] of grouped(moves)) {
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
  const seen = new Map(before.flatMap(({ devices }) => devices.map((one) => [one.id, one.lastSeenAt])));
  for (const { id, lastSeenAt } of after.flatMap(({ devices }) => devices))
    if (seen.has(id) && seen.get(id) !== lastSeenAt)
      await tx
        .updateTable("visitors")
        .set({ last_seen_at: lastSeenAt })
        .where("property_id", "=", property)
        .where("id", "=", id)
        .execute();
  const standing = new Set(after.map(({ id }) => id));
  const takenIn = before.filter(({ id }) => !standing.has(id)).map(({ id }) => id);
  if (takenIn.length)
    await tx
      .updateTable("visitors")
      .set({ attached_proven: 1, contact_since: null, source: null, name: null, email: null, phone: null })
      .where("property_id", "=", property)
      .where("id", "in", takenIn)
      .execute();
}

async function standAlone(tx: Tx, property: string, record: ContactRecord): Promise<void> {
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

/** Tags that were removed from the property meanwhile stay removed. */
async function moveTags(
  tx: Tx,
  property: string,
  before: readonly ContactRecord[],
  after: readonly ContactRecord[],
): Promise<void> {
  const wanted = after.flatMap(({ id, tags }) => tags.map((tag) => ({ contact: id, tag })));
  await tx
    .deleteFrom("contact_tags")
    .where("property_id", "=", property)
    .where("contact_id", "in", [...new Set([...before, ...after].map(({ id }) => id))])
    .execute();
  if (!wanted.length) return;
  const known = await tx
    .selectFrom("tags")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "in", [...new Set(wanted.map(({ tag }) => tag))])
    .execute();
  const there = new Set(known.map(({ id }) => id));
  const rows = wanted
    .filter(({ tag }) => there.has(tag))
    .map(({ contact, tag }) => ({ property_id: property, contact_id: contact, tag_id: tag }));
  await insertContactTags(tx, rows);
}

/** The row of a person without a browser. */
export function blankVisitor(property: string, id: string, now: number): VisitorRow {
  return {
    property_id: property,
    id,
    proof_hash: null,
    attached_to: null,
    attached_proven: 0,
    contact_since: null,
    source: null,
    name: null,
    email: null,
    phone: null,
    browser: "",
    os: "",
    device_kind: "",
    language: "",
    time_zone: "",
    screen: "",
    country: null,
    city: null,
    last_page: "",
    referrer: "",
    visit_count: 0,
    first_seen_at: now,
    last_seen_at: now,
  };
}
