import * as z from "zod/mini";
import { FileInfo } from "../../../shared/file.ts";
import { type MailInfo, RefusedRecipient } from "../../../shared/mail.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { mailFailure } from "../transport/failure.ts";
import type { MailRecipients } from "./mail-draft.ts";

export type MailRow = Schema["mails"];

const Mailbox = z.object({ name: z.string(), address: z.string() });
const Recipients = z.object({
  to: z.tuple([Mailbox], Mailbox),
  cc: z.array(Mailbox),
  bcc: z.array(Mailbox),
});

/** The recipients of a mail's row. */
export const parseRecipients = ({ recipients }: Pick<MailRow, "recipients">): MailRecipients =>
  z.parse(Recipients, JSON.parse(recipients));

/** The files of a mail's row. */
export const parseFiles = ({ files }: Pick<MailRow, "files">): FileInfo[] =>
  z.parse(z.array(FileInfo), JSON.parse(files));

/** The further fields of a mail's row, by name. */
export const parseHeaders = ({ headers }: Pick<MailRow, "headers">): Record<string, string> =>
  z.parse(z.record(z.string(), z.string()), JSON.parse(headers));

/** The `References` of a mail's row, the thread root first. */
export const parseReferences = (row: Pick<MailRow, "reference_ids">): string[] =>
  z.parse(z.array(z.string()), JSON.parse(row.reference_ids));

/** The IDs of the messages that a mail's row carries. */
const parseEntries = ({ entries }: Pick<MailRow, "entries">): string[] =>
  z.parse(z.array(z.string()), JSON.parse(entries));

/** A mail as agents see it. */
export function toMailInfo(row: MailRow): MailInfo {
  const { to, cc, bcc } = parseRecipients(row);
  return {
    id: row.id,
    kind: row.kind,
    conversation: row.conversation_id,
    messages: parseEntries(row),
    to: to.map(({ address }) => address),
    cc: cc.map(({ address }) => address),
    bcc: bcc.map(({ address }) => address),
    subject: row.subject,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    failure: row.failure && mailFailure(row.failure, row.failure_answer),
    refused: z.parse(z.array(RefusedRecipient), JSON.parse(row.refused)),
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}
