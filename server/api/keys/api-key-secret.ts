import { createHash } from "node:crypto";

/** The form of a key: `foyer_` and 256 random bits in hexadecimal digits. */
const SECRET = /^foyer_[\da-f]{64}$/;
/** A header that is longer has no key. It is not parsed. */
const MAX_HEADER = 200;
const PREFIX_LENGTH = "foyer_".length + 6;

/** A new key. The server stores only its hash. */
export interface NewSecret {
  readonly secret: string;
  readonly prefix: string;
  readonly hash: string;
}

/** Draws a key (R34). @param random cryptographically random bytes */
export function drawSecret(random: (bytes: number) => Uint8Array): NewSecret {
  const secret = `foyer_${Buffer.from(random(32)).toString("hex")}`;
  return { secret, prefix: secret.slice(0, PREFIX_LENGTH), hash: hashSecret(secret) };
}

/**
 * SHA-256 in base64url. A key is looked up by this hash, so how long that takes says nothing of the keys that exist: nobody can
 * choose a key by the first characters of its hash.
 */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** The key of an `Authorization` header (RFC 6750); null: it has none. */
export function readBearer(header: string | undefined): string | null {
  if (!header || header.length > MAX_HEADER) return null;
  const [, secret = ""] = /^bearer +(\S+)$/i.exec(header) ?? [];
  return SECRET.test(secret) ? secret : null;
}
