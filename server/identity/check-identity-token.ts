import * as z from "zod/mini";
import type { Attribute } from "../../shared/crm.ts";
import type { ErrorCode } from "../../shared/error.ts";
import { IdentityClaims } from "../../shared/identity.ts";
import { type ReadClaims, readClaims } from "./read-claims.ts";

/** How far the clocks of the two servers may differ, ms. */
export const CLOCK_TOLERANCE = 60_000;
/** The longest time for which a token may be valid, ms (R33). */
const MAX_LIFETIME = 24 * 3_600_000;
const DAY_SECONDS = 86_400;

/** A person whom the owner's server has signed. */
export interface SignedIdentity {
  readonly kind: "signed";
  readonly userId: string;
  /** The signed details, without the user ID. */
  readonly details: ReadClaims["details"];
  /** An e-mail that the owner's server says it has not verified: it is saved as a claim (OpenID Connect, `email_verified`). */
  readonly unverifiedEmail: string | null;
  /** Ms since 1970. */
  readonly expiresAt: number;
  readonly ignored: readonly string[];
}

/** Why a token is not accepted. */
export interface RefusedIdentity {
  readonly kind: "refused";
  readonly code: Extract<ErrorCode, `identity_${string}`>;
  /** For the developer of the site, in English. */
  readonly detail: string;
}

const Payload = z.extend(IdentityClaims, {
  sub: z.optional(z.unknown()),
  exp: z.number(),
  aud: z.optional(z.unknown()),
  property: z.optional(z.unknown()),
  email_verified: z.optional(z.unknown()),
});

/**
 * Decides whether the claims of a token whose signature is right are accepted (R33): `exp` is there, not over and at most
 * 24 hours away, the token is for this property, and it names a user. Pure.
 *
 * @param now ms since 1970
 */
export function checkIdentityToken(
  payload: unknown,
  {
    property,
    attributes,
    now,
  }: { readonly property: string; readonly attributes: readonly Attribute[]; readonly now: number },
): SignedIdentity | RefusedIdentity {
  const parsed = z.safeParse(Payload, payload);
  if (!parsed.success) return refuse("identity_token_invalid", "exp is missing, or it is not a number");
  const { sub, exp, aud, property: named, email_verified, ...claims } = parsed.data;
  const expiresAt = exp * 1_000;
  if (expiresAt + CLOCK_TOLERANCE <= now)
    return refuse("identity_token_expired", `exp was ${inWords(now - expiresAt)} ago`);
  if (!(expiresAt - CLOCK_TOLERANCE <= now + MAX_LIFETIME))
    return refuse("identity_token_lifetime", lifetimeDetail(exp, now));
  const foreign = [...toList(named), ...toList(aud)];
  if (foreign.length && !isFor(property, { named, aud }))
    return refuse("identity_token_foreign", `property or aud is not ${property}`);
  const read = readClaims({ ...claims, user_id: claims.user_id ?? sub }, attributes);
  if (read.userId === null)
    return refuse("identity_token_invalid", "user_id (or sub) is missing, or longer than 200 characters");
  const isVerified = email_verified !== false && email_verified !== "false";
  const { emails, ...others } = read.details;
  return {
    kind: "signed",
    userId: read.userId,
    details: isVerified ? read.details : others,
    unverifiedEmail: isVerified ? null : (emails?.[0] ?? null),
    expiresAt,
    ignored: read.ignored,
  };
}

const refuse = (code: RefusedIdentity["code"], detail: string): RefusedIdentity => ({
  kind: "refused",
  code,
  detail,
});

/** `aud` may be one audience or several (RFC 7519, 4.1.3), of which one must be the property. */
const isFor = (property: string, { named, aud }: { readonly named: unknown; readonly aud: unknown }) =>
  [named, aud].every((claim) => !toList(claim).length || toList(claim).includes(property));

const toList = (claim: unknown): unknown[] =>
  claim === undefined || claim === null ? [] : Array.isArray(claim) ? claim : [claim];

function lifetimeDetail(exp: number, now: number): string {
  // a time in milliseconds, read as seconds, is tens of thousands of years away
  const isInMilliseconds = Math.abs(exp - now) <= 366 * DAY_SECONDS * 1_000;
  if (isInMilliseconds) return "exp is in milliseconds; it must be in seconds since 1970";
  return `exp is ${inWords(exp * 1_000 - now)} away`;
}

/** A span of time in words, roughly. @param span ms */
function inWords(span: number): string {
  const minutes = Math.max(1, Math.round(span / 60_000));
  if (minutes < 120) return `${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
