import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { networkOf } from "./address.ts";
import { ApiError } from "./api-error.ts";

export interface Limit {
  /** @throws ApiError `too_many_requests` with `Retry-After` in seconds */
  take(key: string, points?: number): Promise<void>;
}

/** Limits the points per minute and key: see `createRequestLimit`. */
export const perMinute = (points: number): Limit => createRequestLimit(points, 60);

/**
 * Limits the points per key and time, in this process's memory. A request for more points than the limit counts as
 * the limit, so that a large batch waits at most that long.
 *
 * @param duration seconds
 */
export function createRequestLimit(points: number, duration: number): Limit {
  const limiter = new RateLimiterMemory({ points, duration });
  return {
    async take(key, cost = 1) {
      try {
        await limiter.consume(key, Math.min(cost, points));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw new ApiError("too_many_requests", { headers: { "Retry-After": String(seconds) } });
      }
    },
  };
}

/** As `perMinute`, for addresses: all addresses of one subscriber share a limit. */
export function perNetwork(points: number): Limit {
  const limit = perMinute(points);
  return { take: (address, cost) => limit.take(networkOf(address), cost) };
}
