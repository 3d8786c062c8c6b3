import type { Contact, DetailRecord, Suggestion } from "../../shared/contact.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { listBlockedIds } from "./crm/blocks.ts";
import { listOrganizationsOfContact } from "./crm/organizations.ts";
import { listTagsOfContact } from "./crm/tags.ts";
import { findDismissedPairs } from "./duplicates/suggestions.ts";
import { resolveAlias, resolveAliases } from "./identity/aliases.ts";
import { type DetailRow, findVisitor } from "./identity/contact-store.ts";
import { byDisplayOrder } from "./identity/field-rules.ts";
import { toDevice } from "./identity/to-device.ts";

const MAX_DEVICES = 100;
const MAX_VISITS = 50;
const MAX_DETAILS = 1_000;

/**
 * One contact or visitor whole, for agents. The ID of a merged record answers with the survivor's (R4), that of an
 * attached device with that visitor's own record.
 *
 * @throws Failure `not_found`
 */
export async function readContact(db: Db, property: string, asked: string): Promise<Contact> {
  const id = await resolveAlias(db, property, asked);
  const row = await findVisitor(db, property, id);
  if (!row) throw new ApiError("not_found");
  const attached = await db
    .selectFrom("visitors")
    .selectAll()
    .where("property_id", "=", property)
    .where("attached_to", "=", id)
    .orderBy("last_seen_at", "desc")
    .orderBy("id")
    .limit(MAX_DEVICES)
    .execute();
  const family = [id, ...attached.map((one) => one.id)];
  const aliases = await readAliases(db, property, id);
  const devices = [row, ...attached].flatMap((one) => toDevice(one, aliases.includes(one.id)) ?? []);
  const details = await readDetails(db, property, id);
  return {
    id,
    aliases,
    contactSince: row.contact_since,
    source: row.source,
    name: row.name,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    details,
    organizations: await listOrganizationsOfContact(db, property, id),
    tags: await listTagsOfContact(db, property, id),
    devices,
    blocked: await listBlockedIds(db, property, family),
    suggestions: await readSuggestions(db, property, id, aliases),
    visits: await readVisits(db, property, family),
  };
}

async function readAliases(db: Db, property: string, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom("aliases")
    .select("id")
    .where("property_id", "=", property)
    .where("contact_id", "=", id)
    .orderBy("id")
    .execute();
  return rows.map((row) => row.id);
}

/** What is in use first, then alternatives, then the past; the newest first in each. */
const RANK: Readonly<Record<string, number>> = { current: 0, alternative: 1, past: 2 };

async function readDetails(db: Db, property: string, id: string): Promise<DetailRecord[]> {
  const rows = await db
    .selectFrom("details")
    .selectAll()
    .where("property_id", "=", property)
    .where("visitor_id", "=", id)
    // however much a device has said since, what is in use is never crowded out (R12)
    .orderBy((eb) => eb.case().when("status", "=", "current").then(0).else(1).end())
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(MAX_DETAILS)
    .execute();
  return toDetailRecords(rows);
}

/** Saved values in the order in which agents see them: those in use as lists show them, the others newest first. */
export function toDetailRecords(rows: readonly DetailRow[]): DetailRecord[] {
  return [...rows]
    .sort(
      (a, b) =>
        (RANK[a.status] ?? 0) - (RANK[b.status] ?? 0) ||
        (a.status === "current" ? byDisplayOrder(a, b) : b.at - a.at || (a.id < b.id ? 1 : -1)),
    )
    .map(toRecord);
}

function toRecord(row: DetailRow): DetailRecord {
  return {
    id: row.id,
    field: row.field,
    value: row.value,
    status: row.status,
    source: row.source,
    proven: row.proven === 1,
    device: row.device_id,
    at: row.at,
    previous: row.previous,
  };
}

/** What was suggested of a merged record holds for the survivor; that it is its own double is no news. */
async function readSuggestions(
  db: Db,
  property: string,
  id: string,
  aliases: readonly string[],
): Promise<Suggestion[]> {
  const family = [id, ...aliases];
  const rows = await db
    .selectFrom("suggestions")
    .selectAll()
    .where("property_id", "=", property)
    .where("status", "=", "open")
    .where((eb) => eb.or([eb("a", "in", family), eb("b", "in", family)]))
    .orderBy("at", "desc")
    .orderBy("id")
    .limit(MAX_DEVICES)
    .execute();
  const others = await resolveAliases(
    db,
    property,
    rows.map(({ a, b }) => (family.includes(a) ? b : a)),
  );
  const wanted = [...new Set(others)].filter((other) => other !== id);
  if (!wanted.length) return [];
  const people = await db
    .selectFrom("visitors")
    .select(["id", "name", "email"])
    .where("property_id", "=", property)
    .where("id", "in", wanted)
    .execute();
  const dismissed = await findDismissedPairs(db, property, [id, ...wanted]);
  const known = people.filter(
    (one) => !dismissed.some(({ a, b }) => (a === id && b === one.id) || (b === id && a === one.id)),
  );
  const byId = new Map(known.map((one) => [one.id, one]));
  return rows.flatMap((row, at) => {
    const other = byId.get(others[at] ?? "");
    if (!other || others.indexOf(other.id) < at) return [];
    return [{ id: row.id, other, reason: row.reason, at: row.at }];
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
