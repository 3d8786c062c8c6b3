import { type MailFailureCode, outcomeOf } from "../../../shared/mail-failure.ts";

/** The failures of an account and its server so far, and the time until which nothing is sent by it, ms since 1970. */
export interface AccountPause {
  readonly failures: number;
  readonly until: number;
}

const FIRST = 5_000;
const LONGEST = 5 * 60_000;

/** Failures that concern one mail only: the server is there and takes others. */
const OF_THE_MAIL: readonly MailFailureCode[] = ["mail_temporary", "mail_internal", "mail_interrupted"];

/**
 * Decides whether a property sends nothing for a while. If its server cannot be reached or does not let us in, hundreds of
 * waiting mails need not find that out one by one, and an account would be locked after so many wrong passwords.
 *
 * @param failure the code of the last attempt; null: the mail was sent
 * @param now ms since 1970
 * @returns null: the next mail is sent at once
 */
export function planPause(
  before: AccountPause | null,
  failure: MailFailureCode | null,
  now: number,
): AccountPause | null {
  const isOfAccount =
    failure !== null && outcomeOf(failure) === "temporary" && !OF_THE_MAIL.includes(failure);
  if (!isOfAccount) return null;
  // mails that were sent at the same time fail together, and count once
  if (before && now < before.until) return before;
  const failures = (before?.failures ?? 0) + 1;
  return { failures, until: now + Math.min(LONGEST, FIRST * 2 ** (failures - 1)) };
}
