import type { PushAnswer } from "./push-client.ts";

/** How an attempt to send a push message has ended. */
export type PushOutcome =
  | PushAnswer
  /** No answer: the network failed. */
  | { readonly status: null; readonly retryAfter: null };

export type PushPlan =
  | { readonly kind: "sent" }
  /** The browser is gone. */
  | { readonly kind: "remove_subscription" }
  /** The push service will not take this message. */
  | { readonly kind: "drop" }
  /** Ms since 1970. */
  | { readonly kind: "retry"; readonly at: number };

const HOUR = 3_600_000;
/** A notification is of no use after this time, ms. */
export const PUSH_LIFE = 24 * HOUR;
const FIRST_PAUSE = 15_000;
/** After so many refusals in a row, a subscription counts as gone: it may be one of other keys. */
const MAX_REFUSALS = 5;

interface PushAttempt {
  /** Attempts so far, this one included. */
  readonly attempts: number;
  /** Refusals by the subscription's push service in a row, before this one. */
  readonly refusals: number;
  /** When the notification was made, ms since 1970. */
  readonly createdAt: number;
}

/**
 * Decides what follows an attempt (RFC 8030, sections 5 and 8.4). Pauses double up to an hour, with jitter. Pure.
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @param now ms since 1970
 */
export function planPushAttempt(
  { status, retryAfter }: PushOutcome,
  { attempts, refusals, createdAt }: PushAttempt,
  random: number,
  now: number,
): PushPlan {
  if (status !== null && status >= 200 && status < 300) return { kind: "sent" };
  if (status === 404 || status === 410) return { kind: "remove_subscription" };
  const isTemporary = status === null || status === 408 || status === 429 || status >= 500;
  if (!isTemporary) return { kind: refusals + 1 >= MAX_REFUSALS ? "remove_subscription" : "drop" };
  const pause = Math.min(HOUR, FIRST_PAUSE * 2 ** (attempts - 1)) * (0.5 + random / 2);
  const seconds = /^\d{1,6}$/.test(retryAfter ?? "") ? Number(retryAfter) : 0;
  const at = now + Math.round(Math.max(pause, Math.min(HOUR, seconds * 1_000)));
  return at - createdAt > PUSH_LIFE ? { kind: "drop" } : { kind: "retry", at };
}
