import { createHash } from "node:crypto";
import type { PushPayload } from "../../../shared/push-message.ts";
import type { PushRequest } from "./push-client.ts";
import type { PushKeys } from "./push-keys.ts";
import type { SubscriptionRow } from "./subscriptions.ts";

/** The longest texts, in characters: together they stay far below the 4,096 bytes that push services must accept. */
const MAX_TITLE = 100;
const MAX_BODY = 240;

/** Shortens the texts, on one line each. */
const shorten = (text: string, length: number): string => {
  const characters = [...text.replace(/[\p{Cc}\s]+/gu, " ").trim()];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : characters.join("");
};

/** Shortens what a push message shows. Pure. */
export const toPayload = ({ title, body, ...rest }: PushPayload): PushPayload => ({
  title: shorten(title, MAX_TITLE),
  body: shorten(body, MAX_BODY),
  ...rest,
});

/** A name of at most 32 characters of base64url: of the messages that wait with one, a push service delivers the last. */
const toTopic = (tag: string): string => createHash("sha256").update(tag).digest("base64url").slice(0, 32);

interface Sender {
  readonly keys: PushKeys;
  /** How the push service can reach who runs the server: an https address or a mailto. */
  readonly contact: string;
}

/**
 * Encrypts a message for a browser (RFC 8291, aes128gcm) and signs the request to its push service.
 *
 * @param ttl how long the push service may hold it, in seconds
 */
export async function toPushRequest(
  { keys, contact }: Sender,
  { endpoint, p256dh, auth }: Pick<SubscriptionRow, "endpoint" | "p256dh" | "auth">,
  payload: PushPayload,
  ttl: number,
): Promise<PushRequest> {
  // loaded with the first message: a server without subscriptions starts faster without it
  const { default: webPush } = await import("web-push");
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(payload),
    {
      vapidDetails: { subject: contact, ...keys },
      TTL: ttl,
      urgency: "high",
      topic: toTopic(payload.tag),
      contentEncoding: "aes128gcm",
    },
  );
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return { endpoint, headers: Object.fromEntries(texts), body: new Uint8Array(body) };
}
