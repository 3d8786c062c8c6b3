import { createHash } from "node:crypto";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { RequestKey } from "../keys/key-store.ts";
import type { Change } from "./operation.ts";

/** How long an answer is stored and repeated, ms. */
const ANSWER_RETENTION = 24 * 3_600_000;

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

/**
 * Finds the answer to a request that was made before. As all writes run one after the other, a request that is sent again while
 * the first one runs waits for it here.
 *
 * @returns its body, JSON; null: the request is new
 * @throws ApiError `idempotency_key_reused` if the key was used for another request; `idempotency_in_progress`
 */
export async function findAnswer(tx: Tx, request: IdempotentRequest): Promise<string | null> {
  const row = await tx
    .selectFrom("api_idempotency")
    .select(["request_hash", "status", "answer"])
    .where("property_id", "=", request.property)
    .where("key_id", "=", request.keyId)
    .where("idempotency_key", "=", request.idempotencyKey)
    .executeTakeFirst();
  if (!row) return null;
  if (row.request_hash !== request.requestHash) throw new ApiError("idempotency_key_reused");
  if (row.status === null) throw new ApiError("idempotency_in_progress", { headers: { "Retry-After": "1" } });
  return row.answer;
}

interface AnswerToStore extends Pick<Change<unknown>, "about"> {
  readonly status: number;
  /** JSON. */
  readonly answer: string;
  /** Ms since 1970. */
  readonly now: number;
}

/** Stores an answer in the transaction of the work, so that no crash can separate the two (R34). */
export async function storeAnswer(
  tx: Tx,
  request: IdempotentRequest,
  { status, answer, about, now }: AnswerToStore,
): Promise<void> {
  await tx
    .insertInto("api_idempotency")
    .values({
      property_id: request.property,
      key_id: request.keyId,
      idempotency_key: request.idempotencyKey,
      request_hash: request.requestHash,
      status,
      answer,
      person_id: about === "many" ? "" : (about?.contact ?? null),
      leased_until: 0,
      created_at: now,
    })
    .execute();
}

/** Removes the answers that are older than a day. @param now ms since 1970 */
export async function removeOldAnswers(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom("api_idempotency")
    .where("created_at", "<", now - ANSWER_RETENTION)
    .execute();
}

/**
 * Removes the stored answers that are about people who are erased (R26). Of those about several people, all that name one of them.
 *
 * @returns removes what is not in the database: nothing
 */
export async function eraseAnswers(tx: Tx, property: string, ids: readonly string[]): Promise<() => void> {
  for (const id of ids)
    await tx
      .deleteFrom("api_idempotency")
      .where("property_id", "=", property)
      .where((eb) =>
        eb.or([
          eb("person_id", "=", id),
          eb.and([eb("person_id", "=", ""), eb("answer", "like", `%${id}%`)]),
        ]),
      )
      .execute();
  return () => undefined;
}
