import type { Database } from "./database/open.ts";

/** The purposes of this server's secrets. */
export type SecretPurpose =
  | "visitor_token"
  | "hand_over"
  | "connect_token"
  | "agent_session"
  | "reply_address"
  | "conversation_link"
  | "web_push"
  | "unsubscribe"
  | "one_time_code"
  | "form_page";

export interface ServerSecret {
  readonly id: string;
  readonly secret: string;
}

/**
 * The server's secrets for a purpose, newest first: the first signs, all verify. They are made on first use and stored
 * in the database, so that several processes share them. To rotate, add a newer row; to revoke, delete the old one.
 */
export async function secretsFor(
  database: Database,
  purpose: SecretPurpose,
  { now, random }: { now: () => number; random: (bytes: number) => Uint8Array },
): Promise<readonly ServerSecret[]> {
  return database.write(async (tx) => {
    const stored = await tx
      .selectFrom("server_secrets")
      .select(["id", "secret"])
      .where("purpose", "=", purpose)
      .orderBy("created_at", "desc")
      .execute();
    if (stored.length) return stored;
    const created = {
      id: Buffer.from(random(6)).toString("base64url"),
      secret: Buffer.from(random(32)).toString("base64url"),
    };
    await tx
      .insertInto("server_secrets")
      .values({ ...created, purpose, created_at: now() })
      .execute();
    return [created];
  });
}
