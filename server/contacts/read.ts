import type { Contact, DetailRecord, Source, Suggestion } from "../../shared/contact.ts";
import { VISITOR_ID } from "../../shared/rules/visitor-id.ts";
import type { Db } from "../platform/database/open.ts";
import { Failure } from "../platform/failure.ts";
import { deviceOf } from "./device.ts";
import type { DetailRow, VisitorRow } from "./store.ts";

const MAX_DEVICES = 100;
const MAX_VISITS = 50;
const MAX_DETAILS = 1_000;

/**
 * One contact or visitor whole, for agents. The ID of an attached device answers with that visitor's own record.
 *
 * @throws Failure `not_found`
 */
export async function readContact(db: Db, property: string, id: string): Promise<Contact> {
  const row = await findVisitor(db, property, id);
  if (!row) throw new Failure("not_found");
  const attached = await db
    .selectFrom("visitors")
    .selectAll()
    .where("property_id", "=", property)
    .where("attached_to", "=", id)
    .orderBy("last_seen_at", "desc")
    .orderBy("id")
    .limit(MAX_DEVICES)
    .execute();
  const devices = [row, ...attached].flatMap((one) => deviceOf(one) ?? []);
  return {
    id,
    contactSince: row.contact_since,
    source: row.source as Source | null,
    name: row.name,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    details: await readDetails(db, property, id),
    devices,
    suggestions: await readSuggestions(db, property, id),
    visits: await readVisits(db, property, [id, ...attached.map((one) => one.id)]),
  };
}

/** A visitor's row, or undefined; what is no visitor ID is nobody's. */
export async function findVisitor(db: Db, property: string, id: string): Promise<VisitorRow | undefined> {
  if (!VISITOR_ID.test(id)) return undefined;
  return db
    .selectFrom("visitors")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
}

/** What is in use first, then alternatives, then the past; the newest first in each. */
const RANK: Readonly<Record<string, number>> = { current: 0, alternative: 1, past: 2 };

async function readDetails(db: Db, property: string, id: string): Promise<DetailRecord[]> {
  const rows = await db
    .selectFrom("details")
    .selectAll()
    .where("property_id", "=", property)
    .where("visitor_id", "=", id)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(MAX_DETAILS)
    .execute();
  return rows.map(toRecord).sort((a, b) => (RANK[a.status] ?? 0) - (RANK[b.status] ?? 0));
}

function toRecord(row: DetailRow): DetailRecord {
  return {
    id: row.id,
    field: row.field,
    value: row.value,
    status: row.status as DetailRecord["status"],
    source: row.source as Source,
    proven: row.proven === 1,
    device: row.device_id,
    at: row.at,
    previous: row.previous,
  };
}

async function readSuggestions(db: Db, property: string, id: string): Promise<Suggestion[]> {
  const rows = await db
    .selectFrom("suggestions")
    .selectAll()
    .where("property_id", "=", property)
    .where("status", "=", "open")
    .where((is) => is.or([is("a", "=", id), is("b", "=", id)]))
    .orderBy("at", "desc")
    .orderBy("id")
    .limit(MAX_DEVICES)
    .execute();
  const others = rows.map(({ a, b }) => (a === id ? b : a));
  if (!others.length) return [];
  const people = await db
    .selectFrom("visitors")
    .select(["id", "name", "email"])
    .where("property_id", "=", property)
    .where("id", "in", others)
    .execute();
  const byId = new Map(people.map((one) => [one.id, one]));
  return rows.flatMap((row, at) => {
    const other = byId.get(others[at] ?? "");
    return other ? [{ id: row.id, other, reason: row.reason as Suggestion["reason"], at: row.at }] : [];
  });
}

async function readVisits(db: Db, property: string, devices: readonly string[]): Promise<Contact["visits"]> {
  const rows = await db
    .selectFrom("visits")
    .select(["page", "referrer", "at", "visitor_id as device"])
    .where("property_id", "=", property)
    .where("visitor_id", "in", devices)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(MAX_VISITS)
    .execute();
  return rows;
}
