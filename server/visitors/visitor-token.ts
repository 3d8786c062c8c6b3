import { VISITOR_ID } from "../../shared/rules/visitor-id.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { ServerSecret } from "../platform/secrets.ts";
import { issueSignedToken, readSignedToken } from "../platform/signed-token.ts";

/** How long a visitor token is valid, ms. A browser renews it with each visit, by its proof. */
export const TOKEN_LIFE = 30 * 24 * 3_600_000;

const CONTEXT = "foyer-visitor-token-1";

/**
 * Issues the token that gives a browser access (R3): `KEY.PROPERTY.VISITOR.REGISTRATION.EXPIRY.SIGNATURE`.
 *
 * @param secrets newest first
 */
export function issueVisitorToken(
  secrets: readonly ServerSecret[],
  about: { property: string; visitor: string; registration: string; now: number },
): string {
  const { property, visitor, registration, now } = about;
  return issueSignedToken({ secrets, context: CONTEXT }, [property, visitor, registration, now + TOKEN_LIFE]);
}

interface GivenToken {
  readonly token: string;
  /** The property that the request is for. */
  readonly property: string;
  readonly now: number;
}

/** The content of a token. Times are in ms since 1970. */
export interface VisitorToken {
  readonly visitor: string;
  /** Null: the token was issued before tokens had one. */
  readonly registration: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/**
 * Verifies the signature, the property and the time of a visitor token. Whether its registration still holds is in the
 * database: see `authorizeVisitor`.
 *
 * @throws ApiError `token_missing`, `token_invalid`, `token_expired`, `token_foreign` (it is for another property)
 */
export function readVisitorToken(
  secrets: readonly ServerSecret[],
  { token, property, now }: GivenToken,
): VisitorToken {
  if (!token) throw new ApiError("token_missing");
  const fields = readSignedToken({ secrets, context: CONTEXT }, token);
  if (fields?.length !== 3 && fields?.length !== 4) throw new ApiError("token_invalid");
  const [itsProperty, visitor = ""] = fields;
  const registration = fields.length === 4 ? (fields[2] ?? null) : null;
  if (!VISITOR_ID.test(visitor)) throw new ApiError("token_invalid");
  if (itsProperty !== property) throw new ApiError("token_foreign");
  const expiresAt = Number(fields.at(-1));
  if (!(expiresAt > now)) throw new ApiError("token_expired");
  return { visitor, registration, issuedAt: expiresAt - TOKEN_LIFE, expiresAt };
}
