import type { Details } from "../../shared/contact.ts";
import type { Attribute } from "../../shared/crm.ts";
import type { IdentifyRequest } from "../../shared/identity.ts";
import { listAttributes } from "../contacts/crm/attributes.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { checkIdentityToken, type RefusedIdentity, type SignedIdentity } from "./check-identity-token.ts";
import { readSecrets } from "./identity-secrets.ts";
import { type ReadClaims, readClaims } from "./read-claims.ts";
import { type SigningSecret, verifyIdentityToken, verifyUserHash } from "./verify-signature.ts";

/** A request about its visitor, with its signature verified. */
export interface VerifiedRequest {
  /** The user that is signed, and the ID of the secret that it was signed with; null: nothing is. */
  readonly signed: { readonly userId: string; readonly details: Details; readonly secret: string } | null;
  /** The details that come with it unsigned. */
  readonly claimed: Details;
  readonly ignored: readonly string[];
}

/** The context in which a token is verified. */
interface TokenContext {
  readonly property: string;
  readonly attributes: readonly Attribute[];
  readonly secrets: readonly SigningSecret[];
  /** Ms since 1970. */
  readonly now: number;
}

/** Verifies an identity token, and decides whether its claims are accepted (R33). */
export async function readIdentityToken(
  jwt: string,
  context: TokenContext,
): Promise<(SignedIdentity & { readonly secret: string }) | RefusedIdentity> {
  const verified = await verifyIdentityToken(jwt, context.secrets, context.now);
  if (verified.kind === "refused") return verified;
  const checked = checkIdentityToken(verified.payload, context);
  return checked.kind === "refused" ? checked : { ...checked, secret: verified.secret.id };
}

/**
 * Verifies what a page says about its visitor.
 *
 * @throws ApiError `identity_…`, with a detail for the site's developer
 */
export async function verifyRequest(
  db: Db,
  property: string,
  request: IdentifyRequest,
  now: number,
): Promise<VerifiedRequest> {
  const attributes = await listAttributes(db, property);
  if (request.kind === "claim") {
    const { details, ignored } = readClaims(request.claims, attributes);
    return { signed: null, claimed: details, ignored };
  }
  const secrets = await readSecrets(db, property);
  if (request.kind === "hash")
    return readHashed(readClaims(request.claims, attributes), request.user_hash, secrets);
  const token = await readIdentityToken(request.jwt, { property, attributes, secrets, now });
  if (token.kind === "refused") throw new ApiError(token.code, { detail: token.detail });
  const { userId, details, unverifiedEmail, ignored, secret } = token;
  const claimed = unverifiedEmail === null ? {} : { emails: [unverifiedEmail] };
  return { signed: { userId, details, secret }, claimed, ignored };
}

/** A `user_hash` proves the user ID; whatever else is given with it is a claim. */
function readHashed(
  { userId, details, ignored }: ReadClaims,
  hash: string,
  secrets: readonly SigningSecret[],
): VerifiedRequest {
  if (!secrets.length) throw new ApiError("identity_not_set_up");
  if (userId === null)
    throw new ApiError("identity_hash_invalid", {
      detail: "user_id is missing, or longer than 200 characters",
    });
  const secret = verifyUserHash(userId, hash, secrets);
  if (!secret) throw new ApiError("identity_hash_invalid");
  return { signed: { userId, details: {}, secret: secret.id }, claimed: details, ignored };
}
