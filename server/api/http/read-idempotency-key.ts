import { createHash } from "node:crypto";
import { ApiError } from "../../platform/http/api-error.ts";
import type { RequestKey } from "../keys/key-store.ts";

const HEADER = /^[\x20-\x7e]{1,255}$/;

/** A request that may be sent again: the `Idempotency-Key` of an API key, and a hash of what is asked. */
export interface IdempotentRequest {
  readonly property: string;
  readonly keyId: string;
  readonly idempotencyKey: string;
  readonly requestHash: string;
}

/**
 * Reads the `Idempotency-Key` of a request (draft-ietf-httpapi-idempotency-key-header-07; quotation marks around it are part of the
 * key).
 *
 * @param content what makes the request another one: method, address and body
 * @returns null: it has none
 * @throws ApiError `invalid_request` if it is longer than 255 characters, or not printable ASCII
 */
export function readIdempotencyKey(
  { id, property }: RequestKey,
  header: string | undefined,
  content: readonly string[],
): IdempotentRequest | null {
  if (header === undefined) return null;
  if (!HEADER.test(header))
    throw new ApiError("invalid_request", {
      faults: [
        { path: "Idempotency-Key", code: "length", message: "must have 1 to 255 printable ASCII characters" },
      ],
    });
  const requestHash = createHash("sha256").update(JSON.stringify(content)).digest("base64url");
  return { property, keyId: id, idempotencyKey: header, requestHash };
}
