import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Source } from "../../../shared/contact.ts";
import type { ContactFilter } from "../../../shared/crm.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { queryTerms } from "../../platform/search/words.ts";
import { readOrganizationKey } from "../crm/organizations.ts";
import { isCurrentAndProven } from "../identity/indexed-details.ts";
import { normalizeFilterText, parseFilterNumber } from "./attribute-values.ts";
import {
  type AttributeTest,
  attributeCriterion,
  type Criterion,
  organizationCriterion,
  provenCriterion,
  sourceCriterion,
  tagCriterion,
  termCriterion,
} from "./criteria.ts";

type VisitorExpressions = ExpressionBuilder<Schema, "visitors">;

/** A filter as database conditions. */
export interface ParsedFilter {
  /** The conditions that indexes can answer. */
  readonly criteria: readonly Criterion[];
  /** The other conditions, evaluated contact by contact. */
  readonly conditions: readonly ((eb: VisitorExpressions) => Expression<SqlBool>)[];
  readonly sort: "seen" | "since" | "name";
  readonly order: "asc" | "desc";
  /** The query has no searchable term, so no contact matches. */
  readonly matchesNothing: boolean;
}

/** @throws ApiError `not_found` if the filter's organization does not exist */
export async function parseFilter(db: Db, property: string, filter: ContactFilter): Promise<ParsedFilter> {
  const words = filter.q?.trim() ? queryTerms(filter.q) : null;
  const criteria = [
    ...(words ?? []).map((word) => termCriterion(property, word)),
    ...(filter.source ? [sourceCriterion(property, split(filter.source, ",") as Source[])] : []),
    ...(filter.identity === "proven" ? [provenCriterion(property)] : []),
    ...split(filter.tag, ",").map((tag) => tagCriterion(property, tag)),
    ...(filter.organization
      ? [organizationCriterion(property, await readOrganizationKey(db, property, filter.organization))]
      : []),
    ...split(filter.attribute, ";").map((one) => {
      const at = one.indexOf(":");
      return attributeCriterion(property, one.slice(0, at), parseAttributeTest(one.slice(at + 1)));
    }),
  ];
  const sort = filter.sort ?? "seen";
  return {
    criteria,
    conditions: conditionsOf(filter),
    sort,
    order: filter.order ?? (sort === "name" ? "asc" : "desc"),
    matchesNothing: words?.length === 0,
  };
}

const split = (list: string | undefined, by: string) => (list ? list.split(by) : []);

function conditionsOf(filter: ContactFilter): ParsedFilter["conditions"] {
  const conditions: ((eb: VisitorExpressions) => Expression<SqlBool>)[] = [];
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

function isProven(eb: VisitorExpressions): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom("details")
      .select(sql.lit(1).as("one"))
      .whereRef("details.property_id", "=", "visitors.property_id")
      .whereRef("details.visitor_id", "=", "visitors.id")
      .where(isCurrentAndProven),
  );
}

/** @param wanted a value, or a range `from..to` of which one side may be missing */
function parseAttributeTest(wanted: string): AttributeTest {
  const [, from = "", to = ""] = /^(.*)\.\.(.*)$/.exec(wanted) ?? [];
  if (!from && !to) return { kind: "text", text: normalizeFilterText(wanted) };
  const numbers = [from, to].map(parseFilterNumber);
  const areNumbers = [from, to].every((part, index) => !part || numbers[index] !== null);
  if (areNumbers) return { kind: "numbers", from: numbers[0] ?? null, to: numbers[1] ?? null };
  return { kind: "texts", from: normalizeFilterText(from) || null, to: normalizeFilterText(to) || null };
}
