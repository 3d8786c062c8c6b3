import { createHash } from "node:crypto";
import type { Deps } from "../../deps.ts";

/** The form of the secret in an address: 256 bits in Base64 for addresses. */
const SECRET = /^[\w-]{43}$/;

/** Makes the secret of an address. */
export const drawAddressSecret = ({ random }: Pick<Deps, "random">): string =>
  Buffer.from(random(32)).toString("base64url");

/** The stored form of a secret. It has so many random bits that a plain hash cannot be reversed. */
export const hashAddressSecret = (secret: string): string =>
  createHash("sha256").update(secret).digest("hex");

export const isAddressSecret = (text: string): boolean => SECRET.test(text);

/** The path of a source's address below the server's own. */
export const addressPath = (secret: string): string => `/in/${secret}`;
