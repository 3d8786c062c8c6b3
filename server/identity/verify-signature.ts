import { createHmac, timingSafeEqual } from "node:crypto";
import { errors, jwtVerify } from "jose";
import { MAX_IDENTITY_TOKEN } from "../../shared/identity.ts";
import { CLOCK_TOLERANCE, type RefusedIdentity } from "./check-identity-token.ts";

/** A secret that signatures are verified with. */
export interface SigningSecret {
  readonly id: string;
  /** Its bytes are those of UTF-8. */
  readonly secret: string;
}

type Verified = { readonly kind: "verified"; readonly payload: unknown; readonly secret: SigningSecret };

/**
 * Verifies the signature of an identity token: HS256 and nothing else (R33), with one of the secrets. The payload of a token
 * that nobody has signed is not parsed.
 *
 * @param now ms since 1970
 */
export async function verifyIdentityToken(
  jwt: string,
  secrets: readonly SigningSecret[],
  now: number,
): Promise<Verified | RefusedIdentity> {
  if (!secrets.length) return refuse("identity_not_set_up", "The property has no identity secret");
  if (jwt.length > MAX_IDENTITY_TOKEN) return invalid(`it has more than ${MAX_IDENTITY_TOKEN} characters`);
  const options = {
    algorithms: ["HS256"],
    clockTolerance: CLOCK_TOLERANCE / 1_000,
    currentDate: new Date(now),
  };
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(jwt, Buffer.from(secret.secret), options);
      return { kind: "verified", payload, secret };
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      if (!(error instanceof errors.JOSEError)) throw error;
      if (error instanceof errors.JWTExpired) return refuse("identity_token_expired", error.message);
      return invalid(error.message);
    }
  }
  return invalid("no secret of this property has made its signature");
}

const refuse = (code: RefusedIdentity["code"], detail: string): RefusedIdentity => ({
  kind: "refused",
  code,
  detail,
});
const invalid = (detail: string) => refuse("identity_token_invalid", detail);

/**
 * Finds the secret that a `user_hash` was made with: the HMAC-SHA256 of the user ID, in hexadecimal digits. Compares in
 * constant time.
 *
 * @returns null if none of them made it
 */
export function verifyUserHash(
  userId: string,
  hash: string,
  secrets: readonly SigningSecret[],
): SigningSecret | null {
  const given = Buffer.from(hash.toLowerCase());
  const isRight = ({ secret }: SigningSecret) => {
    const right = Buffer.from(createHmac("sha256", secret).update(userId).digest("hex"));
    return given.length === right.length && timingSafeEqual(given, right);
  };
  return secrets.find(isRight) ?? null;
}
