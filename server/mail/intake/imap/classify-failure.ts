import type { MailboxFailureCode } from "../../../../shared/mailbox-failure.ts";
import type { MailboxFailure } from "../../../../shared/mailbox-settings.ts";
import { ApiError, isStorageFault } from "../../../platform/http/api-error.ts";
import { MailError } from "../../transport/failure.ts";
import { MailboxError, mailboxFailure } from "./mailbox-error.ts";

/** The properties of imapflow's errors. */
interface ImapFailure {
  /** imapflow's code, or that of the system or of OpenSSL. */
  readonly code?: unknown;
  readonly authenticationFailed?: unknown;
  /** RFC 5530: such as `AUTHENTICATIONFAILED`, `UNAVAILABLE`. */
  readonly serverResponseCode?: unknown;
  readonly mailboxMissing?: unknown;
  readonly tlsFailed?: unknown;
  /** The server's words. */
  readonly responseText?: unknown;
  readonly responseStatus?: unknown;
  readonly message?: unknown;
}

/** OpenSSL's and Node's codes for a certificate that is not trusted. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|HOSTNAME_MISMATCH/;
const TIMEOUTS = [
  "CONNECT_TIMEOUT",
  "GREETING_TIMEOUT",
  "GREEETING_TIMEOUT",
  "UPGRADE_TIMEOUT",
  "ETIMEOUT",
  "ETIMEDOUT",
];
const PASSING = ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN"];
const UNREACHABLE = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"];

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Reads what went wrong with a mailbox as one of our failures, with what the mail server answered. */
export function classifyFailure(error: unknown): MailboxFailure {
  if (error instanceof MailboxError) return error.failure;
  if (error instanceof MailError) return tokenFailure(error);
  if (isStorageFault(error) || (error instanceof ApiError && error.problem.code === "storage_unavailable"))
    return mailboxFailure("mailbox_storage");
  const failure: ImapFailure = error instanceof Error ? error : {};
  return mailboxFailure(codeOf(failure), text(failure.responseText));
}

/** Of the address where access tokens are fetched. */
const tokenFailure = ({ failure }: MailError): MailboxFailure =>
  failure.code === "mail_token_refused"
    ? mailboxFailure("mailbox_token_refused", failure.answer)
    : mailboxFailure("mailbox_token_unreachable");

/** Whether a server refused something because it is in trouble, which says nothing of the account (RFC 5530). */
export const isPassing = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  "serverResponseCode" in error &&
  PASSING.includes(text(error.serverResponseCode).toUpperCase());

function codeOf(failure: ImapFailure): MailboxFailureCode {
  const [code, words] = [text(failure.code), text(failure.message)];
  if (isPassing(failure)) return "mailbox_refused";
  if (failure.authenticationFailed === true) return "mailbox_auth_refused";
  if (failure.mailboxMissing === true) return "mailbox_folder_missing";
  if (UNTRUSTED.test(code)) return "mailbox_certificate";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "mailbox_host_unknown";
  if (UNREACHABLE.includes(code)) return "mailbox_unreachable";
  if (code.startsWith("ERR_SSL") || code === "EPROTO" || /wrong version number/i.test(words))
    return "mailbox_tls_mismatch";
  if (/STARTTLS/i.test(words)) return "mailbox_tls_missing";
  if (TIMEOUTS.includes(code)) return "mailbox_timeout";
  if (failure.responseStatus === "NO" || failure.responseStatus === "BAD") return "mailbox_refused";
  return code === "" ? "mailbox_internal" : "mailbox_connection_closed";
}
