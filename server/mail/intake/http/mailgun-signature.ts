import { createHmac, timingSafeEqual } from "node:crypto";

/** The fields that Mailgun sends beside each mail. */
export interface MailgunSignature {
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly token: string;
  /** In hexadecimal. */
  readonly signature: string;
}

/** Mailgun tries again for eight hours, ms. A signature that was overheard is of no use later. */
const MAX_AGE = 12 * 3_600_000;

/** Whether Mailgun has sent a request: HMAC-SHA-256 of time and token by the owner's signing key, compared in constant time. */
export function isSignedByMailgun(
  { timestamp, token, signature }: MailgunSignature,
  signingKey: string,
  now: number,
): boolean {
  const age = Math.abs(now - Number(timestamp) * 1000);
  if (!(age <= MAX_AGE)) return false;
  const expected = createHmac("sha256", signingKey)
    .update(timestamp + token)
    .digest("hex");
  const given = Buffer.from(signature.toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
}
