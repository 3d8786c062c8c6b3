import { Webhook } from "standardwebhooks";

/** How long the secret before a rotation signs too, ms. */
export const ROTATION_TIME = 24 * 3_600_000;
/** Of a secret, bytes: Standard Webhooks wants 24 to 64. */
const SECRET_BYTES = 32;

/** Draws a secret in the form of Standard Webhooks. */
export const newWebhookSecret = (random: (bytes: number) => Uint8Array): string =>
  `whsec_${Buffer.from(random(SECRET_BYTES)).toString("base64")}`;

interface Secrets {
  readonly secret: string;
  readonly old_secret: string | null;
  readonly old_secret_until: number | null;
}

/**
 * The headers of Standard Webhooks for a body, signed with each secret that is valid. Pure.
 *
 * @param id the event's, the same for all attempts
 * @param now ms since 1970
 */
export function signedHeaders(
  { secret, old_secret, old_secret_until }: Secrets,
  { id, body, now }: { readonly id: string; readonly body: string; readonly now: number },
): Record<string, string> {
  const isRotating = old_secret !== null && old_secret_until !== null && now < old_secret_until;
  const at = new Date(now);
  const signatures = [secret, ...(isRotating ? [old_secret] : [])].map((one) =>
    new Webhook(one).sign(id, at, body),
  );
  return {
    "content-type": "application/json",
    "user-agent": "Foyer-Webhooks",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
}
