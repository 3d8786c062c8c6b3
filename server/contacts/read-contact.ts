import type { Contact, DetailRecord } from "../../shared/contact.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { listBlockedIds } from "./crm/blocks.ts";
import { listOrganizationsOfContact } from "./crm/organizations.ts";
import { listTagsOfContact } from "./crm/tags.ts";
import { readSuggestionsOf } from "./duplicates/suggestions.ts";
import { resolveAlias } from "./identity/aliases.ts";
import { findVisitor } from "./identity/contact-store.ts";
import { toDetailRecords } from "./identity/detail-records.ts";
import { toDevice } from "./identity/to-device.ts";

const MAX_DEVICES = 100;
const MAX_VISITS = 50;
/** Of the values in the history; all current ones are among them. */
const MAX_DETAILS = 1_000;

/**
 * Reads one contact or visitor with everything that agents see. The ID of a merged record gives the survivor (R4), that
 * of an attached device the visitor's own record.
 *
 * @throws ApiError `not_found`
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
  const browsers = [id, ...attached.map((one) => one.id)];
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
    blocked: await listBlockedIds(db, property, browsers),
    suggestions: await readSuggestionsOf(db, property, id, aliases),
    visits: await readVisits(db, property, browsers),
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

async function readDetails(db: Db, property: string, id: string): Promise<DetailRecord[]> {
  const rows = await db
    .selectFrom("details")
    .selectAll()
    .where("property_id", "=", property)
    .where("visitor_id", "=", id)
    // current values first: however many alternatives devices submit, they stay within the limit (R12)
    .orderBy((eb) => eb.case().when("status", "=", "current").then(0).else(1).end())
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(MAX_DETAILS)
    .execute();
  return toDetailRecords(rows);
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
