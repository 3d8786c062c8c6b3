import { isSignInFailure, type MailboxFailureCode } from "../../../../shared/mailbox-failure.ts";

const FIRST = 5_000;
const LONGEST = 5 * 60_000;
/** Servers lock an account after some wrong passwords. */
const FIRST_SIGN_IN = 60_000;
const LONGEST_SIGN_IN = 30 * 60_000;

/**
 * How long a mailbox is left alone after failures one after the other, ms. It never ends: an outage passes, and then all
 * mails are there.
 *
 * @param failures at least 1
 */
export function planBackOff(code: MailboxFailureCode, failures: number): number {
  const [first, longest] = isSignInFailure(code) ? [FIRST_SIGN_IN, LONGEST_SIGN_IN] : [FIRST, LONGEST];
  return Math.min(longest, first * 2 ** Math.min(20, failures - 1));
}
