import type { SelectQueryBuilder } from "kysely";
import type { Suggestion } from "../../../shared/contact.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { statement } from "../../platform/database/statement.ts";
import { type LoadedPerson, loadPeople } from "../identity/contact-store.ts";
import { isCurrentOrganization, isIndexedIdentifier } from "../identity/indexed-details.ts";
import type { KnownValue } from "../identity/person.ts";
import { mailboxTerm } from "../search/tokenize.ts";
import { similarNameMatcher } from "./similar-names.ts";

/** Two contacts that may be one person. */
export interface Duplicate {
  readonly one: string;
  readonly other: string;
  readonly reason: Suggestion["reason"];
}

/** Identifiers shared by more contacts than this (switchboards, info@ addresses) are ignored. */
const MAX_HOLDERS = 5;
/** In larger organizations names are not compared. */
const MAX_COLLEAGUES = 300;
/** Phones that share this many last digits are similar: one may have the country's code and the other not. */
const PHONE_SUFFIX = 9;

type Status = KnownValue["status"];

const valuesOf = ({ person }: LoadedPerson, field: string, status: Status) =>
  person.values.filter((one) => one.field === field && one.status === status);

/** Finds the contacts that may be the same person as one of these: a few statements for many of them. */
export async function findDuplicates(db: Db, property: string, ids: readonly string[]): Promise<Duplicate[]> {
  const loaded = await loadPeople(db, property, ids);
  const people = [...loaded.values()].filter(({ row }) => row.contact_since !== null);
  const found: Pair[] = [
    ...(await findByIdentifier(db, property, people, "email")),
    ...(await findByIdentifier(db, property, people, "phone")),
    ...(await findByMailbox(db, property, people)),
    ...(await findByPhoneSuffix(db, property, people)),
    ...(await findByName(db, property, people)),
  ];
  const pairs = found.filter(({ one, other }) => one !== other);
  const others = [...new Set(pairs.map(({ other }) => other))];
  const names = new Map(
    (await contactsById(db, { property, ids: others })).map(({ id, name }) => [id, name]),
  );
  return pairs.flatMap(({ one, other, reason, isShared }) => {
    const name = names.get(other);
    if (name === undefined) return [];
    const isPossible = !isShared || mayBeOneName(loaded.get(one)?.row.name ?? null, name);
    return isPossible ? [{ one, other, reason }] : [];
  });
}

/** Two contacts that may be one person; `isShared`: only if their names do not speak against it. */
interface Pair extends Duplicate {
  readonly isShared?: boolean;
}

/** Whether two names may be one person's. Somebody without a name may have any. */
function mayBeOneName(one: string | null, other: string | null): boolean {
  return !one || !other || similarNameMatcher(one)(other);
}

const contactsById = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db
    .selectFrom("visitors")
    .select(["id", "name"])
    .where("property_id", "=", property)
    .where("id", "in", ids)
    .where("contact_since", "is not", null),
);

const REASONS = {
  email: { current: "same_email", alternative: "alternative_email" },
  phone: { current: "same_phone", alternative: "alternative_phone" },
} as const;

/** Contacts that share a current value, or of whom one has it as the current value and the other as an alternative. */
async function findByIdentifier(
  db: Db,
  property: string,
  people: readonly LoadedPerson[],
  field: "email" | "phone",
): Promise<Pair[]> {
  const values = people.flatMap((person) =>
    (["current", "alternative"] as const).flatMap((status) =>
      valuesOf(person, field, status).map(({ key }) => ({ id: person.row.id, key, status })),
    ),
  );
  const keys = [...new Set(values.map(({ key }) => key))];
  const current = groupByKey(await holdersByStatus.current(db, { property, field, keys }));
  const alternative = groupByKey(await holdersByStatus.alternative(db, { property, field, keys }));
  const reasons = REASONS[field];
  return values.flatMap(({ id, key, status }): Pair[] => {
    const holders = current.get(key) ?? [];
    const possibleHolders = alternative.get(key) ?? [];
    if (holders.length + possibleHolders.length > MAX_HOLDERS) return [];
    // more than two people with one phone are a household or a company (R9)
    const isShared = field === "phone" && holders.length > 2;
    const others = holders.map((other) => ({ one: id, other, reason: reasons[status], isShared }));
    if (status === "alternative") return others;
    return [...others, ...possibleHolders.map((other) => ({ one: id, other, reason: reasons.alternative }))];
  });
}

const holdersByStatus = {
  current: holdersStatement("current"),
  alternative: holdersStatement("alternative"),
};

/** Each value is looked up by itself and limited, so that a value that half of all contacts have costs no more. */
function holdersStatement(status: Status) {
  return statement(
    (db, { property, field, keys }: { property: string; field: string; keys: readonly string[] }) =>
      unionOf(db, keys, (key) =>
        db
          .selectFrom("details")
          .select(["compare_key as key", "visitor_id as id"])
          .where("property_id", "=", property)
          .where("field", "=", field)
          .where("compare_key", "=", key)
          .where(isIndexedIdentifier[status])
          .limit(MAX_HOLDERS + 1),
      ),
  );
}

interface Holder {
  readonly key: string;
  readonly id: string;
}

type Holders = SelectQueryBuilder<Schema, keyof Schema, Holder>;

/** Runs the same query for each key, in one statement. */
function unionOf(db: Db, keys: readonly string[], queryOf: (key: string) => unknown): Holders {
  const queries = keys.map((key) => db.selectFrom((queryOf(key) as Holders).as("one")).selectAll());
  return queries.reduce((all, one) => all.unionAll(one)) as unknown as Holders;
}

/** Removes the repetitions: `statement` fills a list up with its last key, whose holders are found again then. */
function groupByKey(rows: readonly Holder[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { key, id } of rows) found.set(key, (found.get(key) ?? new Set()).add(id));
  return new Map([...found].map(([key, ids]) => [key, [...ids]]));
}

/** The search index has the mailboxes of current e-mails. */
async function findByMailbox(
  db: Db,
  property: string,
  people: readonly LoadedPerson[],
): Promise<Duplicate[]> {
  const mailboxes = people.flatMap((person) =>
    valuesOf(person, "email", "current").flatMap(({ value }) => {
      const mailbox = mailboxTerm(value);
      return mailbox === null ? [] : [{ id: person.row.id, mailbox }];
    }),
  );
  const keys = [...new Set(mailboxes.map(({ mailbox }) => mailbox))];
  const holders = groupByKey(await holdersByTerm(db, { property, keys }));
  return mailboxes.flatMap(({ id, mailbox }) => {
    const others = holders.get(mailbox) ?? [];
    if (others.length > MAX_HOLDERS) return [];
    return others.map((other) => ({ one: id, other, reason: "same_mailbox" as const }));
  });
}

/** The search index has the last digits of current phones. */
async function findByPhoneSuffix(db: Db, property: string, people: readonly LoadedPerson[]): Promise<Pair[]> {
  const phones = people.flatMap((person) =>
    valuesOf(person, "phone", "current").flatMap(({ value }) => {
      const digits = value.replace(/\D/g, "");
      return digits.length > PHONE_SUFFIX ? [{ id: person.row.id, suffix: digits.slice(-PHONE_SUFFIX) }] : [];
    }),
  );
  const keys = [...new Set(phones.map(({ suffix }) => suffix))];
  const holders = groupByKey(await holdersByTerm(db, { property, keys }));
  return phones.flatMap(({ id, suffix }) => {
    const others = holders.get(suffix) ?? [];
    if (others.length > MAX_HOLDERS) return [];
    const isShared = others.length > 2;
    return others.map((other) => ({ one: id, other, reason: "similar_phone" as const, isShared }));
  });
}

const holdersByTerm = statement((db, { property, keys }: { property: string; keys: readonly string[] }) =>
  unionOf(db, keys, (key) =>
    db
      .selectFrom("contact_terms")
      .select(["term as key", "visitor_id as id"])
      .where("property_id", "=", property)
      .where("term", "=", key)
      .limit(MAX_HOLDERS + 1),
  ),
);

/** Similar names in one organization. */
async function findByName(db: Db, property: string, people: readonly LoadedPerson[]): Promise<Duplicate[]> {
  const members = new Map<string, LoadedPerson[]>();
  for (const person of people)
    for (const { key } of person.row.name ? valuesOf(person, "organization", "current") : [])
      members.set(key, [...(members.get(key) ?? []), person]);
  const duplicates: Duplicate[] = [];
  for (const [key, named] of members) {
    const [oneTooMany] = await memberBeyondLimit(db, { property, key });
    if (oneTooMany) continue;
    const colleagues = await colleaguesByOrganization(db, { property, key });
    for (const { row } of named) {
      const isSimilar = similarNameMatcher(row.name ?? "");
      for (const { id, name } of colleagues)
        if (name && id !== row.id && isSimilar(name))
          duplicates.push({ one: row.id, other: id, reason: "similar_name" });
    }
  }
  return duplicates;
}

/** A member after the first `MAX_COLLEAGUES`. */
const memberBeyondLimit = statement((db, { property, key }: { property: string; key: string }) =>
  membersOf(db, property, key).select("details.visitor_id").limit(1).offset(MAX_COLLEAGUES),
);

const colleaguesByOrganization = statement((db, { property, key }: { property: string; key: string }) =>
  membersOf(db, property, key)
    .innerJoin("visitors", (join) =>
      join
        .onRef("visitors.property_id", "=", "details.property_id")
        .onRef("visitors.id", "=", "details.visitor_id"),
    )
    .select(["visitors.id", "visitors.name"])
    .where("visitors.contact_since", "is not", null),
);

function membersOf(db: Db, property: string, key: string) {
  return db
    .selectFrom("details")
    .where("details.property_id", "=", property)
    .where("details.compare_key", "=", key)
    .where(isCurrentOrganization);
}
