import type { HttpFailureCode } from "../../../../shared/http-failure.ts";
import type {
  DeliveryState,
  EndpointState,
  WebhookDelivery,
  WebhookEvent,
} from "../../../../shared/webhook.ts";
import { type Message, message, t } from "../../i18n/translate.ts";

/** Each event in words. */
export const EVENT_WORDS: Readonly<Record<WebhookEvent, Message>> = {
  "contact.created": message("A visitor, a form, an import or a program has made a contact"),
  "contact.updated": message("Values or tags of a contact have changed"),
  "contact.merged": message("Contacts were merged into one"),
  "contact.erased": message("A person was erased for good"),
  "visitor.identified": message("A visitor has proven who they are"),
  "submission.received": message("A visitor has sent a form"),
  "conversation.opened": message("A conversation has begun, or is open again"),
  "conversation.closed": message("A conversation was closed"),
  "conversation.rated": message("A visitor has rated a conversation"),
  "message.created": message("A visitor or an agent has written a message (no notes)"),
  "ticket.created": message("A ticket was made"),
  "ticket.updated": message("A ticket’s status, subject, priority, assignee or tags have changed"),
  "import.finished": message("An import has ended, or was undone"),
};

/** The badge of an endpoint; null: it works. */
export const ENDPOINT_BADGES: Readonly<
  Record<EndpointState, { readonly text: Message; readonly tone: "" | " bad" | " good" }>
> = {
  enabled: { text: message("On"), tone: " good" },
  disabled: { text: message("Off"), tone: "" },
  paused: { text: message("Paused: does not work"), tone: " bad" },
  gone: { text: message("Ended by the receiver"), tone: " bad" },
};

const FAILURES: Readonly<Record<HttpFailureCode, Message>> = {
  bad_address: message("The address can't be used"),
  dns: message("The host has no address (DNS)"),
  private_address: message("The host is in a private network, which the server does not allow"),
  unreachable: message("Nobody answers at this address"),
  connect_timeout: message("No connection within 10 seconds"),
  tls: message("No valid certificate"),
  answer_timeout: message("No answer within 15 seconds"),
  connection_lost: message("The connection was closed without an answer"),
  malformed_answer: message("The answer is not HTTP"),
  redirect: message("A redirect, which is not followed"),
  http_status: message("Refused"),
};

const STATES: Readonly<Record<DeliveryState, Message>> = {
  waiting: message("Waiting"),
  sending: message("Sending"),
  delivered: message("Delivered"),
  failed: message("Failed for three days"),
  cancelled: message("Not sent: the endpoint was switched off"),
};

/** The state of a delivery in a few words. */
export function deliveryText({ state, attempts, nextAttemptAt, failure }: WebhookDelivery): string {
  if (state === "waiting" && attempts === 0 && nextAttemptAt === null)
    return t("Waits for an earlier event of the same contact or conversation");
  if (failure === null) return t(STATES[state]);
  return state === "waiting" || state === "sending"
    ? t(FAILURES[failure])
    : `${t(STATES[state])}. ${t(FAILURES[failure])}`;
}

/** The tone of a delivery's badge. */
export const deliveryTone = ({ state, failure }: WebhookDelivery): "good" | "bad" | "warn" | "" => {
  if (state === "delivered") return "good";
  if (state === "failed" || state === "cancelled") return "bad";
  return failure === null ? "" : "warn";
};
