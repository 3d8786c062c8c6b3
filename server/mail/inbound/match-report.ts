import type { DeliveryReport, MailHeader } from "./inbound-mail.ts";
import type { KnownMessageId } from "./match-thread.ts";

/** The mail of ours that a report is about. */
export type ReportedMail =
  | { readonly kind: "message"; readonly conversation: string; readonly messageId: string }
  /** A relay has replaced the Message-ID and nobody has learnt it: one of the conversation's mails to that recipient. */
  | { readonly kind: "conversation"; readonly conversation: string };

/**
 * The identifiers to look up, the surest first: the Message-ID of the reported mail, the mail that the report itself
 * answers (Exchange and Gmail say so), then the references of both, where our thread root is.
 */
export function reportedIdsOf(header: MailHeader, report: DeliveryReport | null): readonly string[] {
  const original = report?.originalMessageId ?? null;
  const references = [...(report?.originalReferences ?? []), ...header.references];
  return [...new Set([...(original ? [original] : []), ...header.inReplyTo, ...references])];
}

/**
 * Finds the mail of ours that a delivery report is about, so that the reason stands at its message (R31). Only identifiers that
 * this server has made or learnt count: a stranger cannot guess them.
 *
 * @param ids of `reportedIdsOf`
 * @param known what the look-up of them has found
 * @returns null if the reported mail is none of ours
 */
export function matchReport(ids: readonly string[], known: readonly KnownMessageId[]): ReportedMail | null {
  const found = ids.flatMap((id) =>
    known.filter(({ messageId, kind }) => messageId === id && kind !== "received"),
  );
  const sent = found.find(({ kind }) => kind === "sent");
  if (sent) return { kind: "message", conversation: sent.conversation, messageId: sent.messageId };
  const [root] = found;
  return root ? { kind: "conversation", conversation: root.conversation } : null;
}
