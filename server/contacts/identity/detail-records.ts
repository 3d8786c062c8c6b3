import type { DetailRecord } from "../../../shared/contact.ts";
import type { DetailRow } from "./contact-store.ts";
import { byDisplayOrder } from "./field-rules.ts";
import { showEmail } from "./show-email.ts";

const STATUS_ORDER = { current: 0, alternative: 1, past: 2 } as const;

const showValue = <T extends string | null>({ field }: DetailRow, value: T) =>
  field === "email" ? showEmail(value) : value;

/** Presents details in the order in which agents see them: current values in display order, the others newest first. */
export function toDetailRecords(rows: readonly DetailRow[]): DetailRecord[] {
  return [...rows]
    .sort(
      (a, b) =>
        STATUS_ORDER[a.status] - STATUS_ORDER[b.status] ||
        (a.status === "current" ? byDisplayOrder(a, b) : b.at - a.at || (a.id < b.id ? 1 : -1)),
    )
    .map((row) => ({
      id: row.id,
      field: row.field,
      value: showValue(row, row.value),
      status: row.status,
      source: row.source,
      proven: row.proven === 1,
      device: row.device_id,
      at: row.at,
      previous: showValue(row, row.previous),
    }));
}
