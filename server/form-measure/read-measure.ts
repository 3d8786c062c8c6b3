import type { FormMeasure, MeasuredVersion } from "../../shared/form-measure.ts";
import { MeasuredDevice } from "../../shared/form-measure.ts";
import type { FormDefinition } from "../../shared/rules/form.ts";
import { wordingIn } from "../../shared/rules/form-fields.ts";
import { createFormLookup } from "../deliveries/form-lookup.ts";
import type { Db } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import type { KnownProperty } from "../properties/store.ts";
import { estimateEffects } from "./estimate-effects.ts";

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
  const current = property.forms.get(form)?.version;
  const versions = await Promise.all(
    [...byVersion].map(async ([version, counts]) => {
      const definition = await find(form, version);
      return definition && measureVersion(definition, counts, version === current);
    }),
  );
  const known = versions.filter((version) => version !== null);
  known.sort(
    (a, b) => Number(b.isCurrent) - Number(a.isCurrent) || b.to.localeCompare(a.to) || b.shown - a.shown,
  );
  return { form, versions: known.slice(0, MAX_VERSIONS) };
}

/** Sums up the counters of a version. Pure. @param rows at least one, by the day */
export function measureVersion(
  { version, fields }: FormDefinition,
  rows: readonly Row[],
  isCurrent: boolean,
): MeasuredVersion {
  const sum = (measure: Row["measure"], of: (row: Row) => boolean = () => true) =>
    rows.reduce((total, row) => total + (row.measure === measure && of(row) ? row.count : 0), 0);
  const countsOf = (of?: (row: Row) => boolean) => ({
    shown: sum("shown", of),
    started: sum("started", of),
    submitted: sum("submitted", of),
  });
  const asked = fields.filter(({ type }) => type !== "hidden");
  const left = asked.map(({ id, type, label }) => ({
    id,
    type,
    label: wordingIn(label, "default") ?? null,
    left: sum("left", (row) => row.detail === id),
  }));
  const totals = countsOf();
  const leftBeforeSending = sum("left", (row) => row.detail === "");
  return {
    version,
    isCurrent,
    from: rows[0]?.day ?? "",
    to: rows.at(-1)?.day ?? "",
    ...totals,
    devices: MeasuredDevice.options
      .map((device) => ({ device, ...countsOf((row) => row.device === device) }))
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
