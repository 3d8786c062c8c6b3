import {
  MAX_ENDPOINTS,
  type WebhookEndpoint,
  type WebhookEndpointEdit,
  type WebhookEndpointWrite,
} from "../../../shared/webhook.ts";
import type { Deps } from "../../deps.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { newId } from "../../platform/ids.ts";
import { openAll } from "../delivery/subject-order.ts";
import { cancelWaiting } from "./cancel-waiting.ts";
import { parseEvents } from "./parse-events.ts";
import { newWebhookSecret, ROTATION_TIME } from "./webhook-secret.ts";

type EndpointRow = Schema["webhook_endpoints"];
type StoreDeps = Pick<Deps, "now" | "random">;

/** Identifies an endpoint. */
export interface EndpointKey {
  readonly property: string;
  readonly id: string;
}

/** A property's endpoints, the oldest first. */
export async function listEndpoints(db: Db, property: string, now: number): Promise<WebhookEndpoint[]> {
  const rows = await db
    .selectFrom("webhook_endpoints")
    .selectAll()
    .where("property_id", "=", property)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  const waiting = await countWaiting(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toEndpoint(row, waiting.get(row.id) ?? 0, now));
}

async function countWaiting(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  if (!ids.length) return new Map();
  const rows = await db
    .selectFrom("webhook_deliveries")
    .select(["endpoint_id", (eb) => eb.fn.countAll<number>().as("waiting")])
    .where("endpoint_id", "in", ids)
    .where("open_subject", "is not", null)
    .groupBy("endpoint_id")
    .execute();
  return new Map(rows.map((row) => [row.endpoint_id, Number(row.waiting)]));
}

const toEndpoint = (row: EndpointRow, waiting: number, now: number): WebhookEndpoint => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: parseEvents(row.events),
  state: row.state,
  oldSecretUntil: row.old_secret_until !== null && row.old_secret_until > now ? row.old_secret_until : null,
  failingSince: row.failing_since,
  waiting,
  createdAt: row.created_at,
});

/** @throws ApiError `not_found` */
export async function findEndpoint(db: Db, { property, id }: EndpointKey): Promise<EndpointRow> {
  const row = await db
    .selectFrom("webhook_endpoints")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row;
}

/** @throws ApiError `not_found` */
export async function readEndpoint(db: Db, key: EndpointKey, now: number): Promise<WebhookEndpoint> {
  const row = await findEndpoint(db, key);
  return toEndpoint(row, (await countWaiting(db, [key.id])).get(key.id) ?? 0, now);
}

/**
 * Creates an endpoint, with a secret of its own.
 *
 * @returns its ID and the secret
 * @throws ApiError `too_many_endpoints`
 */
export async function createEndpoint(
  tx: Tx,
  deps: StoreDeps,
  property: string,
  { url, description, events }: WebhookEndpointWrite,
): Promise<{ id: string; secret: string }> {
  const existing = await tx
    .selectFrom("webhook_endpoints")
    .select("id")
    .where("property_id", "=", property)
    .execute();
  if (existing.length >= MAX_ENDPOINTS) throw new ApiError("too_many_endpoints");
  const [id, secret] = [newId(deps), newWebhookSecret(deps.random)];
  await tx
    .insertInto("webhook_endpoints")
    .values({
      property_id: property,
      id,
      url,
      description,
      events: JSON.stringify([...new Set(events)]),
      state: "enabled",
      secret,
      old_secret: null,
      old_secret_until: null,
      failures: 0,
      failing_since: null,
      retry_at: 0,
      created_at: deps.now(),
    })
    .execute();
  return { id, secret };
}

/**
 * Changes an endpoint. One that is switched on again, or has another address, is tried anew with what waits for it; one that is
 * switched off gets nothing of what waits.
 *
 * @throws ApiError `not_found`
 */
export async function editEndpoint(
  tx: Tx,
  { now }: StoreDeps,
  key: EndpointKey,
  { url, description, events, enabled }: WebhookEndpointEdit,
): Promise<void> {
  const before = await findEndpoint(tx, key);
  const isResumed = enabled === true && before.state !== "enabled";
  const isDisabled = enabled === false && before.state !== "disabled";
  const isMoved = url !== undefined && url !== before.url;
  await update(tx, key, {
    ...(url !== undefined && { url }),
    ...(description !== undefined && { description }),
    ...(events && { events: JSON.stringify([...new Set(events)]) }),
    ...(isResumed && { state: "enabled" as const }),
    ...(isDisabled && { state: "disabled" as const }),
    ...((isResumed || isMoved) && { failures: 0, failing_since: null, retry_at: 0 }),
  });
  if (isDisabled) await cancelWaiting(tx, key.id);
  if (isResumed) await openAll(tx, now(), key.id);
}

async function update(tx: Tx, { property, id }: EndpointKey, change: Partial<EndpointRow>): Promise<void> {
  if (!Object.keys(change).length) return;
  await tx
    .updateTable("webhook_endpoints")
    .set(change)
    .where("property_id", "=", property)
    .where("id", "=", id)
    .execute();
}

/**
 * Gives an endpoint a new secret. The one before signs too for a day, so that the receiver can change over in between.
 *
 * @returns the new secret
 * @throws ApiError `not_found`
 */
export async function rotateSecret(tx: Tx, { now, random }: StoreDeps, key: EndpointKey): Promise<string> {
  const before = await findEndpoint(tx, key);
  const secret = newWebhookSecret(random);
  await update(tx, key, { secret, old_secret: before.secret, old_secret_until: now() + ROTATION_TIME });
  return secret;
}

/** Removes an endpoint with its deliveries. @throws ApiError `not_found` */
export async function removeEndpoint(tx: Tx, key: EndpointKey): Promise<void> {
  await findEndpoint(tx, key);
  await tx.deleteFrom("webhook_deliveries").where("endpoint_id", "=", key.id).execute();
  await tx
    .deleteFrom("webhook_endpoints")
    .where("property_id", "=", key.property)
    .where("id", "=", key.id)
    .execute();
}
