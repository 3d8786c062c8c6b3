import type { Tx } from "../../platform/database/open.ts";

/**
 * Publishes that these contacts or visitors changed, once for each.
 *
 * @param isOnlyAbout only notes or suggestions about them did
 */
export function publishContactsChanged(
  tx: Tx,
  property: string,
  people: readonly string[],
  isOnlyAbout = false,
): void {
  for (const person of new Set(people)) tx.publish({ kind: "person", property, person, isOnlyAbout });
}
