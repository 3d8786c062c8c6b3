import type { MailboxFailureCode } from "../../../shared/mailbox-failure.ts";
import type { AuthorMark, ReceivedMailOutcome } from "../../../shared/received-mail.ts";

/** The tables of received mail. */
export interface MailInSchema {
  mailboxes: Mailboxes;
  received_mails: ReceivedMails;
  mail_senders: MailSenders;
}

/** How a property receives mail, and how that is going. */
interface Mailboxes {
  property_id: string;
  /** MailboxSettings as JSON, with secrets that are never sent out. */
  settings: string;
  version: number;
  /** The SHA-256 of the secret of the HTTP endpoint; null: it is off. */
  http_secret_hash: string | null;
  /** The server, user and folder that the next two columns are about; null: never connected. */
  folder_key: string | null;
  /** RFC 3501, section 2.3.1.1: the UIDs of the folder count only with it. */
  uid_validity: number | null;
  /** The highest UID that was taken in. */
  last_uid: number;
  /** Mails that the server received before are left alone, ms since 1970. */
  since: number;
  /** The process that takes in this property's mail, and the end of its lease. */
  runner: string | null;
  lease_until: number;
  /** The last time that the folder was looked at without a failure. */
  connected_at: number | null;
  last_mail_at: number | null;
  /** Why nothing can be read at the moment; null: it can. */
  failure: MailboxFailureCode | null;
  failure_answer: string;
  failing_since: number | null;
  /** When the admins were told of this failure; null: they were not. */
  notified_at: number | null;
  updated_at: number;
}

/** Every mail that was received, in the order of the IDs; the raw mail is in the file store, under property and ID. */
interface ReceivedMails {
  property_id: string;
  /** Also the ID of the entry that it became, and of the file that is its original. */
  id: string;
  source: "imap" | "http";
  /** Of an IMAP server, and with it the UID, which are unique. */
  folder_key: string | null;
  uid_validity: number | null;
  uid: number | null;
  /** SHA-256 of the raw mail: one that is received again is recognised by it. */
  raw_digest: string;
  /** Bytes. */
  size: number;
  message_id: string | null;
  content_digest: string | null;
  /** failed: it could not be processed in several tries. erased: nothing but the digest is left (R26). */
  state: "waiting" | "done" | "failed" | "erased";
  tries: number;
  /** Null unless it waits. */
  next_try_at: number | null;
  /** Null until it is done. */
  outcome: ReceivedMailOutcome | null;
  /** Why it is ignored, or why it could not be read or processed; empty: it was. */
  reason: string;
  conversation_id: string | null;
  /** The visitor that stands for its author. */
  visitor_id: string | null;
  role: AuthorMark | null;
  /** 1: the owner's mail server vouches for the author (R33). */
  vouched: number;
  from_name: string;
  from_address: string;
  /** Address keys as JSON: the other recipients, who may answer into the conversation. */
  copied: string;
  subject: string;
  /** The quote above and below the entry's text, and the signature (R32). */
  text_above: string;
  text_below: string;
  /** 1: the rest of its text is only in the original. */
  is_cut: number;
  /** OmittedFile[] as JSON. */
  omitted: string;
  received_at: number;
}

interface MailSenders {
  property_id: string;
  address_key: string;
  visitor_id: string;
}
