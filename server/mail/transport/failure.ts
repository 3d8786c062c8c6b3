import type { MailFailure } from "../../../shared/mail.ts";
import { MAIL_FAILURES, type MailFailureCode } from "../../../shared/mail-failure.ts";

/** More of an answer than this is not kept, characters. */
const MAX_ANSWER = 500;

/** A failure with its words. */
export function mailFailure(code: MailFailureCode, answer = ""): MailFailure {
  return { code, message: MAIL_FAILURES[code][1], answer: answer.slice(0, MAX_ANSWER) };
}

/** A mail was not sent, or nobody knows whether it was. */
export class MailError extends Error {
  override name = "MailError" as const;
  readonly failure: MailFailure;

  constructor(failure: MailFailure, cause?: unknown) {
    super(failure.code, { cause });
    this.failure = failure;
  }
}
