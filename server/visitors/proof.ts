import { createHash } from "node:crypto";

/** The stored form of a proof: only its hash, so that a leak of the database gives no access. */
export function hashOf(proof: string): string {
  return createHash("sha256").update(proof).digest("base64url");
}
