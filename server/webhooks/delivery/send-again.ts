import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { type EndpointKey, findEndpoint } from "../endpoints/endpoint-store.ts";
import { queueEvents } from "../events/record-events.ts";

/**
 * Sends an event to an endpoint once more, with the same ID, at once, and tries for days again. One that is being sent stays as it is.
 *
 * @throws ApiError `not_found`, `endpoint_disabled`
 */
export async function sendAgain(tx: Tx, key: EndpointKey, event: string, now: number): Promise<void> {
  await findEnabled(tx, key);
  const row = await tx
    .selectFrom("webhook_events")
    .innerJoin("webhook_deliveries", "webhook_deliveries.position", "webhook_events.position")
    .select(["webhook_events.position", "webhook_events.subject", "webhook_deliveries.state"])
    .where("webhook_events.property_id", "=", key.property)
    .where("webhook_events.id", "=", event)
    .where("webhook_deliveries.endpoint_id", "=", key.id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  if (row.state === "sending") return;
  await tx
    .updateTable("webhook_deliveries")
    .set({ state: "waiting", due_at: now, open_subject: row.subject, queued_at: now })
    .where("endpoint_id", "=", key.id)
    .where("position", "=", row.position)
    .execute();
  tx.publish({ kind: "webhooks_queued" });
}

/**
 * Sends an event of the type `test` to an endpoint.
 *
 * @returns the event's ID
 * @throws ApiError `not_found`, `endpoint_disabled`
 */
export async function sendTest(
  tx: Tx,
  deps: Pick<Deps, "now" | "random">,
  key: EndpointKey,
): Promise<string> {
  await findEnabled(tx, key);
  const { property, id } = key;
  const data = { message: "Foyer can reach this endpoint." };
  // a subject of its own, so that it waits for nothing
  const subject = `test_${Buffer.from(deps.random(12)).toString("hex")}`;
  const [event = ""] = await queueEvents(
    tx,
    deps,
    [{ type: "test", property, subject, person: null, data }],
    [{ id, property, wants: () => true }],
  );
  tx.publish({ kind: "webhooks_queued" });
  return event;
}

async function findEnabled(tx: Tx, key: EndpointKey): Promise<void> {
  const { state } = await findEndpoint(tx, key);
  if (state !== "enabled") throw new ApiError("endpoint_disabled");
}
