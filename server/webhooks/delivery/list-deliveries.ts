import * as z from "zod/mini";
import type { WebhookDelivery, WebhookDeliveryDetail, WebhookDeliveryPage } from "../../../shared/webhook.ts";
import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { decodeCursor, encodeCursor } from "../../platform/paging.ts";
import { type EndpointKey, findEndpoint } from "../endpoints/endpoint-store.ts";

/** How many deliveries a page has. */
const PAGE_SIZE = 50;

const CursorText = z.tuple([z.int()]);

const selectDeliveries = (db: Db, endpoint: string) =>
  db
    .selectFrom("webhook_deliveries")
    .innerJoin("webhook_events", "webhook_events.position", "webhook_deliveries.position")
    .select([
      "webhook_deliveries.position",
      "webhook_events.id",
      "webhook_events.kind",
      "webhook_events.created_at",
      "webhook_deliveries.state",
      "webhook_deliveries.attempts",
      "webhook_deliveries.due_at",
      "webhook_deliveries.status",
      "webhook_deliveries.failure",
      "webhook_deliveries.duration",
      "webhook_deliveries.last_attempt_at",
    ])
    .where("endpoint_id", "=", endpoint);

type DeliveryRow = Awaited<ReturnType<ReturnType<typeof selectDeliveries>["execute"]>>[number];

const toDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  type: row.kind,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.due_at,
  status: row.status,
  failure: row.failure,
  duration: row.duration,
  createdAt: row.created_at,
  lastAttemptAt: row.last_attempt_at,
});

/**
 * A page of an endpoint's deliveries, the newest event first.
 *
 * @throws ApiError `not_found`; `invalid_request` for a cursor of another list
 */
export async function listDeliveries(
  db: Db,
  key: EndpointKey,
  cursor: string | undefined,
): Promise<WebhookDeliveryPage> {
  await findEndpoint(db, key);
  const before = decodeCursor(CursorText, cursor);
  const rows = await selectDeliveries(db, key.id)
    .$if(before !== null, (query) => query.where("webhook_deliveries.position", "<", before?.[0] ?? 0))
    .orderBy("webhook_deliveries.position", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
  const page = rows.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return {
    items: page.map(toDelivery),
    next: last && rows.length > PAGE_SIZE ? encodeCursor([last.position]) : null,
  };
}

/** @throws ApiError `not_found` */
export async function readDelivery(db: Db, key: EndpointKey, event: string): Promise<WebhookDeliveryDetail> {
  await findEndpoint(db, key);
  const row = await selectDeliveries(db, key.id)
    .select(["webhook_events.body", "webhook_deliveries.answer"])
    .where("webhook_events.property_id", "=", key.property)
    .where("webhook_events.id", "=", event)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return { ...toDelivery(row), request: row.body, answer: row.answer };
}
