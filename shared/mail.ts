import * as z from "zod/mini";
import { MAIL_FAILURES, type MailFailureCode } from "./mail-failure.ts";
import { Uuid } from "./visitor.ts";

/** Why a mail was not sent. */
export const MailFailure = z.object({
  code: z.enum(Object.keys(MAIL_FAILURES) as [MailFailureCode, ...MailFailureCode[]]),
  /** For people. */
  message: z.string(),
  /** The mail server's answer; empty: nothing. */
  answer: z.string(),
});
export type MailFailure = z.infer<typeof MailFailure>;

/** A recipient whom the mail server refused while it accepted others. */
export const RefusedRecipient = z.object({ address: z.string(), answer: z.string() });
export type RefusedRecipient = z.infer<typeof RefusedRecipient>;

export const MailKind = z.enum([
  "answer",
  "agent_notification",
  "password_reset",
  "invitation",
  "sign_in_notice",
  "admin_notice",
  "one_time_code",
]);
export type MailKind = z.infer<typeof MailKind>;

export const MailState = z.enum(["queued", "sending", "sent", "failed", "uncertain"]);
export type MailState = z.infer<typeof MailState>;

/** A mail, as agents see it at the message that it carries. */
export const MailInfo = z.object({
  id: Uuid,
  kind: MailKind,
  conversation: z.nullable(z.string()),
  /** The IDs of the conversation's messages that it carries. */
  messages: z.array(z.string()),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  /** They got it without standing in it. */
  bcc: z.array(z.string()),
  subject: z.string(),
  state: MailState,
  attempts: z.number(),
  /** When it is tried again; null: not by itself. */
  nextAttemptAt: z.nullable(z.number()),
  /** The last failure; null: none. */
  failure: z.nullable(MailFailure),
  /** Recipients who were refused although the mail was sent to others. */
  refused: z.array(RefusedRecipient),
  createdAt: z.number(),
  sentAt: z.nullable(z.number()),
});
export type MailInfo = z.infer<typeof MailInfo>;
/** A mail in the export of a person's data (R26). */
export const ExportedMail = z.object({
  ...z.pick(MailInfo, { id: true, kind: true, conversation: true, to: true, subject: true }).shape,
  ...z.pick(MailInfo, { state: true, createdAt: true, sentAt: true }).shape,
  /** Empty if it is no longer stored: it stands in the conversation. */
  text: z.string(),
});
export type ExportedMail = z.infer<typeof ExportedMail>;

/** Whether answers in a conversation reach its customer by mail. */
export const AnswerRoute = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("mail"),
    /** Null: no address is known. */
    to: z.nullable(z.string()),
    /** The addresses that got a copy (Cc) of earlier answers. */
    copied: z.array(z.string()),
  }),
  /** The property sends no mail. */
  z.object({ kind: z.literal("not_configured") }),
  /** The customer wants no mail about this conversation. */
  z.object({ kind: z.literal("stopped") }),
]);
export type AnswerRoute = z.infer<typeof AnswerRoute>;

export const MailList = z.object({ items: z.array(MailInfo), route: AnswerRoute });
