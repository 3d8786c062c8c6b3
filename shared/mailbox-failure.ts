/** All ways in which a property's mailbox cannot be read, each with the message for people. Codes are stable. */
export const MAILBOX_FAILURES = {
  mailbox_auth_refused: "The mail server does not accept the user name or the password.",
  mailbox_token_refused:
    "The access token was refused. The refresh token or the client's secret may have expired: connect the account again.",
  mailbox_token_unreachable: "The token address does not answer.",
  mailbox_folder_missing:
    "The folder cannot be opened: there is none with this name, or the account may not read it.",
  mailbox_tls_mismatch:
    "The server speaks another encryption on this port. Usually port 993 is TLS, and 143 is STARTTLS.",
  mailbox_tls_missing:
    "The mail server does not offer STARTTLS. Choose TLS, or no encryption for a server on the same machine.",
  mailbox_certificate:
    "The certificate of the mail server is not trusted: it has expired, is for another name, or was signed by nobody known.",
  mailbox_host_unknown: "There is no server with this name.",
  mailbox_unreachable: "The mail server cannot be reached. Check its name and the port.",
  mailbox_timeout:
    "The mail server did not answer in time. Check the port, and whether a firewall blocks it.",
  mailbox_connection_closed: "The mail server closed the connection.",
  mailbox_refused: "The mail server refused a command.",
  mailbox_not_configured: "No mailbox is set up.",
  mailbox_storage:
    "Mails cannot be stored at the moment. They stay on the mail server, and are fetched later.",
  mailbox_internal: "Mails cannot be fetched. The log of the server says why.",
} as const satisfies Readonly<Record<string, string>>;

export type MailboxFailureCode = keyof typeof MAILBOX_FAILURES;

/** Failures that do not pass by themselves: somebody has to change the settings or the account. */
export const isSignInFailure = (code: MailboxFailureCode): boolean =>
  code === "mailbox_auth_refused" || code === "mailbox_token_refused" || code === "mailbox_folder_missing";
