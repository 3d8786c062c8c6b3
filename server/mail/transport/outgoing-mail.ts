import type { MailAddress } from "../address/mail-address.ts";

export interface OutgoingAttachment {
  readonly name: string;
  /** The media type. */
  readonly type: string;
  readonly content: Buffer;
}

/** A mail that is complete but for its form on the wire. */
export interface OutgoingMail {
  /** With its angle brackets (RFC 5322, section 3.6.4). */
  readonly messageId: string;
  /** The time of its `Date`, ms since 1970: the same on every try. */
  readonly date: number;
  readonly from: MailAddress;
  /** Null: answers go to `from`. */
  readonly replyTo: string | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** They get the mail but do not stand in it. */
  readonly bcc: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly inReplyTo: string | null;
  /** The thread root first. */
  readonly references: readonly string[];
  /** Further fields, such as `Auto-Submitted`, by name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly OutgoingAttachment[];
}
