import { buffer } from "node:stream/consumers";
import type { FileInfo } from "../../../shared/file.ts";
import type { MailSettings } from "../../../shared/mail-settings.ts";
import type { Deps } from "../../deps.ts";
import { MailError, mailFailure } from "../transport/failure.ts";
import type { OutgoingAttachment, OutgoingMail } from "../transport/outgoing-mail.ts";
import { type MailRow, parseFiles, parseHeaders, parseRecipients, parseReferences } from "./mail-rows.ts";

/**
 * Makes the mail of a row, with the bytes of its files. The sender is the one of the current settings: if the server has
 * refused it, the next attempt has the corrected one.
 *
 * @throws MailError `mail_file_missing`; ApiError `storage_unavailable`
 */
export async function loadMail(
  { database, files }: Pick<Deps, "database" | "files">,
  row: MailRow,
  { from }: Pick<MailSettings, "from">,
): Promise<OutgoingMail> {
  const attachments: OutgoingAttachment[] = [];
  for (const file of parseFiles(row)) attachments.push(await readAttachment(files, row.property_id, file));
  return {
    messageId: row.message_id,
    date: row.created_at,
    from: { ...from, name: from.name || (await propertyName(database, row.property_id)) },
    replyTo: row.reply_to,
    ...parseRecipients(row),
    subject: row.subject,
    text: row.text,
    html: row.html,
    inReplyTo: row.in_reply_to,
    references: parseReferences(row),
    headers: parseHeaders(row),
    attachments,
  };
}

async function readAttachment(
  files: Deps["files"],
  property: string,
  { id, name, type }: FileInfo,
): Promise<OutgoingAttachment> {
  const bytes = await files.get(`${property}/${id}`);
  if (!bytes) throw new MailError(mailFailure("mail_file_missing", name));
  return { name, type, content: await buffer(bytes) };
}

async function propertyName({ read }: Deps["database"], property: string): Promise<string> {
  const row = await read
    .selectFrom("properties")
    .select("name")
    .where("id", "=", property)
    .executeTakeFirst();
  return row?.name ?? "";
}
