import { createHash } from "node:crypto";

/** What stands in a link that lets somebody in: 256 random bits. */
export function newLinkToken(random: (bytes: number) => Uint8Array): string {
  return Buffer.from(random(32)).toString("base64url");
}

/** What the database keeps of it, so that whoever reads the database holds no links. */
export function hashLinkToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
