import type { ConnectionOptions } from "node:tls";
import type { MailSettings } from "../../shared/mail-settings.ts";
import type { ServerSecret } from "../platform/secrets.ts";
import type { PropertyDeps } from "../properties/store.ts";
import type { AnswerWorker } from "./answers/answer-worker.ts";
import type { ImapTimeouts } from "./intake/imap/open-folder.ts";
import type { MailboxWorker } from "./intake/mailbox-worker.ts";
import type { MailWorker } from "./outbound/mail-worker.ts";
import type { SmtpTimeouts } from "./transport/smtp-session.ts";

/** Dependencies of mail. */
export interface MailDeps extends PropertyDeps {
  /** The mail settings of the environment, for properties without settings of their own; null: none. */
  readonly mailDefaults: MailSettings | null;
  /** Further options of TLS, such as a certificate authority. */
  readonly mailTls?: ConnectionOptions;
  readonly mailTimeouts?: SmtpTimeouts;
  readonly imapTimeouts?: ImapTimeouts;
  readonly mailWorker: MailWorker;
  readonly mailboxWorker: MailboxWorker;
  readonly answerWorker: AnswerWorker;
  /** The secrets that sign reply addresses, newest first (R32). */
  readonly replySecrets: readonly ServerSecret[];
  /** The secrets that sign the links of mails, newest first. */
  readonly linkSecrets: readonly ServerSecret[];
}
