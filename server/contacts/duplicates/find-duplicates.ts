import { type SelectQueryBuilder, sql } from "kysely";
import type { Suggestion } from "../../../shared/contact.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { statement } from "../../platform/database/statement.ts";
import { type LoadedPerson, loadPeople } from "../identity/contact-store.ts";
import type { KnownValue } from "../identity/person.ts";
import { similarNameMatcher } from "./similar-names.ts";

export interface Duplicate {
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
export async function findDuplicates(db: Db, property: string, ids: readonly string[]): Promise<Duplicate[]> {
  const people = [...(await loadPeople(db, property, ids)).values()].filter(
    ({ row }) => row.contact_since !== null,
  );
  const doubles = [
    ...(await byIdentifier(db, property, people, "email")),
    ...(await byIdentifier(db, property, people, "phone")),
    ...(await byPhoneEnd(db, property, people)),
    ...(await byName(db, property, people)),
  ];
  const pairs = doubles.filter(({ one, other }) => one !== other);
  const contacts = await contactsAmong(db, property, [...new Set(pairs.map(({ other }) => other))]);
  return pairs.filter(({ other }) => contacts.has(other));
}

async function contactsAmong(db: Db, property: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await contactsById(db, { property, ids });
  return new Set(rows.map(({ id }) => id));
}

const contactsById = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "in", ids)
    .where("contact_since", "is not", null),
);

/** The same value in use by both, or in use by one and beside with the other. */
async function byIdentifier(
  db: Db,
  property: string,
  people: readonly LoadedPerson[],
  field: "email" | "phone",
): Promise<Duplicate[]> {
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

/** Who has a value, by its key; of a value that many have, so many that they are seen to be too many. */
async function holders(
  db: Db,
  property: string,
  field: "email" | "phone",
  keys: readonly string[],
  status: "current" | "alternative",
): Promise<Map<string, string[]>> {
  return byKey(await holdersOf[status](db, { property, field, keys }));
}

const holdersOf = {
  current: holdersStatement("current", ["email", "phone", "user_id"]),
  alternative: holdersStatement("alternative", ["email", "phone"]),
};

/** One value after the other, so that one that half of all contacts have costs no more than any other. */
function holdersStatement(status: "current" | "alternative", indexed: readonly string[]) {
  return statement(
    (db, { property, field, keys }: { property: string; field: string; keys: readonly string[] }) =>
      each(db, keys, (key) =>
        db
          .selectFrom("details")
          .select(["compare_key as key", "visitor_id as id"])
          .where("property_id", "=", property)
          .where("field", "=", field)
          .where("compare_key", "=", key)
          // in the words of the partial indexes
          .where("status", "=", sql.lit(status))
          .where(
            "field",
            "in",
            indexed.map((one) => sql.lit(one)),
          )
          .limit(SHARED_BY + 1),
      ),
  );
}

interface Holder {
  readonly key: string;
  readonly id: string;
}

type Holders = SelectQueryBuilder<Schema, keyof Schema, Holder>;

/** Asks the same of each key, in one statement. */
function each(db: Db, keys: readonly string[], ask: (key: string) => unknown): Holders {
  const asked = keys.map((key) => db.selectFrom((ask(key) as Holders).as("one")).selectAll());
  return asked.reduce((all, one) => all.unionAll(one)) as unknown as Holders;
}

/** A statement's list is filled up with the last key, whose holders come again then. */
function byKey(rows: readonly Holder[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { key, id } of rows) found.set(key, (found.get(key) ?? new Set()).add(id));
  return new Map([...found].map(([key, ids]) => [key, [...ids]]));
}

/** The search index has the ends of phones in use. */
async function byPhoneEnd(db: Db, property: string, people: readonly LoadedPerson[]): Promise<Duplicate[]> {
  const ends = people.flatMap((person) =>
    values(person, "phone", "current").flatMap(({ value }) => {
      const digits = value.replace(/\D/g, "");
      return digits.length > PHONE_END ? [{ id: person.row.id, end: digits.slice(-PHONE_END) }] : [];
    }),
  );
  const keys = [...new Set(ends.map(({ end }) => end))];
  const found = byKey(await endingIn(db, { property, keys }));
  return ends.flatMap(({ id, end }) => {
    const others = found.get(end) ?? [];
    if (others.length > SHARED_BY) return [];
    return others.map((other) => ({ one: id, other, reason: "similar_phone" as const }));
  });
}

const endingIn = statement((db, { property, keys }: { property: string; keys: readonly string[] }) =>
  each(db, keys, (key) =>
    db
      .selectFrom("contact_terms")
      .select(["term as key", "visitor_id as id"])
      .where("property_id", "=", property)
      .where("term", "=", key)
      .limit(SHARED_BY + 1),
  ),
);

/** Nearly the same name in one organization. */
async function byName(db: Db, property: string, people: readonly LoadedPerson[]): Promise<Duplicate[]> {
  const wanted = new Map<string, LoadedPerson[]>();
  for (const person of people)
    for (const { key } of person.row.name ? values(person, "organization", "current") : [])
      wanted.set(key, [...(wanted.get(key) ?? []), person]);
  const doubles: Duplicate[] = [];
  for (const [key, members] of wanted) {
    const [tooMany] = await oneMoreThan(db, { property, key });
    if (tooMany) continue;
    const colleagues = await peopleOf(db, { property, key });
    for (const { row } of members) {
      const isNear = similarNameMatcher(row.name ?? "");
      for (const { id, name } of colleagues)
        if (name && id !== row.id && isNear(name))
          doubles.push({ one: row.id, other: id, reason: "similar_name" });
    }
  }
  return doubles;
}

/** Somebody of an organization that has more people than are compared. */
const oneMoreThan = statement((db, { property, key }: { property: string; key: string }) =>
  inOrganization(db, property, key).select("details.visitor_id").limit(1).offset(MAX_PEOPLE),
);

const peopleOf = statement((db, { property, key }: { property: string; key: string }) =>
  inOrganization(db, property, key)
    .innerJoin("visitors", (join) =>
      join
        .onRef("visitors.property_id", "=", "details.property_id")
        .onRef("visitors.id", "=", "details.visitor_id"),
    )
    .select(["visitors.id", "visitors.name"])
    .where("visitors.contact_since", "is not", null),
);

function inOrganization(db: Db, property: string, key: string) {
  return (
    db
      .selectFrom("details")
      .where("details.property_id", "=", property)
      .where("details.compare_key", "=", key)
      // in the words of the partial index
      .where("details.field", "=", sql.lit("organization"))
      .where("details.status", "=", sql.lit("current"))
  );
}
