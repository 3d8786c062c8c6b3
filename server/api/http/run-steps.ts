import * as z from "zod/mini";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { findRequest, storeAnswers } from "./idempotency.ts";
import type { Steps } from "./operation.ts";
import type { IdempotentRequest } from "./read-idempotency-key.ts";

/** How long a process has a request from its last step on, ms. If it dies, another may go on after this time. */
const LEASE = 15_000;

/** The stored state of a request that has not ended: how many steps are done, and their results. */
const Progress = z.object({ done: z.int(), results: z.array(z.unknown()) });
type Progress = z.infer<typeof Progress>;

const START: Progress = { done: 0, results: [] };

/**
 * Runs work in several transactions. For a request with an `Idempotency-Key` each of them also stores how far the work is (R34), so
 * that the request, sent again after a crash, goes on there; and the last one stores the answer.
 *
 * @returns the answer's body, JSON
 * @throws ApiError `idempotency_key_reused`; `idempotency_in_progress` while another request with the key runs
 */
export async function runSteps(
  { database, now }: Pick<Deps, "database" | "now">,
  request: IdempotentRequest | null,
  status: number,
  { steps, run, finish }: Steps<unknown, unknown>,
): Promise<{ answer: string; isReplayed: boolean }> {
  let progress = START;
  for (let isFirst = true; ; isFirst = false) {
    const result = await database.write(async (tx) => {
      const before = isFirst && request ? await claim(tx, request, now()) : progress;
      if (typeof before === "string") return { answer: before, isReplayed: true };
      const results = [...before.results, ...(await run(tx, before.done))];
      const done = before.done + 1;
      const isLast = done >= steps;
      const answer = isLast ? JSON.stringify(finish(results)) : null;
      if (request)
        await save(tx, request, {
          status: isLast ? status : null,
          answer: answer ?? JSON.stringify({ done, results }),
          leased_until: isLast ? 0 : now() + LEASE,
        });
      return answer === null ? { done, results } : { answer, isReplayed: false };
    });
    if (result.answer !== undefined) return result;
    progress = result;
  }
}

/** Takes a request over. @returns how far it is; a text: the answer that was given */
async function claim(tx: Tx, request: IdempotentRequest, now: number): Promise<Progress | string> {
  const row = await findRequest(tx, request);
  if (!row) {
    const start = { request, status: null, answer: JSON.stringify(START), about: "many", now } as const;
    await storeAnswers(tx, [{ ...start, leasedUntil: now + LEASE }]);
    return START;
  }
  if (row.status !== null) return row.answer;
  if (row.leased_until > now) {
    const seconds = String(Math.ceil((row.leased_until - now) / 1_000));
    throw new ApiError("idempotency_in_progress", { headers: { "Retry-After": seconds } });
  }
  return z.parse(Progress, JSON.parse(row.answer));
}

async function save(
  tx: Tx,
  request: IdempotentRequest,
  columns: { status: number | null; answer: string; leased_until: number },
): Promise<void> {
  await tx
    .updateTable("api_idempotency")
    .set(columns)
    .where("property_id", "=", request.property)
    .where("key_id", "=", request.keyId)
    .where("idempotency_key", "=", request.idempotencyKey)
    .execute();
}
