import type { HttpFailureCode } from "../../../shared/http-failure.ts";

/** How an attempt has ended. */
export type AttemptEnd =
  | { readonly kind: "success" }
  | {
      readonly kind: "failure";
      readonly code: HttpFailureCode;
      /** Of the answer; null: there was none. */
      readonly status: number | null;
      /** The header Retry-After, if there is one. */
      readonly retryAfter: string | null;
    }
  /** The process that made it is gone, and nobody knows how far it came. */
  | { readonly kind: "interrupted" };

export type DeliveryPlan =
  | { readonly kind: "delivered" }
  /** Ms since 1970. */
  | { readonly kind: "retry"; readonly at: number }
  | { readonly kind: "give_up" };

const SECOND = 1_000;
const HOUR = 3_600_000;

/** How long a delivery is tried, ms. */
export const GIVE_UP = 3 * 24 * HOUR;
/** The pauses between attempts: 5 s, 20 s, 80 s … six hours. */
const PAUSE = { first: 5 * SECOND, growth: 4, longest: 6 * HOUR } as const;
/** The longest Retry-After that is respected, ms. */
const MAX_RETRY_AFTER = 24 * HOUR;

/**
 * Decides what follows an attempt (R35). Pauses grow exponentially, with jitter from the half to the whole of them, and the last
 * attempt is at the end of the three days. Pure.
 *
 * @param attempts those so far, this one included
 * @param queuedAt when the delivery was queued, at first or by hand; ms since 1970, as `now`
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function planDelivery(
  end: AttemptEnd,
  { attempts, queuedAt }: { readonly attempts: number; readonly queuedAt: number },
  random: number,
  now: number,
): DeliveryPlan {
  if (end.kind === "success") return { kind: "delivered" };
  if (end.kind === "interrupted") return { kind: "retry", at: now };
  const whole = Math.min(PAUSE.longest, PAUSE.first * PAUSE.growth ** Math.min(20, attempts - 1));
  const pause = Math.max(whole * (0.5 + random / 2), readRetryAfter(end.retryAfter, now));
  const lastAt = queuedAt + GIVE_UP;
  return now >= lastAt
    ? { kind: "give_up" }
    : { kind: "retry", at: Math.min(lastAt, now + Math.round(pause)) };
}

/** Reads Retry-After, a number of seconds or a date (RFC 9110, 10.2.3). @returns ms from now, at most a day; 0: there is none */
export function readRetryAfter(header: string | null, now: number): number {
  if (header === null) return 0;
  const wanted = /^\d{1,9}$/.test(header) ? Number(header) * SECOND : Date.parse(header) - now;
  return Number.isFinite(wanted) ? Math.min(MAX_RETRY_AFTER, Math.max(0, wanted)) : 0;
}
