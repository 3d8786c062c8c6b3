import { type Expression, type ExpressionBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { Source } from "../../../shared/contact.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { beginsWith, listHasTerm } from "../../platform/search/term-lists.ts";
import { isCurrentAndProven, isCurrentOrganization } from "../identity/indexed-details.ts";

type VisitorExpressions = ExpressionBuilder<Schema, "visitors">;
type VisitorIdQuery = SelectQueryBuilder<Schema, keyof Schema, { visitor_id: string }>;

/** A condition that an index can answer: a term, a tag, an organization, an attribute, a source, or a proven identity. */
export interface Criterion {
  /** The visitor IDs of the index's entries; an ID may occur more than once. */
  readonly entries: (db: Db) => VisitorIdQuery;
  /** The same condition for one contact. */
  readonly matches: (eb: VisitorExpressions) => Expression<SqlBool>;
}

/** Contacts with a term that begins with the word. */
export function termCriterion(property: string, word: string): Criterion {
  return {
    entries: (db) =>
      db
        .selectFrom("contact_terms")
        .select("visitor_id")
        .where("property_id", "=", property)
        .where(beginsWith("term", word)) as unknown as VisitorIdQuery,
    matches: (eb) => {
      const terms = eb
        .selectFrom("contact_term_lists")
        .select("contact_term_lists.terms")
        .whereRef("contact_term_lists.property_id", "=", "visitors.property_id")
        .whereRef("contact_term_lists.visitor_id", "=", "visitors.id");
      return listHasTerm(sql`(${terms})`, word);
    },
  };
}

/** Whether there is a row. Unlike `exists`, the engine cannot turn it into a join: it is evaluated contact by contact. */
const rowExists = (eb: VisitorExpressions, row: Expression<unknown>) => eb(sql`(${row})`, "=", sql.lit(1));

export function tagCriterion(property: string, tag: string): Criterion {
  return {
    entries: (db) =>
      db
        .selectFrom("contact_tags")
        .select("contact_id as visitor_id")
        .where("property_id", "=", property)
        .where("tag_id", "=", tag) as unknown as VisitorIdQuery,
    matches: (eb) =>
      rowExists(
        eb,
        eb
          .selectFrom("contact_tags")
          .select(sql.lit(1).as("one"))
          .whereRef("contact_tags.property_id", "=", "visitors.property_id")
          .whereRef("contact_tags.contact_id", "=", "visitors.id")
          .where("contact_tags.tag_id", "=", tag)
          .limit(1),
      ),
  };
}

/** @param key the normalized name of the organization */
export function organizationCriterion(property: string, key: string): Criterion {
  return {
    entries: (db) =>
      db
        .selectFrom("details")
        .select("visitor_id")
        .where("property_id", "=", property)
        .where("compare_key", "=", key)
        .where(isCurrentOrganization) as unknown as VisitorIdQuery,
    matches: (eb) =>
      rowExists(
        eb,
        eb
          .selectFrom("details")
          .select(sql.lit(1).as("one"))
          .whereRef("details.property_id", "=", "visitors.property_id")
          .whereRef("details.visitor_id", "=", "visitors.id")
          .where("details.compare_key", "=", key)
          .where(isCurrentOrganization)
          .limit(1),
      ),
  };
}

/** The required value of an attribute: a normalized text, or a range of numbers or of texts such as dates (null: open). */
export type AttributeTest =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "numbers"; readonly from: number | null; readonly to: number | null }
  | { readonly kind: "texts"; readonly from: string | null; readonly to: string | null };

export function attributeCriterion(property: string, key: string, test: AttributeTest): Criterion {
  const holds = (eb: ExpressionBuilder<Schema, "attribute_values">): Expression<SqlBool>[] => {
    if (test.kind === "text") return [eb("attribute_values.text", "=", test.text)];
    const column = test.kind === "numbers" ? "attribute_values.number" : "attribute_values.text";
    return [
      ...(test.from === null ? [] : [eb(column, ">=", test.from)]),
      ...(test.to === null ? [] : [eb(column, "<=", test.to)]),
      eb(column, "is not", null),
    ];
  };
  return {
    entries: (db) =>
      db
        .selectFrom("attribute_values")
        .select("contact_id as visitor_id")
        .where("property_id", "=", property)
        .where("key", "=", key)
        .where((eb) => eb.and(holds(eb))) as unknown as VisitorIdQuery,
    matches: (eb) =>
      rowExists(
        eb,
        eb
          .selectFrom("attribute_values")
          .select(sql.lit(1).as("one"))
          .whereRef("attribute_values.property_id", "=", "visitors.property_id")
          .whereRef("attribute_values.contact_id", "=", "visitors.id")
          .where("attribute_values.key", "=", key)
          .where((some) => some.and(holds(some as never)))
          .limit(1),
      ),
  };
}

/** Contacts of any of the sources. */
export function sourceCriterion(property: string, sources: readonly Source[]): Criterion {
  return {
    entries: (db) =>
      db
        .selectFrom("visitors")
        .select("id as visitor_id")
        .where("property_id", "=", property)
        .where("source", "in", sources)
        // always true; with it, SQLite chooses the index by source
        .where("id", ">", "")
        .where("contact_since", "is not", null) as unknown as VisitorIdQuery,
    matches: (eb) => eb("visitors.source", "in", sources),
  };
}

/** Contacts with a proven current detail. */
export function provenCriterion(property: string): Criterion {
  return {
    entries: (db) =>
      db
        .selectFrom("details")
        .select("visitor_id")
        .where("property_id", "=", property)
        .where(isCurrentAndProven) as unknown as VisitorIdQuery,
    matches: (eb) =>
      rowExists(
        eb,
        eb
          .selectFrom("details")
          .select(sql.lit(1).as("one"))
          .whereRef("details.property_id", "=", "visitors.property_id")
          .whereRef("details.visitor_id", "=", "visitors.id")
          .where(isCurrentAndProven)
          .limit(1),
      ),
  };
}
