/** The fields about one part that stand together (RFC 2045, section 3), with their folded lines. */
const PART_FIELDS = /^(?:content-[a-z-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}/gim;
const IS_TEXT = /^content-type:\s*text\//im;
const INLINE_FILE = /^(content-disposition:\s*)inline(?=\s*;[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*?filename)/im;

/**
 * Declares text files as attachments that a client has put into the mail inline, as Apple Mail does: the parser takes every
 * inline text for a part of the message, and the file's name would be lost.
 *
 * @returns the same buffer if there is none
 */
export function declareAttached(raw: Buffer): Buffer {
  if (!raw.includes("nline")) return raw;
  const before = raw.toString("latin1");
  const after = before.replace(PART_FIELDS, (fields) =>
    IS_TEXT.test(fields) ? fields.replace(INLINE_FILE, "$1attachment") : fields,
  );
  return after === before ? raw : Buffer.from(after, "latin1");
}
