import { isOwnMessageId } from "../address/message-id.ts";
import type { InboundMail, RecipientReport } from "./inbound-mail.ts";
import type { ReportedMail } from "./match-report.ts";
import type { AuthorRole, ThreadMatch } from "./match-thread.ts";
import type { OwnIdentity } from "./own-identity.ts";
import type { RecognizedMail } from "./recognize.ts";

/** Where a message goes. */
type Destination =
  | { readonly kind: "conversation"; readonly conversation: string; readonly newSubject: string | null }
  | { readonly kind: "new_ticket"; readonly subject: string; readonly related: string | null };

/** The plan for a received mail. The raw mail is stored in every case (R32). */
export type IntakePlan =
  | { readonly kind: "ignore"; readonly reason: "own" | "duplicate" | "answer_to_automatic_mail" }
  /** The reason stands at the message of ours, in a closed ticket too (R31). */
  | {
      readonly kind: "delivery_report";
      readonly reported: ReportedMail;
      readonly recipients: readonly RecipientReport[];
    }
  | {
      readonly kind: "message";
      readonly destination: Destination;
      /** "mailbox": somebody has written with the mailbox's own address in another program. */
      readonly author: AuthorRole | "mailbox";
      /** Whether a solved ticket opens again, or a closed one gets a follow-up. A program's answer does neither. */
      readonly reopens: boolean;
      /** Whether the property may confirm automatically that it has received the mail. */
      readonly mayConfirm: boolean;
    };

/**
 * Decides what is done with a mail that was recognised and matched (R31, R32): our own mail and copies are left out, a
 * delivery report goes to its message, an automatic answer joins its conversation and changes nothing there, and everything
 * else is a message. An automatic answer to a mail of ours that belongs to no conversation, such as a notice to an agent,
 * is left out: else each notice would make a ticket.
 *
 * @param reported of `matchReport`, for a bounce
 */
export function planIntake(
  { header }: InboundMail,
  recognized: RecognizedMail,
  match: ThreadMatch,
  reported: ReportedMail | null,
  own: OwnIdentity,
): IntakePlan {
  if (recognized.kind === "own" && recognized.by === "server") return { kind: "ignore", reason: "own" };
  if (match.kind === "duplicate") return { kind: "ignore", reason: "duplicate" };
  if (recognized.kind === "bounce" && reported)
    return { kind: "delivery_report", reported, recipients: recognized.report?.recipients ?? [] };
  const isProgram = recognized.kind === "bounce" || recognized.kind === "auto_reply";
  const answersOurs = [...header.inReplyTo, ...header.references].some((id) =>
    isOwnMessageId(id, own.messageIdDomains),
  );
  if (isProgram && match.kind === "new_ticket" && answersOurs)
    return { kind: "ignore", reason: "answer_to_automatic_mail" };
  const author = recognized.kind === "own" ? "mailbox" : match.author;
  return {
    kind: "message",
    destination:
      match.kind === "conversation"
        ? {
            kind: "conversation",
            conversation: match.conversation,
            newSubject: isProgram ? null : match.newSubject,
          }
        : { kind: "new_ticket", subject: header.subject, related: match.related },
    author,
    reopens: !isProgram && author !== "agent" && author !== "mailbox",
    mayConfirm: recognized.noAutomaticAnswer === null && match.kind === "new_ticket",
  };
}
