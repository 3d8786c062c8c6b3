import { isMany, trustOf } from "../identity/field-rules.ts";
import { byAge, type DetailValue, isConflicting, isCurrent, isLive, isSameValue } from "./detail-value.ts";

/** The values of a record after some were removed. */
export interface RemainingValues<V extends DetailValue = DetailValue> {
  readonly values: readonly V[];
  /** Those of the values whose status or history changes. */
  readonly changed: readonly V[];
}

export interface DetachPlan {
  /** The IDs of the values that go from the contact's record to the device's own. */
  readonly moves: readonly string[];
  /** Values that no record has yet; they go to the device's own. */
  readonly adds: readonly DetailValue[];
  readonly device: RemainingValues;
  readonly contact: RemainingValues;
}

/**
 * Plans how a device is detached from a contact (R12). All that it submitted moves to its own record and can be current
 * there; the contact keeps the values that it had without the device.
 *
 * @param contact the values of the contact's record
 * @param own the values of the device's own record
 * @param submitted the values of the device's forms, including those that were not stored because the contact already
 *   had them
 */
export function planDetach(
  device: string,
  {
    contact,
    own,
    submitted,
  }: {
    contact: readonly DetailValue[];
    own: readonly DetailValue[];
    submitted: readonly DetailValue[];
  },
): DetachPlan {
  const leaving = contact.filter((one) => one.device_id === device);
  const staying = contact.filter((one) => one.device_id !== device);
  const saved = [...own, ...leaving];
  const missing = submitted.filter(
    (one, index) => ![...saved, ...submitted.slice(0, index)].some((other) => isSameValue(one, other)),
  );
  const values = chooseCurrent([...saved, ...missing]);
  const missingIds = new Set(missing.map(({ id }) => id));
  const adds = values.filter(({ id }) => missingIds.has(id));
  return {
    moves: leaving.map(({ id }) => id),
    adds,
    device: withChanges([...saved, ...adds], values),
    contact: withChanges(staying, restore(staying, leaving)),
  };
}

function withChanges<V extends DetailValue>(before: readonly V[], values: readonly V[]): RemainingValues<V> {
  const old = new Map(before.map((one) => [one.id, one]));
  return { values, changed: values.filter((one) => old.get(one.id) !== one) };
}

/**
 * Makes the conflicting value with the highest trust current; with equal trust, the newest (R11). Past values stay past.
 */
function chooseCurrent(values: readonly DetailValue[]): DetailValue[] {
  const live = values.filter(isLive).sort(byAge);
  return values.map((one) => {
    if (!isLive(one)) return one;
    const rivals = live.filter((other) => isConflicting(one, other));
    const best = [...rivals].sort((a, b) => trustOf(b.source) - trustOf(a.source) || byAge(b, a))[0];
    const before = rivals[rivals.indexOf(one) - 1]?.value ?? null;
    const status = best === one ? "current" : best && byAge(one, best) > 0 ? "alternative" : "past";
    const previous = status === "current" && !isMany(one.field) ? (before ?? one.previous) : one.previous;
    return one.status === status && one.previous === previous ? one : { ...one, status, previous };
  });
}

/** Where a current value was removed, the newest value that it had replaced is current again. Alternatives are not promoted. */
function restore<V extends DetailValue>(staying: readonly V[], leaving: readonly DetailValue[]): V[] {
  const current = staying.filter(isCurrent);
  const uncovered = leaving.filter(
    (removed) => isCurrent(removed) && !current.some((one) => isConflicting(one, removed)),
  );
  const restored = new Set(
    uncovered.map(
      (removed) =>
        staying
          .filter((one) => !isLive(one) && isConflicting(one, removed))
          .sort(byAge)
          .at(-1)?.id,
    ),
  );
  return staying.map((one) => (restored.has(one.id) ? { ...one, status: "current" } : one));
}
