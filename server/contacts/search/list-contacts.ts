import { type ExpressionBuilder, type SelectQueryBuilder, sql } from "kysely";
import type { ContactPage, ContactSummary, Source } from "../../../shared/contact.ts";
import type { ContactFilter } from "../../../shared/crm.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { type Cursor, cutPage } from "../../platform/paging.ts";
import { countContacts } from "./count-contacts.ts";
import type { Criterion } from "./criteria.ts";
import { type ParsedFilter, parseFilter } from "./parse-filter.ts";

const PAGE_SIZE = 50;
interface Tuning {
  /** A clue that more index entries have than this is looked for contact by contact, instead of contacts by clue. */
  readonly maxIndexEntries: number;
  /** How many contacts are looked at in one go, some milliseconds' work, before others get their turn. */
  readonly sliceSize: number;
}

/** Where, at 100,000 contacts, one way of searching overtakes the other. */
const TUNING: Tuning = { maxIndexEntries: 5_000, sliceSize: 1_500 };

/** Where in the list a page begins: after what it is sorted by, and an ID. */
interface Position {
  readonly value: number | string;
  readonly id: string;
}

interface Search extends ParsedFilter {
  readonly property: string;
  readonly after: Position | null;
  readonly tuning: Tuning;
}

/**
 * A page of the property's contacts, whoever was seen last first unless it is to be sorted otherwise; those of whom all
 * that the filter names holds.
 *
 * `total` comes with the first page of the whole list.
 *
 * @throws Failure `not_found` if it names an organization that is not there
 */
export async function listContacts(
  db: Db,
  { property, filter, cursor }: { property: string; filter: ContactFilter; cursor: Cursor | null },
  tuning = TUNING,
): Promise<ContactPage> {
  const read = await parseFilter(db, property, filter);
  const after = cursor && (await positionOf(db, property, read, cursor));
  const search = { ...read, property, after, tuning };
  const isAll = !read.criteria.length && !read.conditions.length && !read.matchesNothing;
  const rows = read.matchesNothing ? [] : await (isAll ? listAll(db, search) : findMatches(db, search));
  const total = isAll && !cursor ? await countContacts(db, property) : null;
  const { page, next } = cutPage(rows, PAGE_SIZE, (row) => ({
    at: cursorNumber(row, read.sort),
    id: row.id,
  }));
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
    source: row.source as Source, // every contact has one
    contactSince: row.contact_since ?? 0,
    lastSeenAt: row.last_seen_at,
    country: row.country,
  };
}

/** Contacts in short, by their IDs, whoever was seen last first. Who is no contact is left out. */
export async function loadContactSummaries(
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

/** What the list is sorted by, in the words of the indexes. */
const SORTED_BY = {
  seen: sql.ref("visitors.last_seen_at"),
  since: sql.ref("visitors.contact_since"),
  name: sql<string>`coalesce(lower(visitors.name), '')`,
};

/** A cursor carries a number; where the list is sorted by a name, the contact is asked for it. */
const cursorNumber = (row: Row, sort: ParsedFilter["sort"]) =>
  sort === "since" ? (row.contact_since ?? 0) : sort === "seen" ? row.last_seen_at : 0;

async function positionOf(
  db: Db,
  property: string,
  { sort }: Pick<ParsedFilter, "sort">,
  { at, id }: Cursor,
): Promise<Position> {
  if (sort !== "name") return { value: at, id };
  const row = await db
    .selectFrom("visitors")
    .select(SORTED_BY.name.as("name"))
    .where("visitors.property_id", "=", property)
    .where("visitors.id", "=", id)
    .executeTakeFirst();
  return { value: row?.name ?? "", id };
}

function listAll(db: Db, search: Search): Promise<Row[]> {
  return pageOf(db.selectFrom("visitors").select(COLUMNS), search).execute();
}

/** Contacts of the property after the place, in order, one more than a page. */
function pageOf<O>(
  query: SelectQueryBuilder<Schema, "visitors", O>,
  { property, after, sort, order }: Pick<Search, "property" | "after" | "sort" | "order">,
): SelectQueryBuilder<Schema, "visitors", O> {
  return query
    .where("visitors.property_id", "=", property)
    .where("visitors.contact_since", "is not", null)
    .$if(after !== null, (some) =>
      some.where(comparePosition(sort, order === "desc" ? "<" : ">", after ?? { value: 0, id: "" })),
    )
    .orderBy(SORTED_BY[sort], order)
    .orderBy("visitors.id", order)
    .limit(PAGE_SIZE + 1);
}

/** Compares a contact's place in the list with another. */
function comparePosition(sort: ParsedFilter["sort"], side: "<" | ">" | "<=" | ">=", { value, id }: Position) {
  return sql<boolean>`(${SORTED_BY[sort]}, visitors.id) ${sql.raw(side)} (${value}, ${id})`;
}

async function findMatches(db: Db, search: Search): Promise<Row[]> {
  const counted = await Promise.all(
    search.criteria.map(async (clue) => ({ clue, count: await countEntries(db, clue, search) })),
  );
  const [rarest, ...others] = counted.sort((a, b) => a.count - b.count);
  if (!rarest) return scanInOrder(db, [], search);
  if (!rarest.count) return [];
  const rest = others.map(({ clue }) => clue);
  return rarest.count <= search.tuning.maxIndexEntries
    ? findByIndex(db, rarest.clue, rest, search)
    : scanInOrder(db, [rarest.clue, ...rest], search);
}

/** How many index entries a clue has, counted no further than needed. */
async function countEntries(db: Db, clue: Criterion, { tuning }: Search): Promise<number> {
  const { count } = await db
    .selectFrom(
      clue
        .entries(db)
        .limit(tuning.maxIndexEntries + 1)
        .as("matches"),
    )
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** For a rare clue: takes its few contacts from the index, then sorts them. The cross join keeps SQLite to that order. */
function findByIndex(db: Db, clue: Criterion, others: readonly Criterion[], search: Search): Promise<Row[]> {
  const query = db
    .selectFrom(clue.entries(db).distinct().as("matches"))
    .crossJoin("visitors")
    .whereRef("visitors.id", "=", "matches.visitor_id")
    .select(COLUMNS);
  return pageOf(query as unknown as SelectQueryBuilder<Schema, "visitors", Row>, search)
    .where((eb) => eb.and(conditionsOn(eb, others, search)))
    .execute();
}

/** All that is asked of each contact. */
function conditionsOn(
  eb: ExpressionBuilder<Schema, "visitors">,
  clues: readonly Criterion[],
  search: Search,
) {
  return [...search.conditions.map((holds) => holds(eb)), ...clues.map((clue) => clue.matches(eb))];
}

/**
 * For common clues: walks the contacts in order until a page is full. Clues that hardly ever meet make that a long
 * way, so it goes slice by slice and lets others through in between; where there is little to ask, slices are long.
 */
async function scanInOrder(db: Db, clues: readonly Criterion[], search: Search): Promise<Row[]> {
  const found: Row[] = [];
  let { after, tuning } = search;
  for (;;) {
    const begun = performance.now();
    const slice = { ...search, after, tuning };
    const end = await endOfSlice(db, slice);
    const rows = await pageOf(db.selectFrom("visitors").select(COLUMNS), slice)
      .$if(end !== null, (some) =>
        some.where(
          comparePosition(search.sort, search.order === "desc" ? ">=" : "<=", end ?? { value: 0, id: "" }),
        ),
      )
      .where((eb) => eb.and(conditionsOn(eb, clues, search)))
      .execute();
    found.push(...rows);
    if (!end || found.length > PAGE_SIZE) return found;
    after = end;
    const fitting = performance.now() - begun < SLICE_TIME ? 2 * tuning.sliceSize : tuning.sliceSize / 2;
    tuning = { ...tuning, sliceSize: Math.max(search.tuning.sliceSize, Math.floor(fitting)) };
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A slice that takes longer is followed by shorter ones, ms. */
const SLICE_TIME = 4;

/** The last contact of the next slice, or null if the list ends before. */
async function endOfSlice(db: Db, search: Search): Promise<Position | null> {
  const row = await pageOf(
    db
      .selectFrom("visitors")
      .select(["visitors.id", sql<number | string>`${SORTED_BY[search.sort]}`.as("value")]),
    search,
  )
    .limit(1)
    .offset(search.tuning.sliceSize - 1)
    .executeTakeFirst();
  return row ? { value: row.value, id: row.id } : null;
}
