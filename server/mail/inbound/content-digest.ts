import { createHash } from "node:crypto";
import { addressKey } from "../address/mail-address.ts";
import type { InboundMail } from "./inbound-mail.ts";

/**
 * The SHA-256 digest, in hexadecimal, of what a mail says: sender, date, subject, texts and attachments. Two copies of one
 * mail that reached two mailboxes have the same, although the servers on the way gave them different headers; two mails
 * with one Message-ID, which some programs send, have different ones.
 */
export function contentDigest({ header, text, html, attachments }: InboundMail): string {
  const hash = createHash("sha256");
  const parts = [
    addressKey(header.from?.address ?? ""),
    String(header.date),
    header.subject,
    text ?? "",
    html ?? "",
  ];
  // with their lengths, so that no two lists of parts give the same bytes
  for (const part of parts) hash.update(`${part.length}:${part}`);
  for (const { name, bytes } of attachments) hash.update(`${bytes.byteLength}:${name}:`).update(bytes);
  return hash.digest("hex");
}
