import type { Receipt } from "../../shared/delivery.ts";
import type { Deps } from "../deps.ts";
import { createGroupWriter } from "../platform/database/group-writer.ts";
import { newId } from "../platform/ids.ts";
import type { KnownProperty } from "../properties/store.ts";
import { acceptBatches } from "./accept-batches.ts";
import type { Batch } from "./intake-state.ts";

/** Makes the function that accepts batches of deliveries. It resolves when the data is on disk (R21). */
export function createIntake(deps: Pick<Deps, "database" | "now" | "random">) {
  return createGroupWriter<KnownProperty, Batch, Receipt[]>(
    deps.database,
    ({ property }) => property,
    (tx, property, batches) =>
      acceptBatches(tx, property, batches, { now: deps.now(), newId: () => newId(deps) }),
  );
}
