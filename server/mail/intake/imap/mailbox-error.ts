import { MAILBOX_FAILURES, type MailboxFailureCode } from "../../../../shared/mailbox-failure.ts";
import type { MailboxFailure } from "../../../../shared/mailbox-settings.ts";

/** More of an answer than this is not kept, characters. */
const MAX_ANSWER = 500;

/** A failure with its words. */
export function mailboxFailure(code: MailboxFailureCode, answer = ""): MailboxFailure {
  return { code, message: MAILBOX_FAILURES[code], answer: answer.slice(0, MAX_ANSWER) };
}

/** A mailbox cannot be read. */
export class MailboxError extends Error {
  override name = "MailboxError" as const;
  readonly failure: MailboxFailure;

  constructor(failure: MailboxFailure, cause?: unknown) {
    super(failure.code, { cause });
    this.failure = failure;
  }
}
