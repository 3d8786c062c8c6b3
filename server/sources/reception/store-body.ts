import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import { identifierKeys } from "../body/identifier-keys.ts";
import { parseMapping, type SourceRow } from "../source-store.ts";
import type { EventDescription } from "./describe-event.ts";

interface Received {
  readonly event: EventDescription;
  readonly body: unknown;
  readonly isVerified: boolean;
}

/**
 * Stores a body, unless it was received before (R36). It is queued if its source is switched on and its signature is right,
 * otherwise it waits for an admin.
 *
 * @returns whether it is new
 */
export async function storeBody(
  tx: Tx,
  deps: Pick<Deps, "now" | "random">,
  source: SourceRow,
  { event, body, isVerified }: Received,
): Promise<boolean> {
  const id = newId(deps);
  const receivedAt = deps.now();
  const isQueued = isVerified && source.is_active === 1;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("received_bodies")
    .values({
      property_id: source.property_id,
      id,
      source_id: source.id,
      event_key: event.key,
      digest: event.digest,
      topic: event.topic,
      is_verified: isVerified ? 1 : 0,
      body: JSON.stringify(body),
      state: isQueued ? "queued" : "waiting",
      outcome: null,
      reason: "",
      left_out: "[]",
      visitor_id: null,
      tries: 0,
      next_try_at: isQueued ? receivedAt : null,
      received_at: receivedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return false;
  const keys = identifierKeys(body, parseMapping(source));
  await saveKeys(tx, source.property_id, id, keys);
  if (isQueued) tx.publish({ kind: "body_queued", property: source.property_id });
  return true;
}

async function saveKeys(tx: Tx, property: string, body: string, keys: readonly string[]): Promise<void> {
  if (keys.length)
    await tx
      .insertInto("received_body_keys")
      .values(keys.map((key) => ({ property_id: property, identifier_key: key, body_id: body })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
