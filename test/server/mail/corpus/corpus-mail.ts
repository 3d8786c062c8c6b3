/** A mail of the corpus and what becomes of it. */
export interface CorpusMail {
  readonly file: string;
  /** The client, the language, and what is special. */
  readonly about: string;
  readonly kind: "own" | "bounce" | "auto_reply" | "notification" | "calendar" | "list" | "person";
  /** How it gets to ticket 1042 and what its author is there, with the new subject if it has one; or why it is a new ticket. A bounce: what it names. */
  readonly match: string;
  /** The text that is shown; the rest is folded. */
  readonly visible: string;
  /** The author of the message, where this is not the address in `From`. */
  readonly author?: string;
  /** The names of the files; none if it is left out. */
  readonly attachments?: readonly (string | null)[];
  /** "none" if it is left out. */
  readonly protection?: "signed" | "encrypted";
  /** Recipient, action, status and the Message-ID of the mail that came back. */
  readonly bounce?: readonly [address: string, action: string, status: string, messageId: string];
  readonly calendar?: readonly [method: string, status: string];
  readonly subject?: string;
}
