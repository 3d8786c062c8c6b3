import { createHmac, timingSafeEqual } from "node:crypto";
import { CODE_DIGITS } from "../../shared/proof.ts";
import type { ServerSecret } from "../platform/secrets.ts";

/** How long a code is valid, ms. */
export const CODE_LIFE = 10 * 60_000;
/** How often a code can be tried. */
export const MAX_TRIES = 5;

const CODES = 10 ** CODE_DIGITS;
/** The largest multiple of the number of codes below 2^32. Larger draws are rejected, because they would favour low codes. */
const UNBIASED = 2 ** 32 - (2 ** 32 % CODES);

/** Draws a code uniformly, by rejection sampling. @param random cryptographically random bytes */
export function drawCode(random: (bytes: number) => Uint8Array): string {
  for (;;) {
    const drawn = Buffer.from(random(4)).readUInt32BE();
    if (drawn < UNBIASED) return String(drawn % CODES).padStart(CODE_DIGITS, "0");
  }
}

/** The scope of a code: it proves this address, for this browser, and nothing else. */
export interface CodeBinding {
  readonly property: string;
  readonly visitor: string;
  /** As addresses are compared (R8). */
  readonly emailKey: string;
  /** The ID of the code's row, so that the same digits have another hash each time. */
  readonly id: string;
}

const keyedHash = ({ secret }: ServerSecret, ...fields: readonly string[]) =>
  createHmac("sha256", secret).update(JSON.stringify(fields)).digest("base64url");

/**
 * The keyed hash of a code: whoever reads the database cannot try out a million codes.
 *
 * @param secrets newest first: the newest hashes
 */
export function hashCode(
  secrets: readonly ServerSecret[],
  { property, visitor, emailKey, id }: CodeBinding,
  code: string,
): string {
  const [newest] = secrets;
  if (!newest) throw new Error("No secret to hash a code with");
  return keyedHash(newest, "code", property, visitor, emailKey, id, code);
}

/** Whether a code has this hash under one of the secrets. Compares in constant time. */
export function isCode(
  secrets: readonly ServerSecret[],
  binding: CodeBinding,
  { code, hash }: { readonly code: string; readonly hash: string },
): boolean {
  const stored = Buffer.from(hash);
  return secrets.some((secret) => {
    const given = Buffer.from(hashCode([secret], binding, code));
    return given.length === stored.length && timingSafeEqual(given, stored);
  });
}

/**
 * The keyed hashes of an address, by which its codes are counted in all properties: one for each secret, the newest first.
 */
export function hashAddress(secrets: readonly ServerSecret[], emailKey: string): string[] {
  return secrets.map((secret) => keyedHash(secret, "address", emailKey));
}
