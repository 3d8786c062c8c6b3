import PostalMime, { type Email } from "postal-mime";
import { toAttachments, toBytes, toEncodedAttachment } from "./attachments.ts";
import { readCalendar } from "./calendar-part.ts";
import {
  decodeUnknown,
  hasLostCharacters,
  isKnownLabel,
  isLatinLabel,
  isMostlyLost,
  isUtf8Label,
  overwriteCharsets,
  repairControls,
} from "./charsets.ts";
import { readDeliveryReport } from "./delivery-report.ts";
import { declareFixed, joinFlowed } from "./flowed-text.ts";
import type {
  InboundMail,
  MailAttachment,
  MailHeader,
  ParsedMail,
  UnreadableReason,
} from "./inbound-mail.ts";
import { declareAttached } from "./inline-files.ts";
import { findEnvelopedPart, protectionOf } from "./protection.ts";
import { headerEnd, normalizeStructure, repairBoundary } from "./raw-structure.ts";
import { readHeader } from "./read-header.ts";
import { readSignedContent } from "./signed-content.ts";
import { separateEncodedFiles } from "./uuencode.ts";

export interface MailLimits {
  /** Bytes of a raw mail. A longer one is not parsed. */
  readonly maxBytes: number;
  /** Attachments that are returned. */
  readonly maxAttachments: number;
}

/** The fields of all parts of a mail, in bytes. A thousand attachments need about 300,000. */
const MAX_HEADERS = 1_000_000;
/** The header of a mail that is not parsed, in bytes. */
export const MAX_UNREADABLE_HEADER = 256_000;

/**
 * Parses a raw mail (RFC 5322, RFC 2045 to 2049). Never throws: a mail that cannot be read is one too, so that the caller
 * stores it with its original attached. Repairs what clients and servers on the way are known to get wrong: charsets,
 * missing boundaries, missing header blocks, uuencode.
 *
 * @param raw the mail as it was received, with line ends of any kind
 */
export async function parseMail(raw: Uint8Array, limits: MailLimits): Promise<ParsedMail> {
  const size = raw.byteLength;
  if (size === 0) return toUnreadable(raw, size, "empty");
  if (size > limits.maxBytes) return toUnreadable(raw, size, "too_large");
  const received = Buffer.from(raw.buffer, raw.byteOffset, size);
  const email = await tryParse(normalizeStructure(received));
  return email
    ? { kind: "mail", mail: await toInboundMail(email, limits, size) }
    : toUnreadable(raw, size, "malformed");
}

/** Null if the parser refuses the mail: it throws for parts nested too deep and for header fields that are too long. */
async function tryParse(raw: Buffer): Promise<Email | null> {
  try {
    return await parseRepaired(raw);
  } catch {
    return null;
  }
}

/** Attached mails stay attachments: their words are no words of the sender. */
const parse = (raw: Buffer): Promise<Email> =>
  PostalMime.parse(raw, { forceRfc822Attachments: true, maxHeadersSize: MAX_HEADERS });

async function parseRepaired(received: Buffer): Promise<Email> {
  const { raw, flow } = declareFixed(received);
  const attached = declareAttached(raw);
  const parsed = await parseAgainIfEmpty(attached);
  // a mail whose only text has a file's name is that text
  const isBare = !parsed.text?.trim() && !parsed.html?.trim() && attached !== raw;
  const email = isBare ? await parseAgainIfEmpty(raw) : parsed;
  return flow && email.text
    ? { ...email, text: joinFlowed(email.text.replaceAll("\r\n", "\n"), flow) }
    : email;
}

async function parseAgainIfEmpty(raw: Buffer): Promise<Email> {
  const email = await parse(raw);
  if (!isMultipart(email) || hasContent(email)) return repairCharsets(raw, email);
  const repaired = repairBoundary(raw);
  const again = await repairCharsets(repaired, await parse(repaired));
  // what the mail declared says what kind of mail it is
  return { ...again, headers: email.headers };
}

const isMultipart = ({ headers }: Email): boolean =>
  headers.some(({ key, value }) => key === "content-type" && /^\s*multipart\//i.test(value));
const hasContentType = ({ headers }: Email): boolean => headers.some(({ key }) => key === "content-type");
const hasContent = ({ text, html, attachments }: Email): boolean =>
  Boolean(text?.trim() || html?.trim() || attachments.length > 0);

/**
 * Reads texts again that were not in the charset that they declare: as UTF-8 if they declare a Latin charset or one that
 * nobody knows, and as windows-1252 if they declare UTF-8 or nothing. A new reading counts for a text only if it is better.
 */
async function repairCharsets(raw: Buffer, email: Email): Promise<Email> {
  const texts = [email.text, email.html];
  if (texts.every((text) => !text || /^[\0-\x7f]*$/.test(text))) return email;
  const isWrong = texts.some(hasLostCharacters);
  const choose = isWrong
    ? (label: string) => (isUtf8Label(label) ? "windows-1252" : null)
    : (label: string) =>
        isLatinLabel(label) || !(isUtf8Label(label) || isKnownLabel(label)) ? "utf-8" : null;
  const typed = hasContentType(email)
    ? raw
    : Buffer.concat([Buffer.from("Content-Type: text/plain\r\n"), raw]);
  const changed = overwriteCharsets(typed, choose);
  if (changed.equals(typed)) return email;
  const again = await parse(changed);
  const better = (first: string | undefined, second: string | undefined) =>
    first !== undefined && (isWrong ? isMostlyLost(first) : !hasLostCharacters(second)) ? second : first;
  return { ...email, text: better(email.text, again.text), html: better(email.html, again.html) };
}

/**
 * A mail without a text whose first part is one, but declared as an attachment, or with a type that does not exist
 * (`Content-Type: text`): it is the text unless it has a file's name.
 */
function withBody(email: Email): Email {
  const [first, ...rest] = email.attachments;
  const isText = first && /^text(\/(plain|enriched|richtext))?$/.test(first.mimeType) && !first.filename;
  if (!isText || email.text?.trim() || email.html?.trim()) return email;
  return { ...email, text: decodeUnknown(toBytes(first.content)), attachments: rest };
}

/**
 * The mail inside an opaque S/MIME signature, with the header of the outer one. Opened once: a signature in a signature
 * stays an attachment.
 */
async function openSigned(outer: Email): Promise<{ email: Email; isOpened: boolean }> {
  const opaque = outer.text?.trim() || outer.html ? undefined : findEnvelopedPart(outer.attachments);
  const content = opaque && readSignedContent(toBytes(opaque.content));
  if (!content) return { email: outer, isOpened: false };
  const inner = await parseRepaired(normalizeStructure(content));
  const others = outer.attachments.filter((one) => one !== opaque);
  const email = { ...inner, headers: outer.headers, attachments: [...inner.attachments, ...others] };
  return { email, isOpened: true };
}

async function toInboundMail(outer: Email, limits: MailLimits, size: number): Promise<InboundMail> {
  const { email, isOpened } = await openSigned(withBody(outer));
  const header = readHeader(email.headers);
  const html = email.html ? repairControls(email.html) : null;
  const { text, files } = separateEncodedFiles(repairControls(email.text ?? "").replaceAll("\r\n", "\n"));
  const parts = toAttachments(email.attachments, html, limits.maxAttachments);
  const attachments = [...parts.attachments, ...files.map(toEncodedAttachment)];
  return {
    header,
    text: text.trim() ? text : null,
    html,
    attachments,
    attachmentsOmitted: parts.attachmentsOmitted,
    protection: isOpened ? "signed" : protectionOf(header, email.attachments, text),
    report: await readDeliveryReport({ header, text, attachments }),
    calendar: findCalendar(email, attachments),
    size,
  };
}

function findCalendar(email: Email, attachments: readonly MailAttachment[]): InboundMail["calendar"] {
  const part = attachments.find(({ type }) => type === "text/calendar" || type === "application/ics");
  const method = email.attachments.find(({ method }) => method)?.method ?? null;
  return part ? readCalendar(Buffer.from(part.bytes).toString("utf8"), method) : null;
}

/**
 * A mail that is not parsed, with its header: one that is too long to be read whole, or whose processing has failed.
 *
 * @param start its first bytes, or all of it
 * @param size of the whole mail, bytes
 */
export async function toUnreadable(
  start: Uint8Array,
  size: number,
  reason: UnreadableReason,
): Promise<Extract<ParsedMail, { kind: "unreadable" }>> {
  return { kind: "unreadable", reason, header: await readHeaderOnly(start), size };
}

async function readHeaderOnly(raw: Uint8Array): Promise<MailHeader> {
  const start = normalizeStructure(Buffer.from(raw.subarray(0, MAX_UNREADABLE_HEADER)));
  const { headers } = await PostalMime.parse(start.subarray(0, headerEnd(start)));
  return readHeader(headers);
}
