import { type Network, networksOf } from "./address.ts";
import { ApiError } from "./api-error.ts";
import { WindowCounter } from "./window-counter.ts";

export interface Limit {
  /** @throws ApiError `too_many_requests` with `Retry-After` in seconds */
  take(key: string, points?: number): Promise<void>;
}

/** A refusal until so many seconds have passed. */
export function tooManyRequests(seconds: number, detail?: string): ApiError {
  return new ApiError("too_many_requests", {
    headers: { "Retry-After": String(seconds) },
    ...(detail !== undefined && { detail }),
  });
}

/** Limits the points per minute and key: see `createRequestLimit`. */
export const perMinute = (points: number, now?: () => number): Limit => createRequestLimit(points, 60, now);

/**
 * Limits the points per key and time, in this process's memory. A request for more points than the limit counts as
 * the limit, so that a large batch waits at most that long. What is refused is not counted and takes no memory.
 *
 * @param seconds the time
 */
export function createRequestLimit(points: number, seconds: number, now?: () => number): Limit {
  const counter = new WindowCounter(seconds, now);
  return {
    async take(key, cost = 1) {
      takeFromAll([{ counter, key, points }], cost);
    },
  };
}

/** As `createRequestLimit`, for addresses: see `networksOf`. */
export function createNetworkLimit(points: number, seconds: number, now?: () => number): Limit {
  const counter = new WindowCounter(seconds, now);
  return {
    async take(address, cost = 1) {
      takeFromAll(allowances(counter, networksOf(address), points), cost);
    },
  };
}

/** As `perMinute`, for addresses. */
export const perNetwork = (points: number, now?: () => number): Limit => createNetworkLimit(points, 60, now);

/** The points that a counter allows a key. */
export interface Allowance {
  readonly counter: WindowCounter;
  readonly key: string;
  readonly points: number;
}

/** The points that a counter allows the networks of an address. @param prefix of the keys */
export const allowances = (
  counter: WindowCounter,
  networks: readonly Network[],
  points: number,
  prefix = "",
): Allowance[] => networks.map(({ key, share }) => ({ counter, key: prefix + key, points: points * share }));

/**
 * Counts a request in all counters, or, if one of them allows no more, in none.
 *
 * @throws ApiError `too_many_requests`
 */
export function takeFromAll(allowed: readonly Allowance[], cost = 1, detail?: string): void {
  for (const { counter, key, points } of allowed)
    if (counter.count(key) + Math.min(cost, points) > points)
      throw tooManyRequests(counter.secondsLeft(key), detail);
  for (const { counter, key, points } of allowed) counter.add(key, Math.min(cost, points));
}
