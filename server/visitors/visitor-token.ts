import { timingSafeEqual } from "node:crypto";
import { VISITOR_ID } from "../../shared/rules/visitor-id.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type ServerSecret, signWith } from "../platform/secrets.ts";

/** How long a visitor token is good for. A browser renews it with each visit, by its proof. */
export const TOKEN_LIFE = 30 * 24 * 3_600_000;

/** Bound into the signature, so that nothing else signed with the same secret passes for a visitor token. */
const CONTEXT = "foyer-visitor-token-1";

function sign(secret: ServerSecret, payload: string): string {
  return signWith(secret, `${CONTEXT}.${payload}`);
}

/**
 * Issues what gives a browser access (R3): `KEY.PROPERTY.VISITOR.EXPIRY.SIGNATURE`, signed with the newest secret.
 *
 * @param secrets newest first
 */
export function issueToken(
  secrets: readonly ServerSecret[],
  { property, visitor, now }: { property: string; visitor: string; now: number },
): string {
  const [newest] = secrets;
  if (!newest) throw new Error("A visitor token needs a secret to be signed with");
  const payload = [newest.id, property, visitor, now + TOKEN_LIFE].join(".");
  return `${payload}.${sign(newest, payload)}`;
}

/**
 * Whose token this is.
 *
 * @returns the visitor ID
 * @throws Failure `token_missing`, `token_invalid`, `token_expired`, `token_foreign`
 */
export function verifyToken(secrets: readonly ServerSecret[], given: GivenToken): string {
  return readToken(secrets, given).visitor;
}

interface GivenToken {
  readonly token: string;
  readonly property: string;
  readonly now: number;
}

/**
 * Whose token this is, and until when it is good, ms since 1970.
 *
 * @throws Failure `token_missing`, `token_invalid`, `token_expired`, `token_foreign`
 */
export function readToken(
  secrets: readonly ServerSecret[],
  { token, property, now }: GivenToken,
): { visitor: string; expiresAt: number } {
  if (!token) throw new ApiError("token_missing");
  const end = token.lastIndexOf(".");
  const payload = token.slice(0, Math.max(end, 0));
  const [key, itsProperty, visitor = "", expiry, ...rest] = payload.split(".");
  const secret = secrets.find(({ id }) => id === key);
  if (!secret || rest.length || !VISITOR_ID.test(visitor)) throw new ApiError("token_invalid");
  const given = Buffer.from(token.slice(end + 1));
  const right = Buffer.from(sign(secret, payload));
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new ApiError("token_invalid");
  if (itsProperty !== property) throw new ApiError("token_foreign");
  if (!(Number(expiry) > now)) throw new ApiError("token_expired");
  return { visitor, expiresAt: Number(expiry) };
}
