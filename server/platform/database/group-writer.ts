import { ApiError, isStorageFault } from "../http/api-error.ts";
import type { Database, Tx } from "./open.ts";

interface Queued<I, O> {
  readonly input: I;
  readonly resolve: (outcome: O) => void;
  readonly reject: (error: unknown) => void;
}

/** How many inputs one job writes at most. */
const MAX_INPUTS = 256;

/**
 * Makes a function that writes one input, and resolves when its data is on disk (R21).
 *
 * The inputs that arrive in one turn of the event loop are written together, with the statements of one: group commit alone,
 * which shares only the fsync, costs half as much processor time again. If writing them together fails, each is written alone,
 * so that a bad input fails alone.
 *
 * @param groupOf what inputs that are written together must have in common
 * @param write writes the inputs of a group. It returns their outcomes in the same order; an error of one input is an outcome, if
 *   that input has changed nothing
 */
export function createGroupWriter<G, I, O extends object>(
  database: Pick<Database, "write">,
  groupOf: (input: I) => G,
  write: (tx: Tx, group: G, inputs: readonly I[]) => Promise<readonly (O | ApiError)[]>,
): (input: I) => Promise<O> {
  const queue: Queued<I, O>[] = [];

  async function writeTogether(group: G, members: readonly Queued<I, O>[]): Promise<void> {
    try {
      const inputs = members.map(({ input }) => input);
      const outcomes = await database.write((tx) => write(tx, group, inputs));
      for (const [index, queued] of members.entries()) settle(queued, outcomes[index]);
    } catch (error) {
      if (members.length === 1 || isStorageFault(error)) for (const { reject } of members) reject(error);
      else await Promise.all(members.map((queued) => writeTogether(group, [queued])));
    }
  }

  function flush(): void {
    const groups = new Map<G, Queued<I, O>[]>();
    for (const queued of queue.splice(0, MAX_INPUTS)) {
      const group = groupOf(queued.input);
      const members = groups.get(group) ?? [];
      members.push(queued);
      groups.set(group, members);
    }
    for (const [group, members] of groups) void writeTogether(group, members);
    if (queue.length) setImmediate(flush);
  }

  return (input) =>
    new Promise((resolve, reject) => {
      if (queue.push({ input, resolve, reject }) === 1) setImmediate(flush);
    });
}

function settle<I, O extends object>(
  { resolve, reject }: Queued<I, O>,
  outcome: O | ApiError | undefined,
): void {
  if (outcome === undefined || outcome instanceof ApiError) reject(outcome ?? new ApiError("internal"));
  else resolve(outcome);
}
