import { decodeWords, type Header } from "postal-mime";
import { type MailAddress, oneLine, parseAddressList } from "../address/mail-address.ts";
import { messageIdsOf } from "../address/message-id.ts";
import { repairControls } from "./charsets.ts";
import type { MailHeader } from "./inbound-mail.ts";

/** RFC 5322 limits a line to 998 characters, not a folded subject. Nobody reads more than this. */
const MAX_SUBJECT = 998;
/** The fields in which servers note the address that they delivered to. */
const DELIVERED_TO = ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to"];

/** The decoded header of a mail (RFC 5322, section 3.6; encoded words: RFC 2047). Repeated fields count once, the first. */
export function readHeader(headers: readonly Header[]): MailHeader {
  const fields = new Map<string, string[]>();
  for (const { key, value } of headers) {
    const values = fields.get(key);
    if (values) values.push(value);
    else fields.set(key, [value]);
  }
  const first = (name: string): string => fields.get(name)?.[0] ?? "";
  const addresses = (name: string): readonly MailAddress[] =>
    (fields.get(name) ?? []).flatMap(parseAddressList).map(repairName);
  return {
    messageId: messageIdsOf(first("message-id"))[0] ?? null,
    inReplyTo: messageIdsOf(first("in-reply-to")),
    references: messageIdsOf(first("references")),
    from: addresses("from")[0] ?? null,
    sender: addresses("sender")[0] ?? null,
    replyTo: addresses("reply-to"),
    to: addresses("to"),
    cc: addresses("cc"),
    deliveredTo: DELIVERED_TO.flatMap(addresses).map(({ address }) => address),
    returnPath: readReturnPath(fields.get("return-path")?.[0]),
    subject: oneLine(repairControls(decodeWords(first("subject")))).slice(0, MAX_SUBJECT),
    date: readDate(first("date")),
    fields,
  };
}

const repairName = ({ name, address }: MailAddress): MailAddress => ({ name: repairControls(name), address });

/** The path (RFC 5321, section 4.4): `<>` is the empty one. */
function readReturnPath(field: string | undefined): string | null {
  if (field === undefined) return null;
  return /^\s*<\s*>\s*$/.test(field) ? "" : (parseAddressList(field)[0]?.address ?? null);
}

/** RFC 5322, section 3.3. A comment such as `(CEST)` is left out, because parsers of dates read time zones in it. */
function readDate(field: string): number | null {
  const time = Date.parse(field.replace(/\([^()]*\)/g, "").trim());
  return Number.isNaN(time) ? null : time;
}
