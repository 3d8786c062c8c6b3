import type { HttpFailureCode } from "../../../shared/http-failure.ts";
import type { DeliveryState, EndpointState, WebhookType } from "../../../shared/webhook.ts";

/** The tables of webhooks. See `schema.ts`. */
export interface WebhookSchema {
  webhook_endpoints: WebhookEndpoints;
  webhook_events: WebhookEvents;
  webhook_deliveries: WebhookDeliveries;
}

interface WebhookEndpoints {
  property_id: string;
  id: string;
  url: string;
  description: string;
  /** WebhookEvent[] as JSON. */
  events: string;
  state: EndpointState;
  /** It signs, so it is stored as the server's own secrets are. `whsec_` and base64. */
  secret: string;
  /** The secret before the last rotation, which signs too until `old_secret_until`. */
  old_secret: string | null;
  old_secret_until: number | null;
  /** Attempts that have failed since the last one that succeeded. */
  failures: number;
  failing_since: number | null;
  /** Nothing is sent to it before this time. */
  retry_at: number;
  created_at: number;
}

/** Events that some endpoint gets (R35). */
interface WebhookEvents {
  /** Counts up in the order of the commits. */
  position: number;
  /** `evt_` and a UUID. */
  id: string;
  property_id: string;
  kind: WebhookType;
  /** The contact, conversation or import whose events are delivered in order. */
  subject: string;
  /** The contact or visitor whose data are in the body; null: nobody's. */
  person_id: string | null;
  /** The body that is sent, byte for byte. */
  body: string;
  created_at: number;
}

/** An event on its way to an endpoint. */
interface WebhookDeliveries {
  endpoint_id: string;
  /** Of the event. */
  position: number;
  property_id: string;
  state: DeliveryState;
  /** The event's subject until the delivery is over; then null. */
  open_subject: string | null;
  /** When it is tried; null: it is being sent, is over, or waits for an earlier one of its subject. */
  due_at: number | null;
  /** The process that sends it, and the end of its lease; null unless it is being sent. */
  runner: string | null;
  lease_until: number | null;
  attempts: number;
  /** When it was queued, at first or by hand: attempts end some days later. */
  queued_at: number;
  last_attempt_at: number | null;
  /** Of the last attempt: the status and the failure of its answer, how long it took in ms, and the beginning of the answer. */
  status: number | null;
  failure: HttpFailureCode | null;
  duration: number | null;
  answer: string | null;
}
