import type { Tx } from "../../platform/database/open.ts";

/** Tells the bus, as soon as it is on disk, that details of people changed. */
export function tellOfPeople(tx: Tx, property: string, people: readonly string[]): void {
  for (const person of new Set(people)) tx.publish({ kind: "person", property, person });
}
