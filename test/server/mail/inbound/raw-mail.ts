import type { InboundMail } from "../../../../server/mail/inbound/inbound-mail.ts";
import { parseMail } from "../../../../server/mail/inbound/parse-mail.ts";

export const LIMITS = { maxBytes: 50_000_000, maxAttachments: 2_000 };

/** A raw mail of lines; each character is one byte, so that `\x93` is that byte. */
export const rawMail = (...lines: readonly string[]): Buffer => Buffer.from(lines.join("\r\n"), "latin1");

/** The bytes of a text in UTF-8, each as one character, for `rawMail`. */
export const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

/** The parsed mail. Throws if it cannot be read. */
export async function readMail(raw: Uint8Array): Promise<InboundMail> {
  const parsed = await parseMail(raw, LIMITS);
  if (parsed.kind !== "mail") throw new Error(`The mail is unreadable: ${parsed.reason}`);
  return parsed.mail;
}
