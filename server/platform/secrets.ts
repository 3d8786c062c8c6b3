import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { Database } from "./database/open.ts";

export interface ServerSecret {
  readonly id: string;
  readonly secret: string;
}

const keys = new WeakMap<ServerSecret, KeyObject>();

/** Signs a text: HMAC-SHA-256 in base64url. The key is made once for each secret. */
export function signWith(secret: ServerSecret, text: string): string {
  const key = keys.get(secret) ?? createSecretKey(secret.secret, "utf8");
  keys.set(secret, key);
  return createHmac("sha256", key).update(text).digest("base64url");
}

/**
 * The server's secrets for a purpose, newest first: the first signs, all verify. Made on first use and kept in the
 * database, so that several processes share them. To rotate, add a newer row; to revoke, delete the old one.
 */
export async function secretsFor(
  database: Database,
  purpose: string,
  { now, random }: { now: () => number; random: (bytes: number) => Uint8Array },
): Promise<readonly ServerSecret[]> {
  return database.write(async (tx) => {
    const kept = await tx
      .selectFrom("server_secrets")
      .select(["id", "secret"])
      .where("purpose", "=", purpose)
      .orderBy("created_at", "desc")
      .execute();
    if (kept.length) return kept;
    const made = {
      id: Buffer.from(random(6)).toString("base64url"),
      secret: Buffer.from(random(32)).toString("base64url"),
    };
    await tx
      .insertInto("server_secrets")
      .values({ ...made, purpose, created_at: now() })
      .execute();
    return [made];
  });
}
