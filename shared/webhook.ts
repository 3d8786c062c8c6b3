import * as z from "zod/mini";
import { HTTP_FAILURES } from "./http-failure.ts";
import { lineUpTo } from "./tidied-text.ts";

/** The events that an endpoint can choose, in the order in which they are shown. */
export const WEBHOOK_EVENTS = [
  "contact.created",
  "contact.updated",
  "contact.merged",
  "contact.erased",
  "visitor.identified",
  "submission.received",
  "conversation.opened",
  "conversation.closed",
  "conversation.rated",
  "message.created",
  "ticket.created",
  "ticket.updated",
  "import.finished",
] as const;
export const WebhookEvent = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** The types of what is sent: `test` is sent when an admin asks for it, whatever the endpoint has chosen. */
export const WebhookType = z.enum([...WEBHOOK_EVENTS, "test"]);
export type WebhookType = z.infer<typeof WebhookType>;

/** The most endpoints of a property. */
export const MAX_ENDPOINTS = 20;
/** The longest address and description, in characters. */
const MAX_URL = 1_000;
const MAX_DESCRIPTION = 200;

/**
 * `disabled`: an admin has switched it off; `paused`: it has failed for days; `gone`: it has answered 410, which ends the
 * subscription. Only an enabled one gets events.
 */
export const EndpointState = z.enum(["enabled", "disabled", "paused", "gone"]);
export type EndpointState = z.infer<typeof EndpointState>;

/** An admin's choices for an endpoint. */
export const WebhookEndpointWrite = z.strictObject({
  /** Of http or https, without a user and a password. */
  url: z.string().check(
    z.maxLength(MAX_URL, { abort: true }),
    z.refine(isHttpUrl, {
      message: "must be an address that starts with https:// or http://, without a password",
    }),
  ),
  description: lineUpTo(MAX_DESCRIPTION),
  events: z
    .array(WebhookEvent)
    .check(z.minLength(1, "choose at least one event"), z.maxLength(WEBHOOK_EVENTS.length)),
});
export type WebhookEndpointWrite = z.infer<typeof WebhookEndpointWrite>;

/** A change of an endpoint. What is absent stays. */
export const WebhookEndpointEdit = z.strictObject({
  ...z.partial(WebhookEndpointWrite).shape,
  /** True also resumes one that is paused or gone. */
  enabled: z.optional(z.boolean()),
});
export type WebhookEndpointEdit = z.infer<typeof WebhookEndpointEdit>;

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && hostname !== "" && !username && !password;
}

/** An endpoint, without its secret. */
export const WebhookEndpoint = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  events: z.array(WebhookEvent),
  state: EndpointState,
  /** Until when the secret before the last rotation signs too, ms since 1970; null: there is none. */
  oldSecretUntil: z.nullable(z.number()),
  /** Since when all attempts have failed, ms since 1970; null: the last one has succeeded, or there was none. */
  failingSince: z.nullable(z.number()),
  /** Of its deliveries that are stored. */
  waiting: z.number(),
  createdAt: z.number(),
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

export const WebhookEndpoints = z.object({ items: z.array(WebhookEndpoint) });

/** The secret that signs an endpoint's webhooks, in the form of Standard Webhooks: `whsec_` and base64. */
export const WebhookSecret = z.object({ secret: z.string() });
export type WebhookSecret = z.infer<typeof WebhookSecret>;

export const CreatedWebhookEndpoint = z.object({ endpoint: WebhookEndpoint, ...WebhookSecret.shape });
export type CreatedWebhookEndpoint = z.infer<typeof CreatedWebhookEndpoint>;

/** `failed`: it was tried for days, and is not tried again by itself; `cancelled`: the endpoint ended before it was sent. */
export const DeliveryState = z.enum(["waiting", "sending", "delivered", "failed", "cancelled"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** An event on its way to an endpoint. */
export const WebhookDelivery = z.object({
  /** The event's ID, `webhook-id`: the same for all endpoints and attempts. */
  id: z.string(),
  type: WebhookType,
  state: DeliveryState,
  attempts: z.number(),
  /** When it is tried next, ms since 1970; null: it is being sent, waits for an earlier event of its contact or conversation, or is over. */
  nextAttemptAt: z.nullable(z.number()),
  /** The status of the last answer; null: there was none. */
  status: z.nullable(z.number()),
  /** Why the last attempt has failed; null: it has not, or there was none. */
  failure: z.nullable(z.enum(HTTP_FAILURES)),
  /** How long the last attempt took, ms; null: there was none. */
  duration: z.nullable(z.number()),
  createdAt: z.number(),
  lastAttemptAt: z.nullable(z.number()),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookDeliveryPage = z.object({
  items: z.array(WebhookDelivery),
  /** The `cursor` of the next page; null: there is none. */
  next: z.nullable(z.string()),
});
export type WebhookDeliveryPage = z.infer<typeof WebhookDeliveryPage>;

/** A delivery with what was sent and what was answered. */
export const WebhookDeliveryDetail = z.object({
  ...WebhookDelivery.shape,
  /** The body that is sent. */
  request: z.string(),
  /** The beginning of the last answer's body; null: there was none. */
  answer: z.nullable(z.string()),
});
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>;

export const WebhookDeliveryQuery = z.object({
  cursor: z.optional(z.string().check(z.maxLength(100))),
});
