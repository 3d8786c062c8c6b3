import { networksOf } from "../platform/http/address.ts";
import { type Allowance, allowances, takeFromAll } from "../platform/http/rate-limit.ts";
import { WindowCounter } from "../platform/http/window-counter.ts";
import { SIGN_IN } from "../platform/limits.ts";

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
   * Counts an attempt before the password is checked, so that concurrent attempts cannot bypass the limit. What is refused
   * is not counted, and takes no memory.
   *
   * @throws ApiError `too_many_requests` with Retry-After in seconds
   */
  take(attempt: Attempt): Promise<void>;
  /** Gives back an attempt that succeeded. */
  refund(attempt: Attempt): Promise<void>;
}

const REFUSAL = "Too many attempts to sign in. Please wait a few minutes.";

/**
 * Limits of failed attempts (R37), in this process's memory: for one address, and for an account from one address. Wrong
 * passwords of others lock nobody out: an account that many addresses try is still open to each other address, for fewer tries.
 * A browser in which the agent has signed in before has a limit of its own instead.
 *
 * @param log hears of an account that many addresses try
 */
export function createSignInLimits(
  log?: { warn(entry: object, message: string): void },
  now?: () => number,
): SignInLimits {
  const counter = () => new WindowCounter(SIGN_IN.seconds, now);
  const [addresses, pairs, accounts, browsers] = [counter(), counter(), counter(), counter()];

  function allowed({ email, address, knownBrowser }: Attempt): Allowance[] {
    if (knownBrowser !== null)
      return [{ counter: browsers, key: `${email} ${knownBrowser}`, points: SIGN_IN.knownBrowser }];
    const networks = networksOf(address);
    const isTried = accounts.count(email) >= SIGN_IN.account;
    const tries = isTried ? SIGN_IN.accountAndAddressWhenTried : SIGN_IN.accountAndAddress;
    return [
      ...allowances(addresses, networks, SIGN_IN.address),
      ...allowances(pairs, networks, tries, `${email} `),
    ];
  }

  return {
    async take(attempt) {
      const { email, knownBrowser } = attempt;
      takeFromAll(allowed(attempt), 1, REFUSAL);
      if (knownBrowser !== null) return;
      accounts.add(email);
      if (accounts.count(email) === SIGN_IN.account)
        log?.warn({ email }, "an account has had many failed attempts to sign in, from several addresses");
    },
    async refund(attempt) {
      for (const { counter, key } of allowed(attempt)) counter.add(key, -1);
      if (attempt.knownBrowser === null) accounts.add(attempt.email, -1);
    },
  };
}
