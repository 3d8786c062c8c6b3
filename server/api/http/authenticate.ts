import type { MiddlewareHandler } from "hono";
import type { Deps } from "../../deps.ts";
import { addressOf } from "../../platform/http/address.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { createNetworkLimit, tooManyRequests } from "../../platform/http/rate-limit.ts";
import { WindowCounter } from "../../platform/http/window-counter.ts";
import { INVALID_API_KEYS } from "../../platform/limits.ts";
import { hashSecret, readBearer } from "../keys/api-key-secret.ts";
import { findKey, type RequestKey, recordUse } from "../keys/key-store.ts";

/** The variables of handlers behind `authenticated`. */
export interface ApiEnv {
  Variables: { key: RequestKey };
}

/** The length of the window in which the requests of a key are counted, seconds. */
const WINDOW = 60;

/**
 * Requires an API key (R34) as a bearer token (RFC 6750); no cookie counts. Counts the requests of each key, and says in the
 * headers of draft-ietf-httpapi-ratelimit-headers-10 how many are left. Requests without a valid key count for their address.
 *
 * @throws ApiError `invalid_api_key`, `too_many_requests`
 */
export function authenticated({
  config,
  database,
  log,
  now,
}: Pick<Deps, "config" | "database" | "log" | "now">): MiddlewareHandler<ApiEnv> {
  const counter = new WindowCounter(WINDOW, now);
  const invalidKeys = createNetworkLimit(INVALID_API_KEYS.address, INVALID_API_KEYS.seconds, now);
  const limit = config.apiLimit;
  /** Does not wait: a key that reads needs no disk that can be written to. */
  const record = (key: RequestKey) =>
    void database
      .write((tx) => recordUse(tx, key, now()))
      .catch((err: unknown) => log.warn({ err }, "the last use of an API key could not be stored"));

  return async (c, next) => {
    const secret = readBearer(c.req.header("authorization"));
    const key = secret && (await findKey(database.read, hashSecret(secret), now()));
    if (!key) {
      await invalidKeys.take(addressOf(c, config.trustedProxies));
      throw new ApiError("invalid_api_key", { headers: { "WWW-Authenticate": 'Bearer realm="Foyer"' } });
    }
    const isAllowed = counter.count(key.id) < limit;
    if (isAllowed) counter.add(key.id);
    const seconds = counter.secondsLeft(key.id);
    c.header("RateLimit-Policy", `"requests";q=${limit};w=${WINDOW}`);
    c.header("RateLimit", `"requests";r=${limit - counter.count(key.id)};t=${seconds}`);
    if (!isAllowed) throw tooManyRequests(seconds);
    if (!key.isUseRecorded) record(key);
    c.set("key", key);
    await next();
  };
}
