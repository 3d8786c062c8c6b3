import PostalMime from "postal-mime";
import { messageIdsOf } from "../address/message-id.ts";
import type { DeliveryReport, MailAttachment, MailHeader, RecipientReport } from "./inbound-mail.ts";
import { readPlainReport } from "./plain-delivery-report.ts";
import { readHeader } from "./read-header.ts";

/** More characters of a server's words than this are not stored. */
const MAX_DIAGNOSTIC = 1_000;
const MAX_RECIPIENTS = 100;
const STATUS_TYPES = ["message/delivery-status", "message/global-delivery-status"];
const ORIGINAL_TYPES = [
  "message/rfc822",
  "message/rfc822-headers",
  "text/rfc822-headers",
  "message/global",
  "message/global-headers",
];

interface ReportMail {
  readonly header: MailHeader;
  readonly text: string | null;
  readonly attachments: readonly MailAttachment[];
}

/**
 * Reads a report about the delivery of a mail: RFC 3464 (with RFC 6533 for international addresses), else the plain text
 * of servers that do not write that (Exim, qmail).
 *
 * @returns null if the mail is none
 */
export async function readDeliveryReport({
  header,
  text,
  attachments,
}: ReportMail): Promise<DeliveryReport | null> {
  const status = attachments.find(({ type }) => STATUS_TYPES.includes(type));
  const original = attachments.find(({ type }) => ORIGINAL_TYPES.includes(type));
  const recipients = status ? await readRecipients(status.bytes) : [];
  if (recipients.length > 0) return { recipients, ...(await readOriginal(original?.bytes)) };
  const plain = readPlainReport(header, text ?? "");
  if (!plain) return null;
  const quoted = plain.original === null ? original?.bytes : Buffer.from(plain.original);
  return { recipients: plain.recipients, ...(await readOriginal(quoted)) };
}

/** The groups of fields behind the first one, which is about the whole mail (RFC 3464, section 2.1). */
async function readRecipients(bytes: Uint8Array): Promise<readonly RecipientReport[]> {
  const groups = Buffer.from(bytes)
    .toString("utf8")
    .split(/\r?\n\s*\r?\n/)
    .slice(0, MAX_RECIPIENTS + 1);
  const headers = await Promise.all(groups.map(readFields));
  return headers.flatMap(({ fields }) => {
    const fieldOf = (name: string): string => fields.get(name)?.[0] ?? "";
    const action = /^(failed|delayed|delivered|relayed|expanded)/i
      .exec(fieldOf("action"))?.[1]
      ?.toLowerCase();
    if (!isAction(action)) return [];
    // "rfc822; ana@example.com": the recipient that the sender wrote comes before the one it was forwarded to
    const [, address = null] =
      /^[^;]*;\s*<?([^<>\s]+)/.exec(fieldOf("original-recipient") || fieldOf("final-recipient")) ?? [];
    const diagnostic = fieldOf("diagnostic-code")
      .replace(/^[\w-]+\s*;\s*/, "")
      .replace(/\s+/g, " ");
    return [
      {
        address,
        action,
        status: /\d\.\d{1,3}\.\d{1,3}/.exec(fieldOf("status"))?.[0] ?? null,
        diagnostic: diagnostic.trim().slice(0, MAX_DIAGNOSTIC) || null,
      },
    ];
  });
}

const isAction = (action: string | undefined): action is RecipientReport["action"] => action !== undefined;

async function readOriginal(
  bytes: Uint8Array | undefined,
): Promise<Pick<DeliveryReport, "originalMessageId" | "originalReferences">> {
  const { messageId, fields } = await readFields(Buffer.from(bytes ?? []).toString("utf8"));
  const references = ["references", "in-reply-to"].flatMap((name) => fields.get(name) ?? []);
  return { originalMessageId: messageId, originalReferences: messageIdsOf(references.join(" ")) };
}

/** The header of a mail, or a group of fields. What follows an empty line is not read. */
async function readFields(text: string): Promise<MailHeader> {
  const [head = ""] = text.trimStart().split(/\r?\n\r?\n/, 1);
  const { headers } = await PostalMime.parse(`${head.slice(0, 100_000)}\r\n\r\n`);
  return readHeader(headers);
}
