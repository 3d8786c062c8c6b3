import { VISITOR_ID } from "../../shared/rules/visitor-id.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { ServerSecret } from "../platform/secrets.ts";
import { issueSignedToken, readSignedToken } from "../platform/signed-token.ts";

/** How long a visitor token is valid, ms. A browser renews it with each visit, by its proof. */
export const TOKEN_LIFE = 30 * 24 * 3_600_000;

const CONTEXT = "foyer-visitor-token-1";

/**
 * Issues the token that gives a browser access (R3): `KEY.PROPERTY.VISITOR.EXPIRY.SIGNATURE`.
 *
 * @param secrets newest first
 */
export function issueVisitorToken(
  secrets: readonly ServerSecret[],
  { property, visitor, now }: { property: string; visitor: string; now: number },
): string {
  return issueSignedToken({ secrets, context: CONTEXT }, [property, visitor, now + TOKEN_LIFE]);
}

interface GivenToken {
  readonly token: string;
  /** The property that the request is for. */
  readonly property: string;
  readonly now: number;
}

/**
 * Verifies a visitor token.
 *
 * @returns the visitor ID
 * @throws ApiError `token_missing`, `token_invalid`, `token_expired`, `token_foreign` (it is for another property)
 */
export function verifyVisitorToken(secrets: readonly ServerSecret[], given: GivenToken): string {
  return readVisitorToken(secrets, given).visitor;
}

/**
 * Verifies a visitor token.
 *
 * @returns the visitor ID, and the expiry in ms since 1970
 * @throws ApiError as `verifyVisitorToken`
 */
export function readVisitorToken(
  secrets: readonly ServerSecret[],
  { token, property, now }: GivenToken,
): { visitor: string; expiresAt: number } {
  if (!token) throw new ApiError("token_missing");
  const fields = readSignedToken({ secrets, context: CONTEXT }, token);
  if (fields?.length !== 3) throw new ApiError("token_invalid");
  const [itsProperty, visitor = "", expiry] = fields;
  if (!VISITOR_ID.test(visitor)) throw new ApiError("token_invalid");
  if (itsProperty !== property) throw new ApiError("token_foreign");
  if (!(Number(expiry) > now)) throw new ApiError("token_expired");
  return { visitor, expiresAt: Number(expiry) };
}
