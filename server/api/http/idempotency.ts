import { isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { statement } from "../../platform/database/statement.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { Change } from "./operation.ts";
import type { IdempotentRequest } from "./read-idempotency-key.ts";

/** How long an answer is stored and repeated, ms. */
const ANSWER_RETENTION = 24 * 3_600_000;

type StoredRequest = Pick<Schema["api_idempotency"], "status" | "answer" | "leased_until">;

const selectRequests = statement(
  (db, { property, apiKey, keys }: { property: string; apiKey: string; keys: readonly string[] }) =>
    db
      .selectFrom("api_idempotency")
      .select(["idempotency_key", "request_hash", "status", "answer", "leased_until"])
      .where("property_id", "=", property)
      .where("key_id", "=", apiKey)
      .where("idempotency_key", "in", keys),
);

/**
 * Finds those requests of an API key that were made before. As all writes run one after the other, a request that is sent again while
 * the first one runs waits for it here.
 *
 * @returns in the order of the requests; undefined: it is new; `idempotency_key_reused`: its key was used for another request
 */
export async function findRequests(
  tx: Tx,
  requests: readonly IdempotentRequest[],
): Promise<(StoredRequest | ApiError | undefined)[]> {
  const [first] = requests;
  if (!first) return [];
  const keys = requests.map(({ idempotencyKey }) => idempotencyKey);
  const rows = await selectRequests(tx, { property: first.property, apiKey: first.keyId, keys });
  const stored = new Map(rows.map((row) => [row.idempotency_key, row]));
  return requests.map(({ idempotencyKey, requestHash }) => {
    const row = stored.get(idempotencyKey);
    return row && row.request_hash !== requestHash ? new ApiError("idempotency_key_reused") : row;
  });
}

/** Finds one request as `findRequests` does. @throws ApiError `idempotency_key_reused` */
export async function findRequest(tx: Tx, request: IdempotentRequest): Promise<StoredRequest | undefined> {
  const [row] = await findRequests(tx, [request]);
  if (row instanceof ApiError) throw row;
  return row;
}

interface AnswerToStore extends Pick<Change<unknown>, "about"> {
  readonly request: IdempotentRequest;
  /** The HTTP status; null: the request has not ended. */
  readonly status: number | null;
  /** JSON. */
  readonly answer: string;
  /** As in `api_idempotency.leased_until`. */
  readonly leasedUntil?: number;
  /** Ms since 1970. */
  readonly now: number;
}

const insertAnswers = insertStatement("api_idempotency");

/** Stores answers in the transaction of the work, so that no crash can separate the two (R34). */
export async function storeAnswers(tx: Tx, answers: readonly AnswerToStore[]): Promise<void> {
  const rows = answers.map(({ request, status, answer, about, now, leasedUntil = 0 }) => ({
    property_id: request.property,
    key_id: request.keyId,
    idempotency_key: request.idempotencyKey,
    request_hash: request.requestHash,
    status,
    answer,
    person_id: about === "many" ? "" : (about?.contact ?? null),
    leased_until: leasedUntil,
    created_at: now,
  }));
  await insertAnswers(tx, rows);
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
