import type { Receipt } from "../../shared/delivery.ts";
import type { Deps } from "../deps.ts";
import { ApiError, isStorageFault } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import type { KnownProperty } from "../properties/store.ts";
import { acceptBatches, type Batch, type BatchOutcome } from "./accept-batches.ts";

interface Waiting {
  readonly batch: Batch;
  readonly resolve: (receipts: Receipt[]) => void;
  readonly reject: (error: unknown) => void;
}

/** How many batches are decided together at most. */
const MAX_TOGETHER = 256;

/**
 * Takes batches of deliveries in. Those that arrive in one turn of the event loop are decided and written together,
 * which costs a fraction of the statements; if that fails, each is tried alone, so that none takes its neighbours
 * with it. Resolves when the data is on disk (R21).
 */
export function createIntake(deps: Pick<Deps, "database" | "now" | "random">) {
  const waiting: Waiting[] = [];

  const accept = (property: KnownProperty, batches: readonly Batch[]) =>
    deps.database.write((tx) =>
      acceptBatches(tx, property, batches, { now: deps.now(), newId: () => newId(deps) }),
    );

  function settle({ resolve, reject }: Waiting, outcome: BatchOutcome | undefined): void {
    if (outcome === undefined || outcome instanceof ApiError) reject(outcome ?? new ApiError("internal"));
    else resolve(outcome);
  }

  async function acceptTogether(property: KnownProperty, group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await accept(
        property,
        group.map(({ batch }) => batch),
      );
      for (const [at, one] of group.entries()) settle(one, outcomes[at]);
    } catch (error) {
      if (group.length === 1 || isStorageFault(error)) for (const { reject } of group) reject(error);
      else await Promise.all(group.map((one) => acceptTogether(property, [one])));
    }
  }

  function flush(): void {
    const groups = new Map<KnownProperty, Waiting[]>();
    for (const one of waiting.splice(0, MAX_TOGETHER)) {
      const group = groups.get(one.batch.property) ?? [];
      group.push(one);
      groups.set(one.batch.property, group);
    }
    for (const [property, group] of groups) void acceptTogether(property, group);
    if (waiting.length) setImmediate(flush);
  }

  return (batch: Batch): Promise<Receipt[]> =>
    new Promise((resolve, reject) => {
      if (waiting.push({ batch, resolve, reject }) === 1) setImmediate(flush);
    });
}
