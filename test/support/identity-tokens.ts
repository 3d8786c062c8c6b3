import { createHmac } from "node:crypto";
import { SignJWT } from "jose";
import { RevealedSecret } from "../../shared/identity.ts";
import type { AgentBrowser } from "./agent.ts";

/** Signs a token as an owner's server does, with jose. @param at ms since 1970, from which `exp` is an hour away */
export function signToken(
  secret: string,
  claims: Readonly<Record<string, unknown>>,
  { at, alg = "HS256" }: { readonly at: number; readonly alg?: string },
): Promise<string> {
  const exp = Math.floor(at / 1_000) + 3_600;
  return new SignJWT({ exp, ...claims }).setProtectedHeader({ alg }).sign(Buffer.from(secret));
}

/** A token of any header and payload, signed with HMAC-SHA256 as these say or not. */
export function rawToken(header: unknown, payload: unknown, secret: string | null): string {
  const encode = (part: unknown) =>
    Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
  const signed = `${encode(header)}.${encode(payload)}`;
  const signature = secret === null ? "" : createHmac("sha256", secret).update(signed).digest("base64url");
  return `${signed}.${signature}`;
}

/** The HMAC of a user ID, in hexadecimal digits. */
export const userHash = (secret: string, userId: string): string =>
  createHmac("sha256", secret).update(userId).digest("hex");

/** Adds an identity secret to a property, as an admin does. */
export function addIdentitySecret(
  admin: AgentBrowser,
  property: string,
  secret: string | null = null,
): Promise<RevealedSecret> {
  return admin.ok(RevealedSecret, "POST", `/api/properties/${property}/identity-secrets`, { secret });
}
