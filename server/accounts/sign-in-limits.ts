import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { networkOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";

const WINDOW_SECONDS = 15 * 60;

/**
 * The limits of failed attempts in 15 minutes: for an account from one address, for an account from all addresses, and for
 * one address. The first is strict. The others are generous, so that nobody can lock an agent out remotely, and an office
 * behind one address can sign in.
 */
const LIMITS = { accountAndAddress: 10, account: 100, address: 100 } as const;

export interface SignInLimits {
  /**
   * Counts an attempt before the password is checked, so that concurrent attempts cannot bypass the limit.
   *
   * @throws ApiError `too_many_requests` with Retry-After in seconds
   */
  take(email: string, address: string): Promise<void>;
  /** Gives back an attempt that succeeded. */
  refund(email: string, address: string): Promise<void>;
}

/** Limits of sign-in attempts, in this process's memory. */
export function createSignInLimits(): SignInLimits {
  const limiter = (keyPrefix: keyof typeof LIMITS) =>
    new RateLimiterMemory({ keyPrefix, points: LIMITS[keyPrefix], duration: WINDOW_SECONDS });
  const limiters = [
    {
      limiter: limiter("accountAndAddress"),
      key: (email: string, address: string) => `${email} ${networkOf(address)}`,
    },
    { limiter: limiter("account"), key: (email: string) => email },
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
            detail: "Too many attempts to sign in. Please wait a few minutes.",
            headers: { "Retry-After": String(seconds) },
          });
        }
      }
    },
    async refund(email, address) {
      await Promise.all(limiters.map(({ limiter, key }) => limiter.reward(key(email, address))));
    },
  };
}
