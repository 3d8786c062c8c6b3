import { createHash } from "node:crypto";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
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
 * Finds a request that was made before. As all writes run one after the other, a request that is sent again while the first one
 * runs waits for it here.
 *
 * @returns undefined: the request is new
 * @throws ApiError `idempotency_key_reused` if the key was used for another request
 */
export async function findRequest(
  tx: Tx,
  request: IdempotentRequest,
): Promise<Pick<Schema["api_idempotency"], "status" | "answer" | "leased_until"> | undefined> {
  const row = await tx
    .selectFrom("api_idempotency")
    .select(["request_hash", "status", "answer", "leased_until"])
    .where("property_id", "=", request.property)
    .where("key_id", "=", request.keyId)
    .where("idempotency_key", "=", request.idempotencyKey)
    .executeTakeFirst();
  if (row && row.request_hash !== request.requestHash) throw new ApiError("idempotency_key_reused");
  return row;
}

interface AnswerToStore extends Pick<Change<unknown>, "about"> {
  /** The HTTP status; null: the request has not ended. */
  readonly status: number | null;
  /** JSON. */
  readonly answer: string;
  /** As in `api_idempotency.leased_until`. */
  readonly leasedUntil?: number;
  /** Ms since 1970. */
  readonly now: number;
}

/** Stores an answer in the transaction of the work, so that no crash can separate the two (R34). */
export async function storeAnswer(
  tx: Tx,
  request: IdempotentRequest,
  { status, answer, about, now, leasedUntil = 0 }: AnswerToStore,
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
      leased_until: leasedUntil,
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

/** How many answers about several people are searched at a time: each may have some hundred kilobytes. */
const SEARCHED_AT_ONCE = 20;

/**
 * Removes the stored answers that are about people who are erased (R26). Of those about several people, all that name one of them.
 *
 * @returns removes what is not in the database: nothing
 */
export async function eraseAnswers(tx: Tx, property: string, ids: readonly string[]): Promise<() => void> {
  const answers = () => tx.deleteFrom("api_idempotency").where("property_id", "=", property);
  await answers()
    .where(isOneOf(tx, "person_id", ids))
    .execute();
  const erased = new Set(ids);
  for (let last: { key_id: string; idempotency_key: string } | undefined; ; ) {
    const { key_id = "", idempotency_key = "" } = last ?? {};
    const rows = await tx
      .selectFrom("api_idempotency")
      .select(["key_id", "idempotency_key", "answer"])
      .where("property_id", "=", property)
      .where("person_id", "=", "")
      .where((eb) => eb(eb.refTuple("key_id", "idempotency_key"), ">", eb.tuple(key_id, idempotency_key)))
      .orderBy("key_id")
      .orderBy("idempotency_key")
      .limit(SEARCHED_AT_ONCE)
      .execute();
    for (const row of rows)
      if ((row.answer.match(/V\d{16}/g) ?? []).some((id) => erased.has(id)))
        await answers()
          .where("key_id", "=", row.key_id)
          .where("idempotency_key", "=", row.idempotency_key)
          .execute();
    last = rows.at(-1);
    if (rows.length < SEARCHED_AT_ONCE) return () => undefined;
  }
}
