import { createHash } from "node:crypto";

/** The token of an invitation or set-up link: 256 random bits. */
export function newLinkToken(random: (bytes: number) => Uint8Array): string {
  return Buffer.from(random(32)).toString("base64url");
}

/** The hash of a link's token. The database has only the hash, so that a leak of it reveals no links. */
export function hashLinkToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
