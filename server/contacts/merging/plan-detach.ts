import type { DetailRow } from "../identity/contact-store.ts";
import { isMany, trustOf } from "../identity/field-rules.ts";

/** One saved value, as far as it matters whose it is and whether it is in use. */
export type Value = Pick<
  DetailRow,
  | "id"
  | "field"
  | "value"
  | "compare_key"
  | "status"
  | "preferred"
  | "device_id"
  | "source"
  | "at"
  | "previous"
>;

/** A record after a device has left it. */
export interface ValueUpdate<V extends Value = Value> {
  readonly values: readonly V[];
  /** Those of the values that are not as they were. */
  readonly changed: readonly V[];
}

export interface DetachPlan {
  /** The values that go from the contact's record to the device's own. */
  readonly moves: readonly string[];
  /** Values that the device's own record gets although no record has them yet. */
  readonly adds: readonly Value[];
  readonly device: ValueUpdate;
  readonly contact: ValueUpdate;
}

const byAge = (a: Value, b: Value) => a.at - b.at || (a.id < b.id ? -1 : 1);
const isSame = (a: Value, b: Value) => a.field === b.field && a.compare_key === b.compare_key;

/** Whether two values cannot both be in use: of a field with one value any two, otherwise the same value twice. */
function rivals(a: Value, b: Value): boolean {
  return a.field === b.field && (!isMany(a.field) || a.compare_key === b.compare_key);
}

/**
 * What happens when an agent detaches a device (R12): all that it said goes to its own record and counts there; the
 * contact keeps what it had without it.
 *
 * @param contact the values of the contact's record
 * @param own the values of the device's own record
 * @param said what the device's forms said: where it only repeated what the contact has, no record says so
 */
export function planDetach(
  device: string,
  { contact, own, said }: { contact: readonly Value[]; own: readonly Value[]; said: readonly Value[] },
): DetachPlan {
  const leaving = contact.filter((one) => one.device_id === device);
  const staying = contact.filter((one) => one.device_id !== device);
  const kept = [...own, ...leaving];
  const missing = said.filter(
    (one, at) => ![...kept, ...said.slice(0, at)].some((other) => isSame(one, other)),
  );
  const values = use([...kept, ...missing]);
  const added = new Set(missing.map(({ id }) => id));
  return {
    moves: leaving.map(({ id }) => id),
    adds: values.filter(({ id }) => added.has(id)),
    device: settled([...kept, ...values.filter(({ id }) => added.has(id))], values),
    contact: settled(staying, restore(staying, leaving)),
  };
}

/**
 * What is left of a record when some of its values are taken back: what they had made past is as it was, unless something
 * else has taken their place since.
 *
 * @param retired what those values had made past, and what it was: current or alternative
 */
export function removeValues<V extends Value>(
  values: readonly V[],
  leaves: (value: Value) => boolean,
  retired: ReadonlyMap<string, string>,
): ValueUpdate<V> {
  const leaving = values.filter(leaves);
  const staying = values.filter((one) => !leaves(one));
  const inUse = staying.filter(({ status }) => status === "current");
  const back = staying.map((one) => {
    const was = one.status === "past" ? retired.get(one.id) : undefined;
    const isTaken = inUse.some((other) => (was === "current" ? rivals(one, other) : isSame(one, other)));
    return was === undefined || isTaken ? one : { ...one, status: was };
  });
  // where what it had replaced has gone meanwhile, what was before that
  return settled(staying, restore(back, leaving));
}

function settled<V extends Value>(before: readonly V[], values: readonly V[]): ValueUpdate<V> {
  const was = new Map(before.map((one) => [one.id, one]));
  return { values, changed: values.filter((one) => was.get(one.id) !== one) };
}

/** Puts each value into use that has no rival of more trust, or as much and newer (R11). What is past stays past. */
function use(values: readonly Value[]): Value[] {
  const live = values.filter(({ status }) => status !== "past").sort(byAge);
  return values.map((one) => {
    if (one.status === "past") return one;
    const others = live.filter((other) => rivals(one, other));
    const best = [...others].sort((a, b) => trustOf(b.source) - trustOf(a.source) || byAge(b, a))[0];
    const before = others[others.indexOf(one) - 1]?.value ?? null;
    const status = best === one ? "current" : best && byAge(one, best) > 0 ? "alternative" : "past";
    const previous = status === "current" && !isMany(one.field) ? (before ?? one.previous) : one.previous;
    return one.status === status && one.previous === previous ? one : { ...one, status, previous };
  });
}

/** Where a value in use has left, the newest that it had replaced is in use again. Alternatives wait for an agent. */
function restore<V extends Value>(staying: readonly V[], leaving: readonly Value[]): V[] {
  const inUse = staying.filter(({ status }) => status === "current");
  const gaps = leaving.filter((gone) => gone.status === "current" && !inUse.some((one) => rivals(one, gone)));
  const back = new Set(
    gaps.map(
      (gone) =>
        staying
          .filter((one) => one.status === "past" && rivals(one, gone))
          .sort(byAge)
          .at(-1)?.id,
    ),
  );
  return staying.map((one) => (back.has(one.id) ? { ...one, status: "current" } : one));
}
