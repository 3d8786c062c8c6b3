import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { networkOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";

const WINDOW_SECONDS = 15 * 60;

/**
 * How many failed attempts fit in 15 minutes: for an e-mail from one address, for an e-mail from everywhere, and for
 * one address. The first is tight; the others stay loose, so that nobody can lock an agent out from afar and a whole
 * office behind one address can sign in.
 */
const LIMITS = { pair: 10, email: 100, address: 100 } as const;

export interface SignInLimits {
  /**
   * Counts an attempt before it is answered, so that many at once cannot slip through.
   *
   * @throws Failure `too_many_requests` with Retry-After in seconds
   */
  take(email: string, address: string): Promise<void>;
  /** Takes an attempt back that succeeded. */
  giveBack(email: string, address: string): Promise<void>;
}

/** Limits for log-in attempts, in this process's memory. */
export function createSignInLimits(): SignInLimits {
  const limiter = (keyPrefix: keyof typeof LIMITS) =>
    new RateLimiterMemory({ keyPrefix, points: LIMITS[keyPrefix], duration: WINDOW_SECONDS });
  const limiters = [
    { limiter: limiter("pair"), key: (email: string, address: string) => `${email} ${networkOf(address)}` },
    { limiter: limiter("email"), key: (email: string) => email },
    { limiter: limiter("address"), key: (_email: string, address: string) => networkOf(address) },
  ];
  return {
    async take(email, address) {
      for (const { limiter, key } of limiters) {
        try {
          await limiter.consume(key(email, address));
        } catch (refusal) {
          if (!(refusal instanceof RateLimiterRes)) throw refusal;
          const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
          throw new ApiError("too_many_requests", {
            detail: "Too many attempts to sign in. Please wait some minutes.",
            headers: { "Retry-After": String(seconds) },
          });
        }
      }
    },
    async giveBack(email, address) {
      await Promise.all(limiters.map(({ limiter, key }) => limiter.reward(key(email, address))));
    },
  };
}
