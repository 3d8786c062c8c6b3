import type { Deps } from "../../deps.ts";
import { createGroupWriter } from "../../platform/database/group-writer.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { RequestKey } from "../keys/key-store.ts";
import { findRequests, storeAnswers } from "./idempotency.ts";
import type { Change, Grouping, RunTogether, WriteResult } from "./operation.ts";
import type { IdempotentRequest } from "./read-idempotency-key.ts";

interface Member<C> {
  readonly call: C;
  /** Null: it has no `Idempotency-Key`. */
  readonly request: IdempotentRequest | null;
}

/**
 * Writes the requests of an API key that arrive in one turn of the event loop in one transaction, together with the answers to their
 * `Idempotency-Key` (R34). Two with the same one cannot both be stored, so that such a group is written one by one, and the second
 * gets the answer to the first.
 *
 * @param status the HTTP status of their answers
 */
export function groupRequests({ database, now }: Pick<Deps, "database" | "now">, status: number): Grouping {
  return <C extends { readonly key: RequestKey }>(run: RunTogether<C>) => {
    const write = createGroupWriter<string, Member<C>, WriteResult>(
      database,
      ({ call }) => call.key.id,
      (tx, _, members) => writeMembers(tx, members, run, { status, now: now() }),
    );
    return (call: C, request: IdempotentRequest | null) => write({ call, request });
  };
}

async function writeMembers<C>(
  tx: Tx,
  members: readonly Member<C>[],
  run: RunTogether<C>,
  of: { readonly status: number; readonly now: number },
): Promise<(WriteResult | ApiError)[]> {
  const repeated = await findRepeated(tx, members);
  const fresh = members.filter((member) => !repeated.has(member));
  const changes = await run(
    tx,
    fresh.map(({ call }) => call),
  );
  const outcomes = new Map(fresh.map((member, at) => [member, changes[at] ?? new ApiError("internal")]));
  await storeAnswers(
    tx,
    [...outcomes].flatMap(([{ request }, change]) =>
      request && !(change instanceof ApiError)
        ? [{ request, answer: JSON.stringify(change.body), about: change.about, ...of }]
        : [],
    ),
  );
  return members.map(
    (member) => repeated.get(member) ?? toResult(outcomes.get(member) ?? new ApiError("internal")),
  );
}

/** Finds the requests that were made before, and their answers. */
async function findRepeated<C>(
  tx: Tx,
  members: readonly Member<C>[],
): Promise<Map<Member<C>, WriteResult | ApiError>> {
  const keyed = members.flatMap((member) => (member.request ? [{ member, request: member.request }] : []));
  const rows = await findRequests(
    tx,
    keyed.map(({ request }) => request),
  );
  return new Map(
    keyed.flatMap(({ member }, at) => {
      const row = rows[at];
      return row ? [[member, row instanceof ApiError ? row : { stored: row.answer }] as const] : [];
    }),
  );
}

const toResult = (change: Change<unknown> | ApiError): WriteResult | ApiError =>
  change instanceof ApiError ? change : { change };
