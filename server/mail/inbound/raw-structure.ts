import { repairRawHeader } from "./charsets.ts";

/** Fields of which every mail has at least one (RFC 5322, section 3.6; RFC 2045). */
const KNOWN_FIELD =
  /^(from|to|cc|subject|date|message-id|received|return-path|sender|reply-to|delivered-to|mime-version|content-type)[ \t]*:/im;
/** Printable characters without `:`, then `:` (RFC 5322, section 2.2). */
const FIELD_LINE = /^[!-9;-~]+[ \t]*:/;
/** RFC 2046, section 5.1.1: a boundary has at most 70 characters. The header of a part follows it. */
const DELIMITER = /^--([^\r\n]{1,70}?)[ \t]*\r?\n(?=content-[a-z-]+[ \t]*:)/im;
const CONTENT_TYPE = /^content-type[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/im;

/** Where the header ends: the offset of the first empty line; null if there is none. */
function findEmptyLine(raw: Buffer): number | null {
  const ends = [raw.indexOf("\n\n"), raw.indexOf("\n\r\n")].filter((at) => at >= 0);
  return ends.length > 0 ? Math.min(...ends) + 1 : null;
}

/** The offset of the header's end; the whole mail if it has no body. */
export const headerEnd = (raw: Buffer): number => findEmptyLine(raw) ?? raw.length;

/**
 * Brings a mail into the form that RFC 5322 demands, so that the parser does not take its text for header fields:
 * without a byte order mark, empty lines and the `From ` line of a mailbox file in front; with an empty line behind the
 * header; with an empty header if it has none; with a header in UTF-8.
 */
export function normalizeStructure(received: Buffer): Buffer {
  const start = received.toString("latin1", 0, 2_000);
  const [before = ""] = /^(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:>?From [^\r\n]*\r?\n)?/.exec(start) ?? [];
  const raw = received.subarray(before.length);
  const emptyLine = findEmptyLine(raw);
  const end = emptyLine ?? raw.length;
  const header = raw.subarray(0, end);
  if (!KNOWN_FIELD.test(header.toString("latin1"))) return Buffer.concat([Buffer.from("\r\n"), raw]);
  const body = emptyLine === null ? firstTextLine(header) : end;
  const separator = Buffer.from(body < end ? "\r\n" : "");
  return Buffer.concat([repairRawHeader(raw.subarray(0, body)), separator, raw.subarray(body)]);
}

/** The offset of the first line that is no field and continues none. */
function firstTextLine(header: Buffer): number {
  let offset = 0;
  for (const line of header.toString("latin1").split("\n")) {
    if (!FIELD_LINE.test(line) && !/^[ \t\r]/.test(line) && line !== "") return offset;
    offset += line.length + 1;
  }
  return header.length;
}

/**
 * A multipart mail whose `boundary` parameter is missing or is not that of the body, with the boundary that the body has;
 * a body without one becomes plain text, so that its words are not lost.
 */
export function repairBoundary(raw: Buffer): Buffer {
  const end = headerEnd(raw);
  const header = raw.toString("latin1", 0, end);
  const body = raw.toString("latin1", end);
  const [, boundary] = DELIMITER.exec(body) ?? [];
  const subtype = /multipart\/[a-z-]+/i.exec(header)?.[0] ?? "multipart/mixed";
  const type = boundary ? `${subtype}; boundary="${boundary.replace(/["\\]/g, "\\$&")}"` : "text/plain";
  // a function, because `$` in a boundary would be a reference in a replacement text
  const repaired = header.replace(CONTENT_TYPE, () => `Content-Type: ${type}`);
  return Buffer.from(repaired + body, "latin1");
}
