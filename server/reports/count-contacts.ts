import { sql } from "kysely";
import { CONTACT_SOURCES } from "../../shared/contact.ts";
import type { Db } from "../platform/database/open.ts";
import { type Period, startOfDay } from "./period.ts";

type ContactSource = (typeof CONTACT_SOURCES)[number];

/**
 * Counts the contacts that became contacts in a period, by source: those that are there, those that are deleted and can be
 * restored, and those that were erased.
 */
export async function countContacts(
  db: Db,
  property: string,
  timeZone: string,
  { from, to }: Period,
): Promise<ReadonlyMap<ContactSource, number>> {
  const [start, stop] = [startOfDay(timeZone, from), startOfDay(timeZone, to + 1)];
  const count = sql<number>`count(*)`.as("contacts");
  const present = db
    .selectFrom("visitors")
    .select(["source", count])
    .where("property_id", "=", property)
    .where("contact_since", ">=", start)
    .where("contact_since", "<", stop)
    .groupBy("source")
    .execute();
  const deleted = db
    .selectFrom("deleted_contacts")
    .innerJoin("visitors", (join) =>
      join
        .onRef("visitors.property_id", "=", "deleted_contacts.property_id")
        .onRef("visitors.id", "=", "deleted_contacts.contact_id"),
    )
    .select(["visitors.source", count])
    .where("deleted_contacts.property_id", "=", property)
    .where("deleted_contacts.contact_since", ">=", start)
    .where("deleted_contacts.contact_since", "<", stop)
    .groupBy("visitors.source")
    .execute();
  const erased = db
    .selectFrom("erased_contacts")
    .select(["source", sql<number>`sum(contacts)`.as("contacts")])
    .where("property_id", "=", property)
    .where("day", ">=", from)
    .where("day", "<=", to)
    .groupBy("source")
    .execute();
  const sums = new Map<ContactSource, number>();
  // PostgreSQL sums up as a numeric, which its driver gives as a text
  for (const { source, contacts } of (await Promise.all([present, deleted, erased])).flat())
    if (isContactSource(source)) sums.set(source, (sums.get(source) ?? 0) + Number(contacts));
  return sums;
}

const isContactSource = (source: string | null): source is ContactSource =>
  CONTACT_SOURCES.some((one) => one === source);
