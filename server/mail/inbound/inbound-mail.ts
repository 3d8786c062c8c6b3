import type { MailAddress } from "../address/mail-address.ts";

/** The header of a mail (RFC 5322, section 3.6), decoded. Every text is one line. */
export interface MailHeader {
  /** With its angle brackets; null if the mail has none. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  /** Root first. */
  readonly references: readonly string[];
  readonly from: MailAddress | null;
  readonly sender: MailAddress | null;
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** The addresses that servers on the way have noted: `Delivered-To`, `X-Original-To`, `Envelope-To`. */
  readonly deliveredTo: readonly string[];
  /** The sender of the envelope: "" is the empty one of automatic mails (RFC 5321, section 4.5.5), null: not noted. */
  readonly returnPath: string | null;
  readonly subject: string;
  /** Milliseconds since 1970; null if there is no date, or none that can be read. */
  readonly date: number | null;
  /** Every field by its name in lower case, unfolded, in the order of the mail. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

export interface MailAttachment {
  /** The name that the mail gives, without folders and control characters; null if it gives none. */
  readonly name: string | null;
  /** The media type in lower case. */
  readonly type: string;
  readonly disposition: "attachment" | "inline" | null;
  /** Without angle brackets; the HTML names it as `cid:…`. */
  readonly contentId: string | null;
  /** Whether the HTML shows it. An inline part that the HTML does not show has to be listed as a file. */
  readonly isShown: boolean;
  readonly bytes: Uint8Array;
}

/** How a mail is protected by S/MIME (RFC 8551) or OpenPGP (RFC 3156). Signatures are not verified. */
export type Protection = "none" | "signed" | "encrypted";

/** The outcome of a mail for one recipient (RFC 3464, section 2.3). */
export interface RecipientReport {
  /** Null if the report does not say whom it is about. */
  readonly address: string | null;
  /** "failed" is final; "delayed" is not, and the server goes on trying. */
  readonly action: "failed" | "delayed" | "delivered" | "relayed" | "expanded";
  /** The enhanced status code (RFC 3463), such as `5.1.1`; null if there is none. */
  readonly status: string | null;
  /** The words of the refusing server, in one line; null if the report has none. */
  readonly diagnostic: string | null;
}

/** A report about the delivery of a mail that somebody sent. */
export interface DeliveryReport {
  /** At least one. */
  readonly recipients: readonly RecipientReport[];
  /** The Message-ID of the reported mail; null if the report does not have it. */
  readonly originalMessageId: string | null;
  /** Its `References`: our thread root is in it, also where a relay has replaced the Message-ID. */
  readonly originalReferences: readonly string[];
}

/** The content of a calendar part of a mail (iTIP, RFC 5546, in iMIP, RFC 6047). */
export interface CalendarAnswer {
  /** In capitals: `REPLY`, `REQUEST`, `CANCEL`, `COUNTER` … */
  readonly method: string;
  /** The title of the event; null if it has none. */
  readonly summary: string | null;
  /** The answer of the first attendee: `ACCEPTED`, `DECLINED`, `TENTATIVE`, `NEEDS-ACTION` …; null if there is none. */
  readonly status: string | null;
}

/** A mail as it was received, parsed. */
export interface InboundMail {
  readonly header: MailHeader;
  /** The plain text with `\n`; null if the mail has none. */
  readonly text: string | null;
  /** The HTML as it came: unsafe. Null if the mail has none. */
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  /** How many attachments beyond the limit are in the raw mail only. */
  readonly attachmentsOmitted: number;
  readonly protection: Protection;
  /** Null if the mail is no report about the delivery of another mail. */
  readonly report: DeliveryReport | null;
  readonly calendar: CalendarAnswer | null;
  /** Length of the raw mail in bytes. */
  readonly size: number;
}

/** Why a mail cannot be read. */
export type UnreadableReason =
  /** Longer than the limit. */
  | "too_large"
  /** No bytes. */
  | "empty"
  /** The parser refused its structure: parts nested too deep, or header fields too long. */
  | "malformed";

export type ParsedMail =
  | { readonly kind: "mail"; readonly mail: InboundMail }
  /** The original has to be attached to the message. Its header, as far as it can be read, tells where the message belongs. */
  | {
      readonly kind: "unreadable";
      readonly reason: UnreadableReason;
      readonly header: MailHeader;
      readonly size: number;
    };
