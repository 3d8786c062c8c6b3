import type { DetailRow } from "../identity/contact-store.ts";
import { isMany, trustOf } from "../identity/field-rules.ts";
import { firstValue } from "../identity/summary.ts";

/** One saved value, as far as merging decides about it. */
export type Value = Pick<
  DetailRow,
  "id" | "field" | "value" | "compare_key" | "status" | "preferred" | "device_id" | "source" | "proven" | "at"
>;

/** Whose value counts, by field: the ID of one of the merged records. Of e-mails, phones, organizations: whose is first. */
export type FieldChoices = Readonly<Record<string, string>>;

/** The values of one record that is to be merged. */
export interface MergeSide<V extends Value = Value> {
  readonly id: string;
  readonly values: readonly V[];
}

const isLive = ({ status }: Value) => status !== "past";
const isCurrent = ({ status }: Value) => status === "current";

/** Whether two values cannot both count: the same value twice, or any two of a field with one value. */
export function isConflicting(a: Pick<Value, "field" | "compare_key">, b: typeof a): boolean {
  return a.field === b.field && (!isMany(a.field) || a.compare_key === b.compare_key);
}

/**
 * The values of several records as those of one (R13). None is left out: what is in use stays in use where a field may
 * have several values; where it has one, the chosen record's counts, or without a choice what is trusted more, or the
 * survivor's, and the others are kept beside it. What is there twice is past once.
 *
 * @param sides the survivor first
 */
export function mergeValues<V extends Value>(sides: readonly MergeSide<V>[], choices: FieldChoices): V[] {
  const all = sides.flatMap(({ values }, rank) => values.map((value) => ({ value, rank })));
  const state = new Map(all.map(({ value }) => [value.id, value]));
  const set = (value: V, change: Partial<Pick<Value, "status" | "preferred">>) =>
    state.set(value.id, { ...(state.get(value.id) ?? value), ...change });

  const twins = groupBy(
    all.filter(({ value }) => isLive(value)),
    ({ value }) => `${value.field}\n${value.compare_key}`,
  );
  const kept = [...twins.values()].map((same) => {
    const [best, ...others] = [...same].sort(
      (a, b) =>
        Number(isCurrent(b.value)) - Number(isCurrent(a.value)) ||
        trustOf(b.value.source) - trustOf(a.value.source) ||
        a.rank - b.rank ||
        (a.value.id < b.value.id ? -1 : 1),
    );
    for (const { value } of others) set(value, { status: "past" });
    return best as (typeof all)[number];
  });

  const inUse = groupBy(
    kept.filter(({ value }) => isCurrent(value)),
    ({ value }) => value.field,
  );
  for (const [field, values] of inUse) {
    if (values.length < 2) continue;
    const chosen = firstValue(sides.find(({ id }) => id === choices[field])?.values ?? [], field);
    const leading = chosen ?? sides.flatMap(({ values }) => firstValue(values, field) ?? [])[0];
    if (isMany(field)) {
      for (const { value } of values)
        set(value, { preferred: value.compare_key === leading?.compare_key ? 1 : 0 });
      continue;
    }
    const [winner] = [...values].sort(
      (a, b) =>
        Number(b.value.compare_key === chosen?.compare_key) -
          Number(a.value.compare_key === chosen?.compare_key) ||
        trustOf(b.value.source) - trustOf(a.value.source) ||
        a.rank - b.rank,
    );
    for (const one of values) if (one !== winner) set(one.value, { status: "alternative" });
  }
  return all.map(({ value }) => state.get(value.id) ?? value);
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/**
 * Puts a value that was written after a merge into the record it belongs to, by the rules of writing (R11): it had been
 * weighed against values that are another's again.
 *
 * @param trusted false: said by an unproven device of a contact that it did not found (R12)
 */
export function reapplyValue<V extends Value>(values: readonly V[], late: V, trusted: boolean): V[] {
  const { field } = late;
  const same = values.find(
    (one) => isLive(one) && one.field === field && one.compare_key === late.compare_key,
  );
  const current = values.find((one) => isCurrent(one) && isConflicting(one, late));
  const enter = (status: string, ...retired: (V | undefined)[]) => [
    ...values.map((one) => (retired.includes(one) ? { ...one, status: "past" } : one)),
    { ...late, status },
  ];
  const beside = () => enter(same ? "past" : "alternative");
  if (!trusted || (isMany(field) && late.status === "alternative")) return beside();
  if (!current) return enter("current", same);
  const outweighs = trustOf(late.source) - trustOf(current.source);
  if (current.compare_key === late.compare_key) return outweighs > 0 ? enter("current", current) : beside();
  return outweighs >= 0 ? enter("current", current, same) : beside();
}
