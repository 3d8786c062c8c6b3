import type { BodyOutcome } from "../../../shared/webhook-source.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { isStorageFault } from "../../platform/http/api-error.ts";
import { createBodyReader } from "../body/map-body.ts";
import { isDeletion } from "../reception/describe-event.ts";
import { parseMapping, requireSource } from "../source-store.ts";
import { decidePeople } from "./decide-people.ts";

export type BodyRow = Schema["received_bodies"];

/** Bodies that are looked up at once. */
const BATCH = 100;
/** After so many failures a body is left to people. */
const MAX_TRIES = 5;
/** The pause before the second try, ms; each further one is twice as long. */
const FIRST_PAUSE = 30_000;
const MAX_REASON = 500;

export const IGNORED_REASON =
  "This event says that somebody or something was deleted, or is to be. No contact is made from it, and none is deleted.";

/** The result for one body. */
interface Processed {
  readonly outcome: BodyOutcome;
  readonly reason: string;
  readonly leftOut: readonly string[];
  readonly contact: string | null;
}

/**
 * Processes a source's bodies that are due, in the order in which they were received. Each is processed in the transaction in
 * which its row becomes done, so that a process that dies in between loses nothing and repeats nothing. All writers take turns,
 * so several processes do not process one body twice. A body that fails is tried again later and never stops the next.
 *
 * @throws Error if the database cannot be used; no try is counted
 */
export async function processBodies(
  deps: Deps,
  property: string,
  source: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const due = await deps.database.read
      .selectFrom("received_bodies")
      .select("id")
      .where("property_id", "=", property)
      .where("source_id", "=", source)
      .where("next_try_at", "<=", deps.now())
      .orderBy("id")
      .limit(BATCH)
      .execute();
    for (const { id } of due) await processOne(deps, property, id);
    if (due.length < BATCH) return;
  }
}

async function processOne(deps: Deps, property: string, id: string): Promise<void> {
  try {
    await deps.database.write(async (tx) => {
      const row = await findQueued(tx, property, id);
      if (!row) return; // another process was faster
      const done = await processBody(tx, deps, row);
      await tx
        .updateTable("received_bodies")
        .set({
          state: "done",
          outcome: done.outcome,
          reason: done.reason,
          left_out: JSON.stringify(done.leftOut),
          visitor_id: done.contact,
          next_try_at: null,
        })
        .where("property_id", "=", property)
        .where("id", "=", id)
        .execute();
    });
  } catch (err) {
    // an outage says nothing of the body
    if (isStorageFault(err)) throw err;
    deps.log.error({ err, body: id }, "could not process a received webhook");
    const reason = (err instanceof Error ? err.message : String(err)).slice(0, MAX_REASON);
    await deps.database.write((tx) => countFailure(tx, deps.now(), property, id, reason));
  }
}

const findQueued = (tx: Tx, property: string, id: string): Promise<BodyRow | undefined> =>
  tx
    .selectFrom("received_bodies")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("state", "=", "queued")
    .executeTakeFirst();

async function countFailure(
  tx: Tx,
  now: number,
  property: string,
  id: string,
  reason: string,
): Promise<void> {
  const row = await findQueued(tx, property, id);
  if (!row) return;
  const tries = row.tries + 1;
  const isOver = tries >= MAX_TRIES;
  await tx
    .updateTable("received_bodies")
    .set({
      tries,
      reason,
      ...(isOver
        ? { state: "failed", next_try_at: null }
        : { next_try_at: now + FIRST_PAUSE * 2 ** row.tries }),
    })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .execute();
}

async function processBody(tx: Tx, deps: Deps, row: BodyRow): Promise<Processed> {
  if (isDeletion(row.topic))
    return { outcome: "ignored", reason: IGNORED_REASON, leftOut: [], contact: null };
  const source = await requireSource(tx, row.property_id, row.source_id);
  const read = createBodyReader({
    mapping: parseMapping(source),
    attributes: await listAttributes(tx, row.property_id),
    country: source.country,
  });
  const person = read(JSON.parse(row.body ?? "null"));
  if (person.kind === "refused")
    return { outcome: "refused", reason: person.reason, leftOut: [], contact: null };
  const { results, save } = await decidePeople(tx, deps, { property: row.property_id, id: source.id }, [
    person,
  ]);
  await save();
  const [result] = results;
  if (!result) throw new Error("Nothing was decided about a body");
  return { outcome: result.outcome, reason: "", leftOut: person.leftOut, contact: result.contact };
}
