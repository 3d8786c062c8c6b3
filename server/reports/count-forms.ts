import { sql } from "kysely";
import type { FormKey } from "../../shared/form-key.ts";
import type { ReportForm } from "../../shared/reports.ts";
import type { Db } from "../platform/database/open.ts";
import { dateOf, type Period } from "./period.ts";

type FormSums = Pick<ReportForm, "shown" | "started" | "submitted">;

const MEASURES = ["shown", "started", "submitted"] as const;

/** Sums up the outcomes of the showings of each form in a period (R29), of all its versions and devices. */
export async function countForms(
  db: Db,
  property: string,
  { from, to }: Period,
): Promise<ReadonlyMap<FormKey, FormSums>> {
  const rows = await db
    .selectFrom("form_counts")
    .select(["form", "measure", sql<number>`sum(count)`.as("sum")])
    .where("property_id", "=", property)
    .where("day", ">=", dateOf(from))
    .where("day", "<=", dateOf(to))
    .where("measure", "in", MEASURES)
    .groupBy(["form", "measure"])
    .execute();
  const forms = new Map<FormKey, FormSums>();
  for (const { form, measure, sum } of rows) {
    const sums = forms.get(form) ?? { shown: 0, started: 0, submitted: 0 };
    // PostgreSQL sums up as a bigint, which its driver may give as a text
    forms.set(form, { ...sums, [measure]: Number(sum) });
  }
  return forms;
}
