import type { FileInfo } from "../../../shared/file.ts";
import type { MailKind } from "../../../shared/mail.ts";
import type { MailAddress } from "../address/mail-address.ts";

/** The content of a mail. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Further fields by name, such as `Auto-Submitted`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The recipients of a mail. */
export interface MailRecipients {
  readonly to: readonly [MailAddress, ...MailAddress[]];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
}

/** The subject matter of a mail. */
export type MailSubject =
  | {
      readonly kind: "conversation";
      readonly id: string;
      /** The IDs of the messages that it carries, oldest first. */
      readonly entries: readonly string[];
      /** The Message-ID of the mail that it answers; null: none. */
      readonly inReplyTo: string | null;
      /** The Message-IDs of earlier mails, oldest first, without the thread root. */
      readonly references: readonly string[];
    }
  /** A visitor whom no conversation names: a one-time code. It is erased with them (R26). */
  | { readonly kind: "visitor"; readonly id: string }
  | { readonly kind: "account" };

/** A mail that is to be sent. */
export interface MailDraft {
  readonly property: string;
  readonly kind: MailKind;
  readonly about: MailSubject;
  readonly recipients: MailRecipients;
  readonly content: MailContent;
  /** Where answers go; null: to the sender. */
  readonly replyTo: string | null;
  readonly files: readonly FileInfo[];
  /** After this time it is of no use, ms since 1970; null: never. */
  readonly expiresAt: number | null;
}

interface KindRules {
  /** How many of the kind an address gets in an hour; null: any number, because a person wrote each. */
  readonly hourlyCap: number | null;
  /** The text holds a secret, such as a link that signs in, so it is removed as soon as it is sent. */
  readonly isSecret: boolean;
}

/** The differences between the kinds of mail. The caps are the backstop against loops: see `queue-mail.ts`. */
export const MAIL_KINDS: Readonly<Record<MailKind, KindRules>> = {
  answer: { hourlyCap: null, isSecret: false },
  agent_notification: { hourlyCap: 60, isSecret: false },
  password_reset: { hourlyCap: 5, isSecret: true },
  invitation: { hourlyCap: 10, isSecret: true },
  sign_in_notice: { hourlyCap: 10, isSecret: false },
  admin_notice: { hourlyCap: 20, isSecret: false },
  one_time_code: { hourlyCap: 5, isSecret: true },
};
