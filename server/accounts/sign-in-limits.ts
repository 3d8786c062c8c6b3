import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { networkOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";

const WINDOW_SECONDS = 15 * 60;

/**
 * The limits of failed attempts in 15 minutes: for an account from one address, for an account from all addresses, and for
 * one address. The first is strict. The others are generous, so that nobody can lock an agent out remotely, and an office
 * behind one address can sign in. A browser in which the agent has signed in before has a limit of its own instead, so
 * that wrong passwords of others never lock it out.
 */
const LIMITS = { accountAndAddress: 10, account: 100, address: 100, knownBrowser: 10 } as const;

/** The originator of an attempt. */
export interface Attempt {
  readonly email: string;
  /** The client's network address. */
  readonly address: string;
  /** The identifier of a browser in which the agent has signed in before; null: it is not known. */
  readonly knownBrowser: string | null;
}

export interface SignInLimits {
  /**
   * Counts an attempt before the password is checked, so that concurrent attempts cannot bypass the limit.
   *
   * @throws ApiError `too_many_requests` with Retry-After in seconds
   */
  take(attempt: Attempt): Promise<void>;
  /** Gives back an attempt that succeeded. */
  refund(attempt: Attempt): Promise<void>;
}

/** Limits of sign-in attempts, in this process's memory. */
export function createSignInLimits(): SignInLimits {
  const limiter = (keyPrefix: keyof typeof LIMITS) =>
    new RateLimiterMemory({ keyPrefix, points: LIMITS[keyPrefix], duration: WINDOW_SECONDS });
  const unknown = [
    {
      limiter: limiter("accountAndAddress"),
      key: ({ email, address }: Attempt) => `${email} ${networkOf(address)}`,
    },
    { limiter: limiter("account"), key: ({ email }: Attempt) => email },
    { limiter: limiter("address"), key: ({ address }: Attempt) => networkOf(address) },
  ];
  const known = [
    {
      limiter: limiter("knownBrowser"),
      key: ({ email, knownBrowser }: Attempt) => `${email} ${knownBrowser}`,
    },
  ];
  const limitersOf = ({ knownBrowser }: Attempt) => (knownBrowser === null ? unknown : known);
  return {
    async take(attempt) {
      for (const { limiter, key } of limitersOf(attempt)) {
        try {
          await limiter.consume(key(attempt));
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
    async refund(attempt) {
      await Promise.all(limitersOf(attempt).map(({ limiter, key }) => limiter.reward(key(attempt))));
    },
  };
}
