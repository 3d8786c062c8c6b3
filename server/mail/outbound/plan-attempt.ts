import type { MailOutcome } from "../../../shared/mail-failure.ts";

/** How an attempt ended. Interrupted: the process that made it is gone, and nobody knows how far it came. */
export type AttemptEnd = MailOutcome | "interrupted";

/** The facts about a mail when an attempt has failed. */
export interface AttemptHistory {
  /** Attempts since it was queued, this one included. */
  readonly attempts: number;
  /** Those of them that may have sent it, this one included if it is one. */
  readonly uncertainAttempts: number;
  /** When it was queued, at first or by hand, ms since 1970. */
  readonly queuedAt: number;
}

export type AttemptPlan =
  /** It is tried again at this time, ms since 1970. */
  | { readonly kind: "retry"; readonly at: number }
  /** It is not tried again by itself. */
  | { readonly kind: "stop"; readonly state: "failed" | "uncertain" };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** RFC 5321, section 4.5.4.1: the sender gives up after four or five days. */
const GIVE_UP = 4 * 24 * HOUR;
/** The first pause and the longest one after a failure that certainly sent nothing. */
const TEMPORARY = { first: 30 * SECOND, longest: HOUR, growth: 2 } as const;
/** A server that did not confirm has probably sent the mail: each attempt more may be a copy more. */
const UNCERTAIN = { first: 15 * MINUTE, longest: 6 * HOUR, growth: 4 } as const;
const MAX_UNCERTAIN = 3;
/**
 * Nothing is won by waiting after a process has died. The pauses grow nevertheless, because it may be this mail that ends
 * the process.
 */
const INTERRUPTED = { first: SECOND, longest: HOUR, growth: 4 } as const;

/**
 * Decides when a mail is tried again (R31). Pauses grow exponentially, with jitter from the half to the whole of them, so
 * that many mails that failed together do not come back together.
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @param now ms since 1970
 */
export function planAttempt(
  end: AttemptEnd,
  history: AttemptHistory,
  random: number,
  now: number,
): AttemptPlan {
  const { attempts, uncertainAttempts, queuedAt } = history;
  const isUncertain = end === "uncertain" || end === "interrupted";
  const stop: AttemptPlan = { kind: "stop", state: isUncertain ? "uncertain" : "failed" };
  if (end === "permanent") return stop;
  if (end === "uncertain" && uncertainAttempts >= MAX_UNCERTAIN) return stop;
  const [pause, count] =
    end === "temporary"
      ? [TEMPORARY, attempts]
      : [end === "uncertain" ? UNCERTAIN : INTERRUPTED, uncertainAttempts];
  const whole = Math.min(pause.longest, pause.first * pause.growth ** Math.max(0, count - 1));
  const at = now + Math.round(whole * (0.5 + random / 2));
  return at - queuedAt > GIVE_UP ? stop : { kind: "retry", at };
}
