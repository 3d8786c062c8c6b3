import { sortKey } from "../../platform/sort-key.ts";
import type { DetailRow, VisitorRow } from "./contact-store.ts";
import { byDisplayOrder } from "./field-rules.ts";

type Stated = Pick<DetailRow, "field" | "status">;
type Summarized = Pick<DetailRow, "id" | "field" | "value" | "status" | "preferred">;

/** The current values of one field, in the order of the list. */
export function currentValues<V extends Stated>(values: readonly V[], field: string): V[] {
  return values.filter((one) => one.field === field && one.status === "current");
}

/** The current value of a field that is shown first: the one that an agent preferred, otherwise the oldest. */
export function firstValue<V extends Summarized>(values: readonly V[], field: string): V | undefined {
  let first: V | undefined;
  for (const one of values)
    if (one.field === field && one.status === "current" && (!first || byDisplayOrder(one, first) < 0))
      first = one;
  return first;
}

/** The name, e-mail and phone that lists show of a record, copied to its row from its details, and the key of the name's order. */
export function summarizeDetails(
  values: readonly Summarized[],
): Pick<VisitorRow, "name" | "email" | "phone" | "sort_name"> {
  const first = (field: string) => firstValue(values, field)?.value ?? null;
  const name = first("name");
  return { name, email: first("email"), phone: first("phone"), sort_name: sortKey(name ?? "") };
}
