import { type AttemptEnd, GIVE_UP, readRetryAfter } from "./plan-attempt.ts";

/** How an endpoint has answered lately. */
export interface EndpointHealth {
  /** Attempts that have failed since the last one that succeeded. */
  readonly failures: number;
  /** When the first of them failed, ms since 1970; null: there is none. */
  readonly failingSince: number | null;
  /** Nothing is sent before this time, ms since 1970. */
  readonly retryAt: number;
}

export type EndpointPlan =
  | { readonly kind: "continue"; readonly health: EndpointHealth }
  /** It has failed for days: nothing is sent until an admin resumes it. */
  | { readonly kind: "pause"; readonly health: EndpointHealth }
  /** It has answered 410: it wants nothing any more. */
  | { readonly kind: "end" };

const HEALTHY: EndpointHealth = { failures: 0, failingSince: null, retryAt: 0 };
/** How long all attempts fail before the endpoint is paused, ms: a single event that nobody accepts is enough. */
export const PAUSE_AFTER = GIVE_UP - 3_600_000;
/** From so many failures on, one attempt at a time finds out whether the endpoint is back. */
export const PROBE_AFTER = 5;
/** The pause after each attempt to find that out, which doubles up to a minute, ms. */
const PROBE = { first: 1_000, longest: 60_000 } as const;

/**
 * Decides what an attempt says about its endpoint. Without an answer, or with a Retry-After, everything that waits there waits
 * longer; other refusals are about the event that was refused. Pure.
 *
 * @param now ms since 1970
 */
export function planEndpoint(before: EndpointHealth, end: AttemptEnd, now: number): EndpointPlan {
  if (end.kind === "success") return { kind: "continue", health: HEALTHY };
  if (end.kind === "interrupted") return { kind: "continue", health: before };
  if (end.status === 410) return { kind: "end" };
  const failures = before.failures + 1;
  const failingSince = before.failingSince ?? now;
  const probe =
    end.status === null && failures >= PROBE_AFTER
      ? Math.min(PROBE.longest, PROBE.first * 2 ** Math.min(20, failures - PROBE_AFTER))
      : 0;
  const pause = Math.max(probe, isBusy(end.status) ? readRetryAfter(end.retryAfter, now) : 0);
  const health = { failures, failingSince, retryAt: pause ? now + pause : before.retryAt };
  return now - failingSince >= PAUSE_AFTER ? { kind: "pause", health } : { kind: "continue", health };
}

const isBusy = (status: number | null) => status === 429 || status === 503;
