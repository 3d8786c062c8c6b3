import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { networkOf } from "./address.ts";
import { ApiError } from "./api-error.ts";

export interface Limit {
  /** @throws Failure `too_many_requests` with `Retry-After` in seconds */
  take(key: string, points?: number): Promise<void>;
}

/**
 * So many points a minute for each key, in this process's memory.
 *
 * More points than a minute allows are counted as a whole minute's, so that a large batch is late but never stuck.
 */
export function perMinute(points: number): Limit {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
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

/** As `perMinute`, for addresses: those that one subscriber has count together. */
export function perNetwork(points: number): Limit {
  const limit = perMinute(points);
  return { take: (address, cost) => limit.take(networkOf(address), cost) };
}
