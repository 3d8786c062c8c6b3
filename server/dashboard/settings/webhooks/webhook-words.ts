import type { HttpFailureCode } from "../../../../shared/http-failure.ts";
import type {
  DeliveryState,
  EndpointState,
  WebhookDelivery,
  WebhookEvent,
} from "../../../../shared/webhook.ts";

/** Each event in words. */
export const EVENT_WORDS: Readonly<Record<WebhookEvent, string>> = {
  "contact.created": "A visitor, a form, an import or a program has made a contact",
  "contact.updated": "Values or tags of a contact have changed",
  "contact.merged": "Contacts were merged into one",
  "contact.erased": "A person was erased for good",
  "visitor.identified": "A visitor has proven who they are",
  "submission.received": "A visitor has sent a form",
  "conversation.opened": "A conversation has begun, or is open again",
  "conversation.closed": "A conversation was closed",
  "conversation.rated": "A visitor has rated a conversation",
  "message.created": "A visitor or an agent has written a message (no notes)",
  "ticket.created": "A ticket was made",
  "ticket.updated": "A ticket’s status, subject, priority, assignee or tags have changed",
  "import.finished": "An import has ended, or was undone",
};

/** The badge of an endpoint; null: it works. */
export const ENDPOINT_BADGES: Readonly<
  Record<EndpointState, { readonly text: string; readonly tone: "" | " bad" | " good" }>
> = {
  enabled: { text: "On", tone: " good" },
  disabled: { text: "Off", tone: "" },
  paused: { text: "Paused: does not work", tone: " bad" },
  gone: { text: "Ended by the receiver", tone: " bad" },
};

const FAILURES: Readonly<Record<HttpFailureCode, string>> = {
  bad_address: "The address can't be used",
  dns: "The host has no address (DNS)",
  private_address: "The host is in a private network, which the server does not allow",
  unreachable: "Nobody answers at this address",
  connect_timeout: "No connection within 10 seconds",
  tls: "No valid certificate",
  answer_timeout: "No answer within 15 seconds",
  connection_lost: "The connection was closed without an answer",
  malformed_answer: "The answer is not HTTP",
  redirect: "A redirect, which is not followed",
  http_status: "Refused",
};

const STATES: Readonly<Record<DeliveryState, string>> = {
  waiting: "Waiting",
  sending: "Sending",
  delivered: "Delivered",
  failed: "Failed for three days",
  cancelled: "Not sent: the endpoint was switched off",
};

/** The state of a delivery in a few words. */
export function deliveryText({ state, attempts, nextAttemptAt, failure }: WebhookDelivery): string {
  if (state === "waiting" && attempts === 0 && nextAttemptAt === null)
    return "Waits for an earlier event of the same contact or conversation";
  if (failure === null) return STATES[state];
  return state === "waiting" || state === "sending"
    ? FAILURES[failure]
    : `${STATES[state]}. ${FAILURES[failure]}`;
}

/** The tone of a delivery's badge. */
export const deliveryTone = ({ state, failure }: WebhookDelivery): "good" | "bad" | "warn" | "" => {
  if (state === "delivered") return "good";
  if (state === "failed" || state === "cancelled") return "bad";
  return failure === null ? "" : "warn";
};
