import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Source } from "../../../shared/contact.ts";
import type { ContactFilter } from "../../../shared/crm.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { organizationKey } from "../crm/organizations.ts";
import { filterNumber, filterText } from "./attribute-values.ts";
import {
  type AttributeTest,
  attributeClue,
  type Clue,
  organizationClue,
  provenClue,
  sourceClue,
  tagClue,
  wordClue,
} from "./criteria.ts";
import { queryTerms } from "./tokenize.ts";

type IsVisitor = ExpressionBuilder<Schema, "visitors">;

/** A filter as it is asked of the database. */
export interface ReadFilter {
  /** What indexes lead to. */
  readonly clues: readonly Clue[];
  /** What each contact is asked on the way. */
  readonly conditions: readonly ((eb: IsVisitor) => Expression<SqlBool>)[];
  readonly sort: "seen" | "since" | "name";
  readonly order: "asc" | "desc";
  /** Searched for words of which none can be found: nobody. */
  readonly hopeless: boolean;
}

/**
 * Reads a filter.
 *
 * @throws Failure `not_found` if it names an organization that is not there
 */
export async function readFilter(db: Db, property: string, filter: ContactFilter): Promise<ReadFilter> {
  const words = filter.q?.trim() ? queryTerms(filter.q) : null;
  const clues = [
    ...(words ?? []).map((word) => wordClue(property, word)),
    ...(filter.source ? [sourceClue(property, split(filter.source, ",") as Source[])] : []),
    ...(filter.identity === "proven" ? [provenClue(property)] : []),
    ...split(filter.tag, ",").map((tag) => tagClue(property, tag)),
    ...(filter.organization
      ? [organizationClue(property, await organizationKey(db, property, filter.organization))]
      : []),
    ...split(filter.attribute, ";").map((one) => {
      const at = one.indexOf(":");
      return attributeClue(property, one.slice(0, at), testOf(one.slice(at + 1)));
    }),
  ];
  const sort = filter.sort ?? "seen";
  return {
    clues,
    conditions: conditionsOf(filter),
    sort,
    order: filter.order ?? (sort === "name" ? "asc" : "desc"),
    hopeless: words?.length === 0,
  };
}

const split = (list: string | undefined, by: string) => (list ? list.split(by) : []);

function conditionsOf(filter: ContactFilter): ReadFilter["conditions"] {
  const conditions: ((eb: IsVisitor) => Expression<SqlBool>)[] = [];
  for (const [column, wanted] of [
    ["visitors.email", filter.email],
    ["visitors.phone", filter.phone],
  ] as const)
    if (wanted) conditions.push((eb) => eb(column, wanted === "yes" ? "is not" : "is", null));
  for (const [column, range] of [
    ["visitors.contact_since", filter.since],
    ["visitors.last_seen_at", filter.seen],
  ] as const) {
    const [from, to] = (range ?? "..").split("..");
    if (from) conditions.push((eb) => eb(column, ">=", Number(from)));
    if (to) conditions.push((eb) => eb(column, "<=", Number(to)));
  }
  if (filter.identity === "claimed") conditions.push((eb) => eb.not(isProven(eb)));
  return conditions;
}

function isProven(eb: IsVisitor): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom("details")
      .select(sql.lit(1).as("there"))
      .whereRef("details.property_id", "=", "visitors.property_id")
      .whereRef("details.visitor_id", "=", "visitors.id")
      // in the words of the partial index
      .where("details.proven", "=", sql.lit(1))
      .where("details.status", "=", sql.lit("current")),
  );
}

function testOf(wanted: string): AttributeTest {
  const [, from = "", to = ""] = /^(.*)\.\.(.*)$/.exec(wanted) ?? [];
  if (!from && !to) return { kind: "text", text: filterText(wanted) };
  const numbers = [from, to].map(filterNumber);
  const isNumbers = [from, to].every((part, at) => !part || numbers[at] !== null);
  if (isNumbers) return { kind: "numbers", from: numbers[0] ?? null, to: numbers[1] ?? null };
  return { kind: "texts", from: filterText(from) || null, to: filterText(to) || null };
}
