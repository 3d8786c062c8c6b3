import { createHmac, timingSafeEqual } from "node:crypto";
import type { Provider } from "../../../shared/webhook-source.ts";

/** How old, or how far ahead, the time of a signature may be, ms. */
const TOLERANCE = 5 * 60_000;
/** Signatures in one header: Stripe sends two while a secret rotates. */
const MAX_SIGNATURES = 5;

export interface SignedRequest {
  /** The value of a header by its name. */
  readonly header: (name: string) => string | undefined;
  /** The body as it was sent. */
  readonly raw: Uint8Array;
  /** Ms since 1970. */
  readonly now: number;
}

/** The header in which a provider sends its signature; null: it does not sign. */
const SIGNATURE_HEADERS: Readonly<Record<Provider, string | null>> = {
  typeform: "typeform-signature",
  calendly: "calendly-webhook-signature",
  stripe: "stripe-signature",
  shopify: "x-shopify-hmac-sha256",
  woocommerce: "x-wc-webhook-signature",
  other: null,
};

/** Whether a provider signs what it sends. */
export const isSigning = (provider: Provider): boolean => SIGNATURE_HEADERS[provider] !== null;

/**
 * Verifies the signature of a provider over the bytes of a body (HMAC-SHA256), in constant time. Stripe and Calendly sign the
 * time too, which must be no more than five minutes away. Pure.
 *
 * @param secret the secret that the provider signs with
 */
export function isSigned(provider: Provider, secret: string, { header, raw, now }: SignedRequest): boolean {
  const name = SIGNATURE_HEADERS[provider];
  const value = name === null ? "" : (header(name) ?? "");
  const hmac = (...parts: (string | Uint8Array)[]) => {
    const digest = createHmac("sha256", secret);
    for (const part of parts) digest.update(part);
    return digest.digest();
  };
  switch (provider) {
    case "typeform": {
      const [, base64] = /^sha256=([\w+/=-]{43,44})$/.exec(value) ?? [];
      return base64 !== undefined && isSame(Buffer.from(base64, "base64"), hmac(raw));
    }
    case "shopify":
    case "woocommerce":
      return /^[\w+/=-]{43,44}$/.test(value) && isSame(Buffer.from(value, "base64"), hmac(raw));
    case "stripe":
    case "calendly": {
      const { time, signatures } = parseTimed(value);
      if (time === null || Math.abs(now - Number(time) * 1_000) > TOLERANCE) return false;
      const expected = hmac(`${time}.`, raw);
      return signatures.some((hex) => isSame(Buffer.from(hex, "hex"), expected));
    }
    case "other":
      return false;
  }
}

const isSame = (given: Uint8Array, expected: Uint8Array) =>
  given.byteLength === expected.byteLength && timingSafeEqual(given, expected);

/** Parses `t=1492774577,v1=HEX,v1=HEX`. @returns the time in seconds as it is signed; null: there is none */
function parseTimed(header: string): { readonly time: string | null; readonly signatures: string[] } {
  const parts = header.slice(0, 1_000).split(",");
  const valuesOf = (name: string) =>
    parts.flatMap((part) => (part.trim().startsWith(`${name}=`) ? [part.trim().slice(name.length + 1)] : []));
  const [time = ""] = valuesOf("t");
  const signatures = valuesOf("v1").filter((hex) => /^[\da-f]{64}$/i.test(hex));
  return { time: /^\d{1,12}$/.test(time) ? time : null, signatures: signatures.slice(0, MAX_SIGNATURES) };
}
