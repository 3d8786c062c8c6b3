import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { ServerSecret } from "./secrets.ts";

const keys = new WeakMap<ServerSecret, KeyObject>();

/** HMAC-SHA-256 in base64url. The key object is made once for each secret. */
function sign({ context }: TokenKind, secret: ServerSecret, payload: string): string {
  const key = keys.get(secret) ?? createSecretKey(secret.secret, "utf8");
  keys.set(secret, key);
  return createHmac("sha256", key).update(`${context}.${payload}`).digest("base64url");
}

/** A kind of signed token. */
export interface TokenKind {
  /** Newest first: the newest signs, all verify. */
  readonly secrets: readonly ServerSecret[];
  /** Part of what is signed, so that a token of one kind is not accepted as one of another kind. */
  readonly context: string;
}

/**
 * Issues a token that anybody can read and only this server can make: `SECRET_ID.FIELD.….SIGNATURE`.
 *
 * @param fields without dots
 */
export function issueSignedToken(kind: TokenKind, fields: readonly (string | number)[]): string {
  const [newest] = kind.secrets;
  if (!newest) throw new Error(`No secret to sign a token of the kind ${kind.context} with`);
  const payload = [newest.id, ...fields].join(".");
  return `${payload}.${sign(kind, newest, payload)}`;
}

/** The fields of a token with a valid signature; null for any other text. Compares signatures in constant time. */
export function readSignedToken(kind: TokenKind, token: string): readonly string[] | null {
  const end = token.lastIndexOf(".");
  const payload = token.slice(0, Math.max(end, 0));
  const [secretId, ...fields] = payload.split(".");
  const secret = kind.secrets.find(({ id }) => id === secretId);
  if (!secret) return null;
  const given = Buffer.from(token.slice(end + 1));
  const expected = Buffer.from(sign(kind, secret, payload));
  const isValid = given.length === expected.length && timingSafeEqual(given, expected);
  return isValid ? fields : null;
}
