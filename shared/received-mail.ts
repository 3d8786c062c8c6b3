import * as z from "zod/mini";

/** The outcome of a received mail. */
export const ReceivedMailOutcome = z.enum([
  /** An entry of a conversation that was there, or of a new ticket. */
  "reply",
  "new_ticket",
  /** A report about a mail of ours, which is noted there. */
  "delivery_report",
  /** Our own mail, a copy, or an answer of a program to an automatic mail. */
  "ignored",
]);
export type ReceivedMailOutcome = z.infer<typeof ReceivedMailOutcome>;

/**
 * The relation of a mail's author to the conversation. stranger: the address is none of the contact's, nor of somebody in
 * copy. mailbox: somebody wrote with the property's own address in another program.
 */
export const AuthorMark = z.enum(["contact", "copied", "agent", "stranger", "mailbox"]);
export type AuthorMark = z.infer<typeof AuthorMark>;

/** A file of a mail that is in the original only, and why. */
export const OmittedFile = z.object({
  /** Null: the mail gives no name. */
  name: z.nullable(z.string()),
  /** Bytes. */
  size: z.number(),
  /** inline: a small picture of the layout, such as a logo. */
  reason: z.enum(["type", "size", "count", "quota", "not_allowed", "inline"]),
});
export type OmittedFile = z.infer<typeof OmittedFile>;

/** A received mail, as agents see it at the entry that it became. */
export const ReceivedMailInfo = z.object({
  /** Also the ID of the entry. */
  id: z.string(),
  conversation: z.string(),
  from: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  role: AuthorMark,
  /** The owner's mail server vouches for the author; otherwise the address is only claimed (R33). */
  vouched: z.boolean(),
  /** The folded quote and signature around the entry's text (R32). */
  above: z.string(),
  below: z.string(),
  /** The rest of the text is only in the original. */
  cut: z.boolean(),
  omitted: z.array(OmittedFile),
  receivedAt: z.number(),
});
export type ReceivedMailInfo = z.infer<typeof ReceivedMailInfo>;
export const ReceivedMails = z.object({ items: z.array(ReceivedMailInfo) });

/** A received mail in the export of a person's data (R26). What it says stands in the conversation. */
export const ExportedReceivedMail = z.object({
  ...z.pick(ReceivedMailInfo, { id: true, from: true, subject: true, above: true, below: true }).shape,
  conversation: z.nullable(z.string()),
  receivedAt: z.number(),
});
export type ExportedReceivedMail = z.infer<typeof ExportedReceivedMail>;
