/** The texts of mails to visitors, in one language. `{name}` stands for a value. */
export interface MailWords {
  readonly direction: "ltr" | "rtl";
  /** Of a mail about a conversation without a subject. */
  readonly subject: string;
  /** The agent who writes, and for whom. */
  readonly signature: string;
  readonly replyOnly: string;
  /** Followed by the link that opens the conversation. */
  readonly replyHint: string;
  readonly open: string;
  /** Above the message that is answered, which is quoted. */
  readonly youWrote: string;
  readonly unsubscribe: string;
  readonly codeSubject: string;
  readonly codeIntro: string;
  readonly codeEnds: string;
  /** For somebody who did not ask for the code. */
  readonly codeIgnore: string;
}
