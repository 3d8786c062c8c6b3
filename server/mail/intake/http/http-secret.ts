import { createHash, timingSafeEqual } from "node:crypto";
import type { Deps } from "../../../deps.ts";

/** Makes the secret of an endpoint: 256 random bits. */
export const drawHttpSecret = ({ random }: Pick<Deps, "random">): string =>
  Buffer.from(random(32)).toString("base64url");

/** The stored form of a secret. It has so many random bits that a plain hash cannot be reversed. */
export const hashHttpSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Compares a given secret with a stored hash in constant time. */
export const isHttpSecret = (given: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashHttpSecret(given)), Buffer.from(hash));

/** The secret of an `Authorization` header: a bearer token (RFC 6750), or the password of Basic (RFC 7617) with any user. */
export function secretOf(authorization: string | undefined): string | null {
  const [, scheme = "", value = ""] = /^(bearer|basic) +(\S{1,1000})$/i.exec(authorization ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, "base64").toString("utf8")) ?? [];
  return scheme && password ? password : null;
}
