import type { Deps } from "../../deps.ts";
import { afterCommit } from "../../platform/database/group-commit.ts";
import type { Tx } from "../../platform/database/open.ts";

/** Tells the bus, as soon as it is on disk, that details of people changed. */
export function tellOfPeople(
  tx: Tx,
  { bus }: Pick<Deps, "bus">,
  property: string,
  people: readonly string[],
): void {
  for (const person of new Set(people)) afterCommit(tx, () => bus.emit({ kind: "person", property, person }));
}
