/**
 * The consequence of a failure for the next attempt. Permanent: the server will refuse it again. Temporary: it was not sent, and
 * may be later. Uncertain: the server had the whole mail and did not answer, so it may have been sent.
 */
export type MailOutcome = "permanent" | "temporary" | "uncertain";

/**
 * All ways in which a mail is not sent, each with its outcome and the message for people. Codes are stable. A fault of the
 * settings is temporary for the mail: it waits until somebody has corrected them.
 */
export const MAIL_FAILURES = {
  mail_recipient_refused: ["permanent", "The mail server does not accept this recipient."],
  mail_sender_refused: [
    "permanent",
    "The mail server does not accept this sender. Use a sender address that belongs to the account.",
  ],
  mail_message_refused: ["permanent", "The mail server refused the message."],
  mail_too_large: ["permanent", "The message is larger than the mail server accepts."],
  mail_address_invalid: ["permanent", "The address of a recipient is not valid."],
  mail_file_missing: ["permanent", "A file that was to be sent no longer exists."],
  mail_capped: ["permanent", "This address has received too many automatic mails within an hour."],
  mail_expired: ["permanent", "The mail could not be sent in time, and is of no use any more."],
  mail_bounced: ["permanent", "The mail came back: it could not be delivered."],
  mail_temporary: ["temporary", "The mail server cannot accept the message at the moment."],
  mail_auth_refused: ["temporary", "The mail server does not accept the user name or the password."],
  mail_auth_required: ["temporary", "The mail server wants a user name and a password."],
  mail_auth_missing: ["temporary", "The mail server does not offer this way to sign in."],
  mail_token_refused: [
    "temporary",
    "The access token was refused. The refresh token or the client's secret may have expired: connect the account again.",
  ],
  mail_token_unreachable: ["temporary", "The token address does not answer."],
  mail_tls_mismatch: [
    "temporary",
    "The server speaks another encryption on this port. Usually port 465 is TLS, 587 is STARTTLS, and 25 is either STARTTLS or none.",
  ],
  mail_tls_missing: [
    "temporary",
    "The mail server does not offer STARTTLS. Choose TLS, or no encryption for a server on the same machine.",
  ],
  mail_certificate: [
    "temporary",
    "The certificate of the mail server is not trusted: it has expired, is for another name, or was signed by nobody known.",
  ],
  mail_host_unknown: ["temporary", "There is no server with this name."],
  mail_unreachable: ["temporary", "The mail server cannot be reached. Check its name and the port."],
  mail_timeout: [
    "temporary",
    "The mail server did not answer in time. Check the port, and whether a firewall blocks it.",
  ],
  mail_connection_closed: ["temporary", "The mail server closed the connection."],
  mail_not_smtp: ["temporary", "What answers at this address is not a mail server."],
  mail_not_configured: ["temporary", "No mail server is set up."],
  mail_internal: ["temporary", "The mail could not be prepared. The log of the server says why."],
  mail_interrupted: [
    "uncertain",
    "Foyer was stopped while it sent the mail. It may have been sent, and is sent again.",
  ],
  mail_unconfirmed: [
    "uncertain",
    "The mail server received the whole mail but did not confirm it. It may have been sent.",
  ],
} as const satisfies Readonly<Record<string, readonly [outcome: MailOutcome, message: string]>>;

export type MailFailureCode = keyof typeof MAIL_FAILURES;

/** The outcome of a failure. */
export const outcomeOf = (code: MailFailureCode): MailOutcome => MAIL_FAILURES[code][0];
