import type { Receipt } from "../../shared/delivery.ts";
import type { Deps } from "../deps.ts";
import { ApiError, isStorageFault } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import type { KnownProperty } from "../properties/store.ts";
import { acceptBatches, type BatchOutcome } from "./accept-batches.ts";
import type { Batch } from "./intake-state.ts";

interface QueuedBatch {
  readonly batch: Batch;
  readonly resolve: (receipts: Receipt[]) => void;
  readonly reject: (error: unknown) => void;
}

/** How many batches one transaction accepts at most. */
const MAX_BATCHES = 256;

/**
 * Makes the function that accepts batches of deliveries. It resolves when the data is on disk (R21).
 *
 * The batches that arrive in one turn of the event loop are accepted together, with the statements of one: group commit
 * alone, which shares only the fsync, costs half as much processor time again. If accepting them together fails, each
 * is accepted alone, so that a bad batch fails alone.
 */
export function createIntake(deps: Pick<Deps, "database" | "now" | "random">) {
  const queue: QueuedBatch[] = [];

  const accept = (property: KnownProperty, batches: readonly Batch[]) =>
    deps.database.write((tx) =>
      acceptBatches(tx, property, batches, { now: deps.now(), newId: () => newId(deps) }),
    );

  async function acceptTogether(property: KnownProperty, group: readonly QueuedBatch[]): Promise<void> {
    try {
      const batches = group.map(({ batch }) => batch);
      const outcomes = await accept(property, batches);
      for (const [index, queued] of group.entries()) settle(queued, outcomes[index]);
    } catch (error) {
      if (group.length === 1 || isStorageFault(error)) for (const { reject } of group) reject(error);
      else await Promise.all(group.map((queued) => acceptTogether(property, [queued])));
    }
  }

  function flush(): void {
    const groups = new Map<KnownProperty, QueuedBatch[]>();
    for (const queued of queue.splice(0, MAX_BATCHES)) {
      const group = groups.get(queued.batch.property) ?? [];
      group.push(queued);
      groups.set(queued.batch.property, group);
    }
    for (const [property, group] of groups) void acceptTogether(property, group);
    if (queue.length) setImmediate(flush);
  }

  return (batch: Batch): Promise<Receipt[]> =>
    new Promise((resolve, reject) => {
      if (queue.push({ batch, resolve, reject }) === 1) setImmediate(flush);
    });
}

function settle({ resolve, reject }: QueuedBatch, outcome: BatchOutcome | undefined): void {
  if (outcome === undefined || outcome instanceof ApiError) reject(outcome ?? new ApiError("internal"));
  else resolve(outcome);
}
