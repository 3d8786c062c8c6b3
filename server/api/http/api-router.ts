import { createHash, type Hash } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { ApiScope } from "../../../shared/api-key.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { limitBody } from "../../platform/http/limit-body.ts";
import { streamBody } from "../../platform/http/stream-body.ts";
import type { RequestKey } from "../keys/key-store.ts";
import type { ApiEnv } from "./authenticate.ts";
import { groupRequests } from "./group-requests.ts";
import { findRequest, storeAnswers } from "./idempotency.ts";
import { describeOperations } from "./openapi.ts";
import type { Change, Operation, RawCall, Reply, WriteResult } from "./operation.ts";
import { type IdempotentRequest, readIdempotencyKey } from "./read-idempotency-key.ts";
import { readRequest } from "./read-request.ts";
import { runSteps } from "./run-steps.ts";

type RouterDeps = Pick<Deps, "config" | "database" | "log" | "now">;

/** No path has a limit of its own here: the operations that have one are not limited by the others. */
const NO_PATH = /(?!)/;

/**
 * The REST API under `/api/v1` (R34), made from its operations: each is a route, a guard and a part of the description. There are no
 * cookies and no CORS here, so that no page of a browser can use a key by accident.
 *
 * @param guard requires the key
 */
export function apiRouter(
  deps: RouterDeps,
  operations: readonly Operation[],
  guard: MiddlewareHandler<ApiEnv>,
): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>();
  api.use(async (c, next) => {
    await next();
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
  });
  // made on the first request, because it takes long
  let description: string | undefined;
  api.get("/openapi.json", (c) => {
    description ??= JSON.stringify(describeOperations(operations, deps.config.publicUrl));
    return c.body(description, 200, { "Content-Type": "application/json", "Cache-Control": "no-cache" });
  });
  api.use(guard);
  for (const operation of operations) {
    const { method, path, largest } = operation;
    if (largest) api.on(method, path, limitBody(largest.bytes, NO_PATH));
    api.on(method, path, handlerOf(deps, operation));
  }
  for (const path of new Set(operations.map((one) => one.path))) {
    const methods = operations.filter((one) => one.path === path).map((one) => one.method);
    api.all(path, () => {
      throw new ApiError("method_not_allowed", { headers: { Allow: methods.join(", ") } });
    });
  }
  api.all("*", () => {
    throw new ApiError("not_found");
  });
  return api;
}

/** The paths whose bodies may be larger than other bodies, below `/api/v1`. Their routes limit them. */
export function pathsWithLargeBodies(operations: readonly Operation[]): RegExp {
  const paths = operations.filter(({ largest }) => largest).map(({ path }) => path.replace(/:\w+/g, "[^/]+"));
  return paths.length ? new RegExp(`^/api/v1(${paths.join("|")})$`) : NO_PATH;
}

/** Requires a scope of a request's key (R34). @throws ApiError `missing_scope`, which names it */
export function requireScope({ name, scopes }: RequestKey, scope: ApiScope): void {
  if (scopes.includes(scope)) return;
  throw new ApiError("missing_scope", {
    detail: `The key “${name}” needs the scope ${scope}.`,
    headers: { "WWW-Authenticate": `Bearer realm="Foyer", error="insufficient_scope", scope="${scope}"` },
  });
}

/** Makes the handler of an operation's requests. */
function handlerOf(deps: RouterDeps, operation: Operation): (c: Context<ApiEnv>) => Promise<Response> {
  const run = runnerOf(deps, operation);
  return async (c) => {
    if (operation.scope) requireScope(c.var.key, operation.scope);
    return run(c, await readRequest(c, operation, deps.config.trustedProxies));
  };
}

function runnerOf(
  deps: RouterDeps,
  operation: Operation,
): (c: Context<ApiEnv>, raw: RawCall) => Promise<Response> {
  if (operation.kind === "read") return async (c, raw) => send(c, operation, await operation.run(raw));
  if (operation.kind === "steps") return (c, raw) => writeInSteps(deps, operation, c, raw);
  if (operation.kind === "upload") return (c, raw) => receive(deps, operation, c, raw);
  const write =
    operation.kind === "together"
      ? operation.bind(groupRequests(deps, operation.status))
      : async (raw: RawCall, request: IdempotentRequest | null) =>
          writeAlone(deps, operation, { run: await operation.prepare(raw), request });
  return async (c, raw) => sendResult(c, operation, await write(raw, await idempotentRequest(operation, c)));
}

/** Runs an operation whose body is a file. A hash of the file stands for it where requests are compared. */
async function receive(
  deps: RouterDeps,
  operation: Extract<Operation, { kind: "upload" }>,
  c: Context<ApiEnv>,
  raw: RawCall,
): Promise<Response> {
  const length = c.req.header("content-length");
  const hash = createHash("sha256");
  const file = {
    body: hashed(streamBody(c), hash),
    length: length === undefined ? null : Number(length),
  };
  // refused before the file arrives
  readIdempotencyKey(c.var.key, raw.header("idempotency-key"), []);
  const { run, discard } = await operation.receive(raw, file);
  let isTaken = false;
  try {
    const content = [c.req.method, c.req.url, hash.digest("base64url")];
    const request = readIdempotencyKey(c.var.key, raw.header("idempotency-key"), content);
    const runOnce = async (tx: Tx) => {
      const change = await run(tx);
      isTaken = true;
      return change;
    };
    return await sendResult(c, operation, await writeAlone(deps, operation, { run: runOnce, request }));
  } catch (error) {
    isTaken = false; // the transaction is rolled back
    throw error;
  } finally {
    if (!isTaken) await discard();
  }
}

async function* hashed(body: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}

/** The `Idempotency-Key` of a POST; null: it has none. @throws ApiError `invalid_request` */
async function idempotentRequest(
  { method }: Pick<Operation, "method">,
  c: Context<ApiEnv>,
): Promise<IdempotentRequest | null> {
  const header = method === "POST" ? c.req.header("idempotency-key") : undefined;
  if (header === undefined) return null;
  return readIdempotencyKey(c.var.key, header, [c.req.method, c.req.url, await c.req.text()]);
}

/** Runs an operation that writes; for a POST with an `Idempotency-Key` that was used before, answers as then. */
async function writeAlone(
  { database, now }: RouterDeps,
  { status }: Operation,
  { run, request }: { run: (tx: Tx) => Promise<Change<unknown>>; request: IdempotentRequest | null },
): Promise<WriteResult> {
  return database.write(async (tx) => {
    const before = request && (await findRequest(tx, request));
    if (before) return { stored: before.answer };
    const change = await run(tx);
    const answer = JSON.stringify(change.body);
    if (request) await storeAnswers(tx, [{ request, status, answer, about: change.about, now: now() }]);
    return { change };
  });
}

async function sendResult(
  c: Context<ApiEnv>,
  operation: Operation,
  { stored, change }: WriteResult,
): Promise<Response> {
  if (stored !== undefined) return sendJson(c, operation, stored, REPLAYED);
  await change.afterCommit?.();
  return send(c, operation, change);
}

/** As `writeAlone`, for an operation in several transactions. */
async function writeInSteps(
  deps: RouterDeps,
  operation: Extract<Operation, { kind: "steps" }>,
  c: Context<ApiEnv>,
  raw: RawCall,
): Promise<Response> {
  const work = operation.prepare(raw);
  const request = await idempotentRequest(operation, c);
  const { answer, isReplayed } = await runSteps(deps, request, operation.status, work);
  return sendJson(c, operation, answer, isReplayed ? REPLAYED : {});
}

const REPLAYED = { "Idempotent-Replayed": "true" };

function send(c: Context<ApiEnv>, operation: Operation, { body, headers }: Reply<unknown>): Response {
  return sendJson(c, operation, JSON.stringify(body), headers);
}

const sendJson = (
  c: Context<ApiEnv>,
  { status }: Operation,
  json: string,
  headers: Reply<unknown>["headers"] = {},
): Response => c.body(json, status, { "Content-Type": "application/json", ...headers });
