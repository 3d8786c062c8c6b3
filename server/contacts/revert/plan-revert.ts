import { isMany, trustOf } from "../identity/field-rules.ts";
import { byAge, type DetailValue, isCurrent } from "../merging/detail-value.ts";
import { foldValues, type Repetitions } from "./refold.ts";

/** The values of a record without those of one import. */
export interface RevertedValues<V extends DetailValue = DetailValue> {
  readonly values: readonly V[];
  /** The IDs of the values that go. */
  readonly removed: readonly string[];
  /** Those of `values` whose status, time or value before has changed. */
  readonly changed: readonly V[];
}

/**
 * Plans the removal of an import's values from a record (R18): the others get the state that they would have if the
 * import had never given its values. A value that another import has repeated belongs to that import from then on.
 * What agents did to a value, for example that they removed it, stays. Pure.
 *
 * @param isImported whether the import that is undone has written a value
 * @param repetitions what the other imports have repeated
 */
export function planRevert<V extends DetailValue>(
  record: string,
  values: readonly V[],
  isImported: (value: DetailValue) => boolean,
  repetitions: Repetitions,
): RevertedValues<V> {
  const imported = values.filter(isImported);
  const others = values.flatMap((value) => {
    if (!isImported(value)) return value;
    const heirs = repetitions.get(value.id) ?? [];
    return heirs.length ? { ...value, at: Math.min(...heirs) } : [];
  });
  const next = new Map(others.map((value) => [value.id, value]));
  for (const field of new Set(imported.map((one) => one.field))) {
    const of = (list: readonly V[]) => list.filter((one) => one.field === field);
    const before = foldValues(of(values), repetitions, record);
    const after = foldValues(of(others), repetitions, record);
    const old = new Map(of(values).map((value) => [value.id, value]));
    const folded = of(others).map((value): V => {
      const [actual, then, now] = [old.get(value.id), before.get(value.id), after.get(value.id)];
      if (!actual || !then || !now) return value;
      return {
        ...value,
        status: actual.status === then.status ? now.status : actual.status,
        previous: actual.previous === then.previous ? now.previous : actual.previous,
      };
    });
    for (const value of isMany(field) ? folded : keepOneCurrent(folded)) next.set(value.id, value);
  }
  const remaining = [...next.values()];
  const old = new Map(values.map((value) => [value.id, value]));
  return {
    values: remaining,
    removed: imported.filter(({ id }) => !next.has(id)).map(({ id }) => id),
    changed: remaining.filter((value) => {
      const before = old.get(value.id);
      return before?.status !== value.status || before.previous !== value.previous || before.at !== value.at;
    }),
  };
}

/** Of several current values of a field that has one, the most trusted and then the newest stays current. */
function keepOneCurrent<V extends DetailValue>(values: readonly V[]): readonly V[] {
  const [best, ...others] = values
    .filter(isCurrent)
    .sort((a, b) => trustOf(b.source) - trustOf(a.source) || byAge(b, a));
  return best && others.length
    ? values.map((one) => (others.includes(one) ? { ...one, status: "past" } : one))
    : values;
}
