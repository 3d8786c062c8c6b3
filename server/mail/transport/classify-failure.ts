import type { MailFailure } from "../../../shared/mail.ts";
import type { MailFailureCode } from "../../../shared/mail-failure.ts";
import { mailFailure } from "./failure.ts";

/** How far the message had come when the failure happened. */
export type Progress =
  /** The server cannot have the whole message. */
  | "incomplete"
  /** The whole message was handed to the connection, and no answer to it has come. */
  | "unanswered";

/** The properties of nodemailer's errors. */
interface SmtpFailure {
  /** nodemailer's code. */
  readonly code?: unknown;
  /** The code of the system or of OpenSSL, if nodemailer replaced it by its own. */
  readonly originalCode?: unknown;
  /** The server's reply. */
  readonly response?: unknown;
  readonly responseCode?: unknown;
  /** The command in flight. */
  readonly command?: unknown;
  readonly message?: unknown;
}

/** OpenSSL's and Node's codes for a certificate that is not trusted. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|HOSTNAME_MISMATCH/;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/**
 * Reads what nodemailer reports as one of our failures. The reply of the server decides before everything else; without a
 * reply, a message that was complete may have been sent.
 *
 * @param error what nodemailer threw
 */
export function classifyFailure(error: unknown, progress: Progress): MailFailure {
  const failure: SmtpFailure = error instanceof Error ? error : {};
  const answer = text(failure.response);
  const reply = typeof failure.responseCode === "number" ? failure.responseCode : 0;
  if (reply >= 400) return mailFailure(byReply(failure, reply, answer), answer);
  if (progress === "unanswered") return mailFailure("mail_unconfirmed");
  // an answer that is no SMTP reply stays out: it would show what another service says
  return mailFailure(withoutReply(failure));
}

/** RFC 5321, section 4.2: 4yz is a transient refusal, 5yz a permanent one. */
function byReply({ code, command }: SmtpFailure, reply: number, answer: string): MailFailureCode {
  const step = text(command);
  if (code === "ETLS") return "mail_tls_missing";
  if (reply === 530 || /\b5\.7\.0\b.*auth/i.test(answer)) return "mail_auth_required";
  if (code === "EAUTH" || step.startsWith("AUTH"))
    return reply < 500 ? "mail_temporary" : "mail_auth_refused";
  if (reply < 500 || reply === 503) return "mail_temporary";
  // RFC 1870, section 6.3, and RFC 3463, section 3.4
  if (reply === 552 || /\b5\.3\.4\b/.test(answer)) return "mail_too_large";
  if (step === "MAIL FROM") return "mail_sender_refused";
  if (step === "RCPT TO") return "mail_recipient_refused";
  return step === "DATA" ? "mail_message_refused" : "mail_temporary";
}

function withoutReply({ code, originalCode, command, message }: SmtpFailure): MailFailureCode {
  const [cause, words] = [text(originalCode), text(message)];
  if (UNTRUSTED.test(cause)) return "mail_certificate";
  if (code === "EDNS" || cause === "ENOTFOUND") return "mail_host_unknown";
  if (cause === "ECONNREFUSED" || cause === "EHOSTUNREACH" || cause === "ENETUNREACH")
    return "mail_unreachable";
  if (cause.startsWith("ERR_SSL") || cause === "EPROTO" || /wrong version number|ssl3?_/i.test(words))
    return "mail_tls_mismatch";
  if (code === "ETIMEDOUT" || cause === "ETIMEDOUT") return "mail_timeout";
  if (code === "ETLS") return command === "STARTTLS" ? "mail_tls_missing" : "mail_tls_mismatch";
  if (code === "EPROTOCOL") return "mail_not_smtp";
  if (code === "EAUTH") return "mail_auth_missing";
  if (code === "EENVELOPE") return "mail_address_invalid";
  if (code === "EMESSAGE") return "mail_too_large";
  if (code === "ECONNECTION" || code === "ESOCKET") return "mail_connection_closed";
  return "mail_internal";
}
