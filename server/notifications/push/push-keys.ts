import { createECDH } from "node:crypto";
import type { ServerSecret } from "../../platform/secrets.ts";

/** The key pair by which push services know this server (VAPID, RFC 8292), each in base64url. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/**
 * The key pair of a secret: its 32 bytes are the private key. Of 2^32 random secrets, one is none, and the server would not start.
 *
 * @param secrets newest first
 */
export function toPushKeys([newest]: readonly ServerSecret[]): PushKeys {
  if (!newest) throw new Error("There is no secret for Web Push");
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(newest.secret, "base64url");
  return { publicKey: pair.getPublicKey("base64url"), privateKey: newest.secret };
}
