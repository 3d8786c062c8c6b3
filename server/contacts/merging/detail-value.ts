import type { DetailRow } from "../identity/contact-store.ts";
import { isMany } from "../identity/field-rules.ts";

/** The part of a saved detail that merging and detaching decide about. */
export type DetailValue = Pick<
  DetailRow,
  | "id"
  | "field"
  | "value"
  | "compare_key"
  | "status"
  | "preferred"
  | "device_id"
  | "source"
  | "proven"
  | "at"
  | "previous"
>;

export const isCurrent = ({ status }: Pick<DetailValue, "status">) => status === "current";
/** Current or an alternative. */
export const isLive = ({ status }: Pick<DetailValue, "status">) => status !== "past";

/** Oldest first. */
export function byAge(a: Pick<DetailValue, "at" | "id">, b: typeof a): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

type Compared = Pick<DetailValue, "field" | "compare_key">;

export const isSameValue = (a: Compared, b: Compared) =>
  a.field === b.field && a.compare_key === b.compare_key;

/** Whether two values cannot both be current: any two of a field with one value, otherwise the same value twice. */
export function isConflicting(a: Compared, b: Compared): boolean {
  return a.field === b.field && (!isMany(a.field) || a.compare_key === b.compare_key);
}
