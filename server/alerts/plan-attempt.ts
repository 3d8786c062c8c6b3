import type { PauseReason } from "../../shared/alert.ts";
import { retryDelay } from "../../shared/rules/retry.ts";
import type { AlertAnswer } from "./classify-answer.ts";

export type AttemptPlan =
  | { readonly kind: "sent" }
  /** Ms since 1970. */
  | { readonly kind: "retry"; readonly at: number }
  /** The service will not take this message: its alerts are removed. */
  | { readonly kind: "drop" }
  /** The channel is paused, and its admins are told. */
  | { readonly kind: "pause"; readonly reason: Exclude<PauseReason, "by_admin"> };

/** So many refusals without a success in between pause a channel. */
const MAX_REFUSALS = 3;
/** The pause after a refusal, ms: what an admin repairs meanwhile is not paused. */
const REFUSAL_PAUSE = 30_000;
/** A channel that nothing could be sent to for so long is paused, ms. */
const MAX_FAILING = 3 * 24 * 3_600_000;

interface Attempt {
  /** Failures since the last success before this attempt, and how many of them were refusals. */
  readonly failures: number;
  readonly refusals: number;
  /** When the first of them was, ms since 1970; null: there were none. */
  readonly failingSince: number | null;
}

/**
 * Decides what follows an attempt to send to a channel. Pure.
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @param now ms since 1970
 */
export function planAttempt(
  answer: AlertAnswer,
  { failures, refusals, failingSince }: Attempt,
  random: number,
  now: number,
): AttemptPlan {
  if (answer.kind === "sent") return { kind: "sent" };
  const { extent, retryAfter } = answer;
  if (extent === "gone") return { kind: "pause", reason: "gone" };
  if (extent !== "temporary" && refusals + 1 >= MAX_REFUSALS) return { kind: "pause", reason: "refused" };
  if (extent === "message") return { kind: "drop" };
  if (extent === "refused") return { kind: "retry", at: now + REFUSAL_PAUSE };
  if (failingSince !== null && now - failingSince >= MAX_FAILING) return { kind: "pause", reason: "failing" };
  return { kind: "retry", at: now + Math.round(retryDelay(failures + 1, random, retryAfter, now)) };
}
