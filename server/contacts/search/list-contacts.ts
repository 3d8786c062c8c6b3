import { type ExpressionBuilder, type SelectQueryBuilder, sql } from "kysely";
import type { ContactPage, ContactSummary, Source } from "../../../shared/contact.ts";
import type { ContactFilter } from "../../../shared/crm.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { type Cursor, cutPage } from "../../platform/paging.ts";
import { showEmail } from "../identity/show-email.ts";
import { countContacts } from "./count-contacts.ts";
import type { Criterion } from "./criteria.ts";
import { type ParsedFilter, parseFilter } from "./parse-filter.ts";

const PAGE_SIZE = 50;

interface Tuning {
  /** A criterion with more index entries is evaluated contact by contact, in the order of the list. */
  readonly maxIndexEntries: number;
  /** How many contacts are evaluated in one statement, some milliseconds, before the event loop continues. */
  readonly sliceSize: number;
}

/** Measured with 100,000 contacts: where both ways of searching take the same time. */
const TUNING: Tuning = { maxIndexEntries: 5_000, sliceSize: 1_500 };

/** A position in the list: the sort value and the visitor ID of a contact. */
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
 * A page of the contacts that match the whole filter, those seen last first unless the filter names another order. The
 * first page has `total`, unless counting would take long: then `countMatches` tells it.
 *
 * @throws ApiError `not_found` if the filter's organization does not exist
 */
export async function listContacts(
  db: Db,
  { property, filter, cursor }: { property: string; filter: ContactFilter; cursor: Cursor | null },
  tuning = TUNING,
): Promise<ContactPage> {
  const parsed = await parseFilter(db, property, filter);
  const after = cursor && (await positionOf(db, property, parsed, cursor));
  const search = { ...parsed, property, after, tuning };
  const rows = await rowsOf(db, search);
  const total = cursor ? null : await totalOf(db, search, rows.length);
  const { page, next } = cutPage(rows, PAGE_SIZE, (row) => ({
    at: cursorNumber(row, parsed.sort),
    id: row.id,
  }));
  return { items: page.map(toSummary), next, total };
}

/** Whether a filter has no condition. */
export const isUnfiltered = ({ criteria, conditions, matchesNothing }: ParsedFilter) =>
  !criteria.length && !conditions.length && !matchesNothing;

async function rowsOf(db: Db, search: Search): Promise<Row[]> {
  if (search.matchesNothing) return [];
  return isUnfiltered(search) ? listAll(db, search) : findMatches(db, search);
}

/**
 * The number of matches, as far as it is quickly counted: of an unfiltered list, of one that fits on a page, and of a
 * filter whose rarest criterion is rare.
 */
async function totalOf(db: Db, search: Search, rows: number): Promise<number | null> {
  if (isUnfiltered(search)) return countContacts(db, search.property);
  if (rows <= PAGE_SIZE) return rows;
  const { rarest, others } = await orderCriteria(db, search);
  if (!rarest || rarest.count > search.tuning.maxIndexEntries) return null;
  const { count } = await fromIndex(db, rarest.criterion)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("visitors.property_id", "=", search.property)
    .where("visitors.contact_since", "is not", null)
    .where((eb) => eb.and(conditionsOn(eb, others, search)))
    .executeTakeFirstOrThrow();
  return Number(count);
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
    email: showEmail(row.email),
    phone: row.phone,
    source: row.source as Source, // every contact has one
    contactSince: row.contact_since ?? 0,
    lastSeenAt: row.last_seen_at,
    country: row.country,
  };
}

/** The summaries of contacts by their IDs, those seen last first. Visitors that are no contacts are left out. */
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

/** The sort expressions, exactly as in the indexes. */
const SORTED_BY = {
  seen: sql.ref("visitors.last_seen_at"),
  since: sql.ref("visitors.contact_since"),
  name: sql.ref<string>("visitors.sort_name"),
};

/** The number in a cursor. If the list is sorted by name, the cursor has only the ID, and the name is read again. */
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

/** Contacts after the position, in order: one more than a page. */
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

/** Compares a contact's position in the list with the given one. */
function comparePosition(sort: ParsedFilter["sort"], side: "<" | ">" | "<=" | ">=", { value, id }: Position) {
  return sql<boolean>`(${SORTED_BY[sort]}, visitors.id) ${sql.raw(side)} (${value}, ${id})`;
}

async function orderCriteria(db: Db, search: Search) {
  const counts = await Promise.all(
    search.criteria.map(async (criterion) => ({
      criterion,
      count: await countEntries(db, criterion, search.tuning.maxIndexEntries),
    })),
  );
  const [rarest, ...others] = counts.sort((a, b) => a.count - b.count);
  return { rarest, others: others.map(({ criterion }) => criterion) };
}

async function findMatches(db: Db, search: Search): Promise<Row[]> {
  const { rarest, others } = await orderCriteria(db, search);
  if (!rarest) return scanInOrder(db, [], search);
  if (!rarest.count) return [];
  return rarest.count <= search.tuning.maxIndexEntries
    ? findByIndex(db, rarest.criterion, others, search)
    : scanInOrder(db, [rarest.criterion, ...others], search);
}

/** The number of index entries of a criterion, counted up to `max + 1`. */
export async function countEntries(db: Db, criterion: Criterion, max: number): Promise<number> {
  const { count } = await db
    .selectFrom(
      criterion
        .entries(db)
        .limit(max + 1)
        .as("matches"),
    )
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** For a rare criterion: reads its contacts from the index, then sorts them. The cross join makes SQLite do it in this order. */
function findByIndex(
  db: Db,
  criterion: Criterion,
  others: readonly Criterion[],
  search: Search,
): Promise<Row[]> {
  return pageOf(fromIndex(db, criterion).select(COLUMNS), search)
    .where((eb) => eb.and(conditionsOn(eb, others, search)))
    .execute();
}

/** The visitors that a criterion's index names. */
function fromIndex(db: Db, criterion: Criterion) {
  return db
    .selectFrom(criterion.entries(db).distinct().as("matches"))
    .crossJoin("visitors")
    .whereRef("visitors.id", "=", "matches.visitor_id") as unknown as SelectQueryBuilder<
    Schema,
    "visitors",
    object
  >;
}

/** All conditions on one contact. */
export function conditionsOn(
  eb: ExpressionBuilder<Schema, "visitors">,
  criteria: readonly Criterion[],
  { conditions }: Pick<ParsedFilter, "conditions">,
) {
  return [...conditions.map((holds) => holds(eb)), ...criteria.map((criterion) => criterion.matches(eb))];
}

/**
 * For common criteria: evaluates the contacts in the order of the list until a page is full. Criteria that few contacts
 * share make that long, so it goes slice by slice, and the event loop continues in between. Slices grow while they are
 * fast.
 */
async function scanInOrder(db: Db, criteria: readonly Criterion[], search: Search): Promise<Row[]> {
  const found: Row[] = [];
  let { after, tuning } = search;
  for (;;) {
    const startedAt = performance.now();
    const slice = { ...search, after, tuning };
    const end = await endOfSlice(db, slice);
    const rows = await pageOf(db.selectFrom("visitors").select(COLUMNS), slice)
      .$if(end !== null, (some) =>
        some.where(
          comparePosition(search.sort, search.order === "desc" ? ">=" : "<=", end ?? { value: 0, id: "" }),
        ),
      )
      .where((eb) => eb.and(conditionsOn(eb, criteria, search)))
      .execute();
    found.push(...rows);
    if (!end || found.length > PAGE_SIZE) return found;
    after = end;
    const fitting = performance.now() - startedAt < SLICE_TIME ? 2 * tuning.sliceSize : tuning.sliceSize / 2;
    tuning = { ...tuning, sliceSize: Math.max(search.tuning.sliceSize, Math.floor(fitting)) };
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A slice that takes longer than this is followed by a smaller one, ms. */
const SLICE_TIME = 4;

/** The last contact of the next slice; null: the list ends before. */
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
