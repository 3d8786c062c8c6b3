import type { FormMeasure, MeasuredComparison, MeasuredVersion } from "../../shared/form-measure.ts";
import { MeasuredDevice } from "../../shared/form-measure.ts";
import type { FormDefinition } from "../../shared/rules/form.ts";
import { wordingIn } from "../../shared/rules/form-fields.ts";
import { createFormLookup } from "../deliveries/form-lookup.ts";
import type { Db } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { versionsOf } from "../properties/form-version.ts";
import type { KnownProperty } from "../properties/store.ts";
import { compareShares, estimateEffects } from "./estimate-effects.ts";

/** More versions than anybody compares. */
const MAX_VERSIONS = 20;

type Row = Omit<Schema["form_counts"], "property_id" | "form">;

/** Reads the measure of a form since a day. */
export async function readMeasure(
  db: Db,
  property: KnownProperty,
  { form, since }: { readonly form: string; readonly since: string },
): Promise<FormMeasure> {
  const rows = await db
    .selectFrom("form_counts")
    .select(["version", "day", "device", "measure", "detail", "count"])
    .where("property_id", "=", property.id)
    .where("form", "=", form)
    .where("day", ">=", since)
    .orderBy("day")
    .execute();
  const byVersion = new Map<string, Row[]>();
  for (const row of rows) byVersion.set(row.version, [...(byVersion.get(row.version) ?? []), row]);
  const find = createFormLookup(db, property);
  const served = property.forms.get(form);
  const [first, second] = served ? versionsOf(served) : [];
  const currentOf = (version: string) =>
    version === first?.version ? "first" : version === second?.version ? "second" : null;
  const versions = await Promise.all(
    [...byVersion].map(async ([version, counts]) => {
      const definition = await find(form, version);
      return definition && measureVersion(definition, counts, currentOf(version));
    }),
  );
  const known = versions.filter((version) => version !== null);
  known.sort((a, b) => rankOf(a) - rankOf(b) || b.to.localeCompare(a.to) || b.shown - a.shown);
  return {
    form,
    versions: known.slice(0, MAX_VERSIONS),
    comparison:
      first && second
        ? compareVersions(byVersion.get(first.version) ?? [], byVersion.get(second.version) ?? [])
        : null,
  };
}

/** The versions of today come first. */
const rankOf = ({ current }: MeasuredVersion) => (current === null ? 2 : current === "second" ? 1 : 0);

/** Sums up a measure, as far as `of` says. */
const sum = (rows: readonly Row[], measure: Row["measure"], of: (row: Row) => boolean = () => true) =>
  rows.reduce((total, row) => total + (row.measure === measure && of(row) ? row.count : 0), 0);

const countsOf = (rows: readonly Row[], of?: (row: Row) => boolean) => ({
  shown: sum(rows, "shown", of),
  started: sum(rows, "started", of),
  submitted: sum(rows, "submitted", of),
});

/**
 * Compares two versions from the first day on which both were shown, because days differ. Pure.
 *
 * @param first the counters of each, by the day
 */
export function compareVersions(first: readonly Row[], second: readonly Row[]): MeasuredComparison | null {
  const [start, other] = [first[0]?.day, second[0]?.day];
  if (!start || !other) return null;
  const from = start > other ? start : other;
  const isCompared = ({ day }: Row) => day >= from;
  const counts = { first: countsOf(first, isCompared), second: countsOf(second, isCompared) };
  return { from, ...counts, difference: compareShares(counts.first, counts.second) };
}

/** Sums up the counters of a version. Pure. @param rows at least one, by the day */
export function measureVersion(
  { version, fields }: FormDefinition,
  rows: readonly Row[],
  current: MeasuredVersion["current"],
): MeasuredVersion {
  const asked = fields.filter(({ type }) => type !== "hidden");
  const left = asked.map(({ id, type, label }) => ({
    id,
    type,
    label: wordingIn(label, "default") ?? null,
    left: sum(rows, "left", (row) => row.detail === id),
  }));
  const totals = countsOf(rows);
  const leftBeforeSending = sum(rows, "left", (row) => row.detail === "");
  return {
    version,
    current,
    from: rows[0]?.day ?? "",
    to: rows.at(-1)?.day ?? "",
    ...totals,
    devices: MeasuredDevice.options
      .map((device) => ({ device, ...countsOf(rows, (row) => row.device === device) }))
      .filter(({ shown }) => shown),
    medianSeconds: medianOf(rows),
    fields: left,
    leftBeforeSending,
    // without its message, a form has nothing to send
    effects: estimateEffects({ ...totals, fields: left, leftBeforeSending }).filter(
      ({ field }) => asked.find(({ id }) => id === field)?.type !== "long_text",
    ),
  };
}

/** The bucket with the median of the seconds, by its upper end. */
function medianOf(rows: readonly Row[]): number | null {
  const buckets = rows
    .filter(({ measure }) => measure === "seconds")
    .map(({ detail, count }) => ({ end: Number(detail), count }))
    .sort((a, b) => a.end - b.end);
  let left = buckets.reduce((total, { count }) => total + count, 0) / 2;
  for (const { end, count } of buckets) {
    left -= count;
    if (left <= 0) return end;
  }
  return null;
}
