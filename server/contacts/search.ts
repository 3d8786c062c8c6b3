import type { ExpressionBuilder, SelectQueryBuilder } from "kysely";
import type { ContactPage, ContactSummary, Source } from "../../shared/contact.ts";
import { type Cursor, cutPage } from "../platform/cursor.ts";
import type { Db } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { queryTerms } from "./terms.ts";

const PAGE = 50;
interface Tuning {
  /** A word that begins more index entries than this is looked for contact by contact, instead of contacts by word. */
  readonly rare: number;
  /** How many contacts are looked at in one go, some milliseconds' work, before others get their turn. */
  readonly slice: number;
}

/** Where, at 100,000 contacts, one way of searching overtakes the other. */
const TUNING: Tuning = { rare: 5_000, slice: 1_500 };
/** What no text sorts after. */
const LAST_CHARACTER = "\u{10ffff}";

interface Search {
  readonly property: string;
  readonly cursor: Cursor | null;
  readonly tuning: Tuning;
}

/**
 * A page of the property's contacts, whoever was seen last first; with a query, those of whom each of its words
 * begins a name, an e-mail, a phone, an organization or the ID.
 *
 * `total` comes with the first page of the whole list.
 */
export async function listContacts(
  db: Db,
  { property, q, cursor }: Omit<Search, "tuning"> & { q: string },
  tuning = TUNING,
): Promise<ContactPage> {
  const words = q.trim() ? queryTerms(q) : null;
  const search = { property, cursor, tuning };
  const rows = words ? await find(db, words, search) : await browse(db, search);
  const total = words || cursor ? null : await countContacts(db, property);
  const { page, next } = cutPage(rows, PAGE, (row) => ({ at: row.last_seen_at, id: row.id }));
  return { items: page.map(toSummary), next, total };
}

const COLUMNS = [
  "visitors.id",
  "visitors.name",
  "visitors.email",
  "visitors.phone",
  "visitors.source",
  "visitors.contact_since",
  "visitors.last_seen_at",
  "visitors.country",
] as const;

type Row = Pick<
  Schema["visitors"],
  "id" | "name" | "email" | "phone" | "source" | "contact_since" | "last_seen_at" | "country"
>;

function toSummary(row: Row): ContactSummary {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    source: row.source as Source,
    contactSince: row.contact_since ?? 0,
    lastSeenAt: row.last_seen_at,
    country: row.country,
  };
}

/** Contacts in short, by their IDs, whoever was seen last first. Who is no contact is left out. */
export async function summariesOf(
  db: Db,
  property: string,
  ids: readonly string[],
): Promise<ContactSummary[]> {
  if (!ids.length) return [];
  const rows = await db
    .selectFrom("visitors")
    .select(COLUMNS)
    .where("property_id", "=", property)
    .where("id", "in", ids)
    .where("contact_since", "is not", null)
    .orderBy("last_seen_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(toSummary);
}

function browse(db: Db, search: Search): Promise<Row[]> {
  return pageOf(db.selectFrom("visitors").select(COLUMNS), search).execute();
}

/** Contacts of the property after the cursor, in order, one more than a page. */
function pageOf<O>(
  query: SelectQueryBuilder<Schema, "visitors", O>,
  { property, cursor }: Omit<Search, "tuning">,
): SelectQueryBuilder<Schema, "visitors", O> {
  return query
    .where("visitors.property_id", "=", property)
    .where("visitors.contact_since", "is not", null)
    .$if(cursor !== null, (some) => some.where((is) => beside(is, "<", cursor)))
    .orderBy("visitors.last_seen_at", "desc")
    .orderBy("visitors.id", "desc")
    .limit(PAGE + 1);
}

/** Compares a contact's place in the list with a cursor's; `<` is behind it. */
function beside(is: ExpressionBuilder<Schema, "visitors">, side: "<" | ">=", cursor: Cursor | null) {
  const place = is.tuple(cursor?.at ?? 0, cursor?.id ?? "");
  return is(is.refTuple("visitors.last_seen_at", "visitors.id"), side, place);
}

async function countContacts(db: Db, property: string): Promise<number> {
  const { count } = await db
    .selectFrom("visitors")
    .select((is) => is.fn.countAll<number>().as("count"))
    .where("property_id", "=", property)
    .where("contact_since", "is not", null)
    .executeTakeFirstOrThrow();
  return count;
}

async function find(db: Db, words: readonly string[], search: Search): Promise<Row[]> {
  const counted = await Promise.all(
    words.map(async (word) => ({ word, count: await countMatches(db, word, search) })),
  );
  const [rarest, ...others] = counted.sort((a, b) => a.count - b.count);
  if (!rarest?.count) return [];
  const rest = others.map(({ word }) => word);
  return rarest.count <= search.tuning.rare
    ? findByWord(db, rarest.word, rest, search)
    : findByOrder(db, [rarest.word, ...rest], search);
}

/** How many index entries a word begins, counted no further than needed. */
async function countMatches(db: Db, word: string, { property, tuning }: Search): Promise<number> {
  const { count } = await db
    .selectFrom((is) =>
      is
        .selectFrom("contact_terms")
        .select("term")
        .where("property_id", "=", property)
        .where("term", ">=", word)
        .where("term", "<", word + LAST_CHARACTER)
        .limit(tuning.rare + 1)
        .as("matches"),
    )
    .select((is) => is.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** For a rare word: takes its few contacts from the index, then sorts them. The cross join keeps SQLite to that order. */
function findByWord(db: Db, word: string, others: readonly string[], search: Search): Promise<Row[]> {
  const query = db
    .selectFrom((is) =>
      is
        .selectFrom("contact_terms")
        .select("visitor_id")
        .distinct()
        .where("property_id", "=", search.property)
        .where("term", ">=", word)
        .where("term", "<", word + LAST_CHARACTER)
        .as("matches"),
    )
    .crossJoin("visitors")
    .whereRef("visitors.id", "=", "matches.visitor_id")
    .select(COLUMNS);
  return pageOf(query as unknown as SelectQueryBuilder<Schema, "visitors", Row>, search)
    .where((is) => is.and(others.map((other) => hasTerm(is, other))))
    .execute();
}

/**
 * For common words: walks the contacts in order until a page is full. Words that hardly ever meet make that a long
 * way, so it goes slice by slice and lets others through in between.
 */
async function findByOrder(db: Db, words: readonly string[], search: Search): Promise<Row[]> {
  const found: Row[] = [];
  let { cursor } = search;
  for (;;) {
    const slice = { ...search, cursor };
    const end = await endOfSlice(db, slice);
    const rows = await pageOf(db.selectFrom("visitors").select(COLUMNS), slice)
      .$if(end !== null, (some) => some.where((is) => beside(is, ">=", end)))
      .where((is) => is.and(words.map((word) => hasTerm(is, word))))
      .execute();
    found.push(...rows);
    if (!end || found.length > PAGE) return found;
    cursor = end;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The last contact of the next slice, or null if the list ends before. */
async function endOfSlice(db: Db, search: Search): Promise<Cursor | null> {
  const row = await pageOf(db.selectFrom("visitors").select(["id", "last_seen_at"]), search)
    .limit(1)
    .offset(search.tuning.slice - 1)
    .executeTakeFirst();
  return row ? { at: row.last_seen_at, id: row.id } : null;
}

/**
 * Whether a contact has a term that the word begins. Asked as "the first term from here on": a plain EXISTS would be
 * joined by PostgreSQL as it sees fit, which takes seconds while it knows little of the table.
 */
function hasTerm(is: ExpressionBuilder<Schema, "visitors">, word: string) {
  const first = is
    .selectFrom("contact_terms")
    .select("contact_terms.term")
    .whereRef("contact_terms.property_id", "=", "visitors.property_id")
    .whereRef("contact_terms.visitor_id", "=", "visitors.id")
    .where("contact_terms.term", ">=", word)
    .orderBy("contact_terms.term")
    .limit(1);
  return is(first, "<", word + LAST_CHARACTER);
}
