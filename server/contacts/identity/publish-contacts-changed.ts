import type { Tx } from "../../platform/database/open.ts";

/** Publishes that the details of these contacts or visitors changed, once for each. */
export function publishContactsChanged(tx: Tx, property: string, people: readonly string[]): void {
  for (const person of new Set(people)) tx.publish({ kind: "person", property, person });
}
