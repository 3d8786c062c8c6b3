import type { WebhookDelivery, WebhookDeliveryDetail, WebhookEndpoint } from "../../../shared/webhook.ts";

/** An invented endpoint, for the examples of the description. */
export const EXAMPLE_ENDPOINT: WebhookEndpoint = {
  id: "01890a5d-ac96-774b-bcce-b302099a8062",
  url: "https://crm.example.com/foyer",
  description: "CRM",
  events: ["contact.created", "contact.updated"],
  state: "enabled",
  oldSecretUntil: null,
  failingSince: null,
  waiting: 0,
  createdAt: 1_795_000_000_000,
};

/** A secret that signs nothing. */
export const SECRET = "whsec_RXhhbXBsZSBvZiBhIHNlY3JldCBvZiBhbiBlbmRwb2ludA==";

export const EXAMPLE_DELIVERY: WebhookDelivery = {
  id: "evt_01890a5dac96774bbcceb302099a8063",
  type: "test",
  state: "delivered",
  attempts: 1,
  nextAttemptAt: null,
  status: 200,
  failure: null,
  duration: 84,
  createdAt: 1_795_000_000_000,
  lastAttemptAt: 1_795_000_000_100,
};

export const EXAMPLE_DETAIL: WebhookDeliveryDetail = {
  ...EXAMPLE_DELIVERY,
  request: '{"type":"test","data":{"message":"Foyer can reach this endpoint."}}',
  answer: "ok",
};

/** The parameters of a path that name an endpoint, and an event that was sent to it. */
export const ENDPOINT_ID = { description: "The endpoint's ID", example: EXAMPLE_ENDPOINT.id };
export const EVENT_ID = { description: "The event's ID, `webhook-id`", example: EXAMPLE_DELIVERY.id };
