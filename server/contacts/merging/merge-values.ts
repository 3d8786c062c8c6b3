import { firstValue } from "../identity/current-values.ts";
import { isMany, trustOf } from "../identity/field-rules.ts";
import { type DetailValue, isConflicting, isCurrent, isLive, isSameValue } from "./detail-value.ts";

/**
 * For each field, the ID of the record whose value becomes current. For e-mails, phones and organizations, of which all
 * stay current, the record whose value comes first.
 */
export type FieldChoices = Readonly<Record<string, string>>;

/** One of the records that are merged. */
export interface MergeSide<V extends DetailValue = DetailValue> {
  readonly id: string;
  readonly values: readonly V[];
}

/** A value, and the position of its record among the merged ones; the survivor's is 0. */
interface Ranked<V> {
  readonly value: V;
  readonly rank: number;
}

/** Values whose status or preference changes. */
type Changes = Map<string, Partial<Pick<DetailValue, "status" | "preferred">>>;

/**
 * Combines the values of several records into those of one (R13). None is left out: current values stay current where a
 * field may have several; where it has one, the chosen record's value counts, or without a choice the most trusted one,
 * then the survivor's, and the others become alternatives. A value that several records have is kept once.
 *
 * @param sides the survivor first
 */
export function mergeValues<V extends DetailValue>(
  sides: readonly MergeSide<V>[],
  choices: FieldChoices,
): V[] {
  const all = sides.flatMap(({ values }, rank) => values.map((value) => ({ value, rank })));
  const changes: Changes = new Map();
  const distinct = retireDuplicates(all, changes);
  const current = groupBy(
    distinct.filter(({ value }) => isCurrent(value)),
    ({ value }) => value.field,
  );
  for (const [field, values] of current) {
    if (values.length < 2) continue;
    const chosen = firstValue(sides.find(({ id }) => id === choices[field])?.values ?? [], field);
    const first = chosen ?? sides.flatMap((side) => firstValue(side.values, field) ?? [])[0];
    if (isMany(field)) prefer(values, first, changes);
    else keepOne(values, chosen, changes);
  }
  return all.map(({ value }) => ({ ...value, ...changes.get(value.id) }));
}

/** Keeps the highest-ranked copy of a value that several records have, and marks the others `past`. */
function retireDuplicates<V extends DetailValue>(all: readonly Ranked<V>[], changes: Changes): Ranked<V>[] {
  const same = groupBy(
    all.filter(({ value }) => isLive(value)),
    ({ value }) => `${value.field}\n${value.compare_key}`,
  );
  return [...same.values()].flatMap((duplicates) => {
    const [best, ...others] = [...duplicates].sort(
      (a, b) =>
        Number(isCurrent(b.value)) - Number(isCurrent(a.value)) ||
        trustOf(b.value.source) - trustOf(a.value.source) ||
        a.rank - b.rank ||
        (a.value.id < b.value.id ? -1 : 1),
    );
    for (const { value } of others) changes.set(value.id, { status: "past" });
    return best ?? [];
  });
}

function prefer<V extends DetailValue>(
  values: readonly Ranked<V>[],
  first: V | undefined,
  changes: Changes,
): void {
  for (const { value } of values)
    changes.set(value.id, { preferred: value.compare_key === first?.compare_key ? 1 : 0 });
}

function keepOne<V extends DetailValue>(
  values: readonly Ranked<V>[],
  chosen: V | undefined,
  changes: Changes,
): void {
  const isChosen = ({ value }: Ranked<V>) => Number(value.compare_key === chosen?.compare_key);
  const [winner] = [...values].sort(
    (a, b) =>
      isChosen(b) - isChosen(a) || trustOf(b.value.source) - trustOf(a.value.source) || a.rank - b.rank,
  );
  for (const one of values) if (one !== winner) changes.set(one.value.id, { status: "alternative" });
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
 * Adds a value that was written after a merge to its record when the merge is undone. Applies R11 again, because the value
 * was compared with values of the other record when it was written.
 *
 * @param isTrusted false: submitted by an unproven device of a contact that it did not found (R12)
 */
export function reapplyValue<V extends DetailValue>(
  values: readonly V[],
  laterValue: V,
  isTrusted: boolean,
): V[] {
  const same = values.find((one) => isLive(one) && isSameValue(one, laterValue));
  const current = values.find((one) => isCurrent(one) && isConflicting(one, laterValue));
  const add = (status: V["status"], ...retired: (V | undefined)[]) => [
    ...values.map((one) => (retired.includes(one) ? { ...one, status: "past" as const } : one)),
    { ...laterValue, status },
  ];
  const addAlternative = () => add(same ? "past" : "alternative");
  if (!isTrusted || (isMany(laterValue.field) && laterValue.status === "alternative"))
    return addAlternative();
  if (!current) return add("current", same);
  const trust = trustOf(laterValue.source) - trustOf(current.source);
  if (isSameValue(current, laterValue)) return trust > 0 ? add("current", current) : addAlternative();
  return trust >= 0 ? add("current", current, same) : addAlternative();
}
