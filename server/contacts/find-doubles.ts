import { sql } from "kysely";
import type { Suggestion } from "../../shared/contact.ts";
import { inChunks } from "../platform/database/chunks.ts";
import type { Db } from "../platform/database/open.ts";
import type { KnownValue } from "./identity.ts";
import { areNearNames } from "./near-names.ts";
import { type LoadedPerson, loadPeople } from "./store.ts";

export interface Double {
  readonly one: string;
  readonly other: string;
  readonly reason: Suggestion["reason"];
}

/** What more people than this have says nothing of two of them: a switchboard, an info@ address. */
const SHARED_BY = 5;
/** Of larger organizations names are not compared. */
const MAX_PEOPLE = 300;
/** Digits at the end by which the same phone is known, however it is written; longer ones than that have them. */
const PHONE_END = 9;

const values = ({ person }: LoadedPerson, field: string, status: KnownValue["status"]) =>
  person.values.filter((one) => one.field === field && one.status === status);

/**
 * Who may be the same person as one of these contacts: a few statements for many of them.
 */
export async function findDoubles(db: Db, property: string, ids: readonly string[]): Promise<Double[]> {
  const people = [...(await loadPeople(db, property, ids)).values()].filter(
    ({ row }) => row.contact_since !== null,
  );
  const doubles = [
    ...(await byIdentifier(db, property, people, "email")),
    ...(await byIdentifier(db, property, people, "phone")),
    ...(await byPhoneEnd(db, property, people)),
    ...(await byName(db, property, people)),
  ];
  return doubles.filter(({ one, other }) => one !== other);
}

/** The same value in use by both, or in use by one and beside with the other. */
async function byIdentifier(
  db: Db,
  property: string,
  people: readonly LoadedPerson[],
  field: "email" | "phone",
): Promise<Double[]> {
  const all = people.flatMap((person) =>
    (["current", "alternative"] as const).flatMap((status) =>
      values(person, field, status).map(({ key }) => ({ id: person.row.id, key, status })),
    ),
  );
  const keys = [...new Set(all.map(({ key }) => key))];
  const inUse = await holders(db, property, field, keys, "current");
  const beside = await holders(db, property, field, keys, "alternative");
  return all.flatMap(({ id, key, status }) => {
    const same = inUse.get(key) ?? [];
    const kept = beside.get(key) ?? [];
    if (same.length + kept.length > SHARED_BY) return [];
    const isSame = field === "email" ? "same_email" : "same_phone";
    const isBeside = field === "email" ? "alternative_email" : "alternative_phone";
    return [
      ...same.map((other) => ({
        one: id,
        other,
        reason: status === "current" ? (isSame as "same_email") : (isBeside as "alternative_email"),
      })),
      ...(status === "current"
        ? kept.map((other) => ({ one: id, other, reason: isBeside as "alternative_email" }))
        : []),
    ];
  });
}

/** Contacts who have a value, by its key. */
async function holders(
  db: Db,
  property: string,
  field: "email" | "phone",
  keys: readonly string[],
  status: "current" | "alternative",
): Promise<Map<string, string[]>> {
  const indexed = status === "current" ? ["email", "phone", "user_id"] : ["email", "phone"];
  const rows = await inChunks(keys, (some) =>
    db
      .selectFrom("details")
      .innerJoin("visitors", (join) =>
        join
          .onRef("visitors.property_id", "=", "details.property_id")
          .onRef("visitors.id", "=", "details.visitor_id"),
      )
      .select(["details.compare_key", "details.visitor_id"])
      .where("details.property_id", "=", property)
      .where("details.field", "=", sql.lit(field))
      .where("details.compare_key", "in", some)
      // in the words of the partial indexes
      .where("details.status", "=", sql.lit(status))
      .where(
        "details.field",
        "in",
        indexed.map((one) => sql.lit(one)),
      )
      .where("visitors.contact_since", "is not", null)
      .execute(),
  );
  const found = new Map<string, string[]>();
  for (const { compare_key, visitor_id } of rows)
    found.set(compare_key, [...(found.get(compare_key) ?? []), visitor_id]);
  return found;
}

/** The search index has the ends of phones in use. */
async function byPhoneEnd(db: Db, property: string, people: readonly LoadedPerson[]): Promise<Double[]> {
  const ends = people.flatMap((person) =>
    values(person, "phone", "current").flatMap(({ value }) => {
      const digits = value.replace(/\D/g, "");
      return digits.length > PHONE_END ? [{ id: person.row.id, end: digits.slice(-PHONE_END) }] : [];
    }),
  );
  const rows = await inChunks([...new Set(ends.map(({ end }) => end))], (some) =>
    db
      .selectFrom("contact_terms")
      .select(["term", "visitor_id"])
      .where("property_id", "=", property)
      .where("term", "in", some)
      .execute(),
  );
  const found = new Map<string, string[]>();
  for (const { term, visitor_id } of rows) found.set(term, [...(found.get(term) ?? []), visitor_id]);
  return ends.flatMap(({ id, end }) => {
    const others = found.get(end) ?? [];
    if (others.length > SHARED_BY) return [];
    return others.map((other) => ({ one: id, other, reason: "similar_phone" as const }));
  });
}

/** Nearly the same name in one organization. */
async function byName(db: Db, property: string, people: readonly LoadedPerson[]): Promise<Double[]> {
  const wanted = new Map<string, LoadedPerson[]>();
  for (const person of people)
    for (const { key } of person.row.name ? values(person, "organization", "current") : [])
      wanted.set(key, [...(wanted.get(key) ?? []), person]);
  const doubles: Double[] = [];
  for (const [key, members] of wanted) {
    const colleagues = await db
      .selectFrom("details")
      .innerJoin("visitors", (join) =>
        join
          .onRef("visitors.property_id", "=", "details.property_id")
          .onRef("visitors.id", "=", "details.visitor_id"),
      )
      .select(["visitors.id", "visitors.name"])
      .where("details.property_id", "=", property)
      .where("details.compare_key", "=", key)
      .where("details.field", "=", sql.lit("organization"))
      .where("details.status", "=", sql.lit("current"))
      .where("visitors.contact_since", "is not", null)
      .limit(MAX_PEOPLE + 1)
      .execute();
    if (colleagues.length > MAX_PEOPLE) continue;
    for (const { row } of members)
      for (const { id, name } of colleagues)
        if (name && id !== row.id && areNearNames(row.name ?? "", name))
          doubles.push({ one: row.id, other: id, reason: "similar_name" });
  }
  return doubles;
}
