import { createHash } from "node:crypto";
import type { Provider } from "../../../shared/webhook-source.ts";
import { isRecord, valueBelow } from "../body/path.ts";

/** The identity of a received event, and its provider's name for it. */
export interface EventDescription {
  /** Equal for repetitions of one event. */
  readonly key: string;
  /** SHA-256 of the body as it was sent, in hexadecimal. */
  readonly digest: string;
  /** `customers/create`; empty: unknown. */
  readonly topic: string;
}

/** Characters of an ID, and of a topic. */
const MAX_ID = 200;
const MAX_TOPIC = 100;

interface ReceivedEvent {
  readonly header: (name: string) => string | undefined;
  readonly raw: Uint8Array;
  readonly body: unknown;
}

/**
 * Describes a received event. Repetitions are recognised by the provider's ID of the event; without one, by the body. Pure.
 */
export function describeEvent(provider: Provider, { header, raw, body }: ReceivedEvent): EventDescription {
  const text = (...keys: string[]) => {
    const value = isRecord(body) ? valueBelow(body, keys) : undefined;
    return typeof value === "string" ? value : "";
  };
  const digest = createHash("sha256").update(raw).digest("hex");
  const { id, topic } = ((): { id: string; topic: string } => {
    switch (provider) {
      case "typeform":
        return { id: text("event_id"), topic: text("event_type") };
      case "stripe":
        return { id: text("id"), topic: text("type") };
      case "calendly":
        return { id: "", topic: text("event") };
      case "shopify": {
        const topic = header("x-shopify-topic") ?? "";
        const id = header("x-shopify-event-id") ?? "";
        // one event is sent with each topic that it concerns
        return { id: id && `${topic} ${id}`, topic };
      }
      case "woocommerce":
        return {
          id: header("x-wc-webhook-delivery-id") ?? "",
          topic: header("x-wc-webhook-topic") ?? "",
        };
      case "other":
        return { id: "", topic: "" };
    }
  })();
  const hasId = id !== "" && id.length <= MAX_ID;
  return { key: hasId ? `id:${id}` : digest, digest, topic: topic.slice(0, MAX_TOPIC) };
}

/**
 * Whether a topic says that somebody or something was deleted, or that data of a person are asked for or to be deleted (Shopify's
 * `customers/redact`). From such an event no contact is made. Pure.
 */
export const isDeletion = (topic: string): boolean =>
  /(^|[/._])(deleted?|redact|data_request)$/.test(topic.toLowerCase());
