import type { VisitorRow } from "./contact-store.ts";
import { byOrder } from "./field-rules.ts";

/** The current name and the first e-mail and phone, as lists show a record; the truth is in its details. */
export function summaryOf(
  values: readonly {
    readonly id: string;
    readonly field: string;
    readonly value: string;
    readonly status: string;
    readonly preferred: number;
  }[],
): Pick<VisitorRow, "name" | "email" | "phone"> {
  const first = (field: string) =>
    values.filter((one) => one.field === field && one.status === "current").sort(byOrder)[0]?.value ?? null;
  return { name: first("name"), email: first("email"), phone: first("phone") };
}
