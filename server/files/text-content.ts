import { createReadStream } from "node:fs";

/** A text file, as far as its type depends on it. */
export interface TextContent {
  /** Whether it is UTF-8, which browsers can show. Texts in other encodings are stored unchanged. */
  readonly isUtf8: boolean;
  /** Whether it has no control characters but those of texts, so that it is no binary format. */
  readonly isPrintable: boolean;
  /** The first characters, without a byte order mark and leading space. In an unknown encoding, only ASCII is right. */
  readonly beginning: string;
  /** Of markup: whether it contains what makes a web page of an XML document, or may hide that. */
  readonly mayBePage: boolean;
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "latin1";

/** How many characters of the beginning are returned. */
const BEGINNING = 65_536;
/** Characters of the chunk before that are searched with the next one, longer than what is searched for. */
const OVERLAP = 64;
/** Leading space, which includes a byte order mark, also as the letters that the bytes of the one of UTF-8 are in other encodings. */
const MARK = /^(?:\s|ï»¿)+/;
/** Control characters that no text has: all but tab, line and page breaks, the end mark of DOS, and the escape of terminals. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it finds them
const CONTROL = /[\0-\x08\x0e-\x19\x1c-\x1f\x7f]/;
/**
 * The namespaces of XHTML, SVG and XSLT, whose elements run scripts in a browser that opens the saved file. The slash may be a
 * character reference.
 */
const PAGE_NAMESPACE = /(?:1999(?:\/|&#\w{1,11};)(?:xhtml|xsl)|2000(?:\/|&#\w{1,11};)svg)/i;
/** Ways to spell a namespace otherwise: entities, references to ASCII letters and digits, references of any length. */
const DISGUISE =
  /<!ENTITY|&#\w{12}|&#(?:0*(?:4[89]|5[0-7]|6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2])|x0*(?:3\d|[46][1-9a-f]|[57][\da]));/i;

/**
 * Reads a file as text: UTF-8, UTF-16 with or without a byte order mark, or any encoding of which ASCII is a part. It ends at
 * the first byte that no text has.
 *
 * @param head the first bytes of the file
 * @returns null: it is no text
 */
export async function readTextContent(path: string, head: Buffer): Promise<TextContent | null> {
  let encoding = encodingOf(head);
  let decode = decoderOf(encoding);
  const found = { isPrintable: true, beginning: "", mayBePage: false };
  let tail = "";
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let text = decode(chunk);
    if (text === null && encoding === "utf-8") {
      encoding = "latin1";
      decode = decoderOf(encoding);
      text = decode(chunk);
    }
    if (text === null || text.includes("\0")) return null;
    found.isPrintable &&= !CONTROL.test(text);
    if (!found.isPrintable && encoding !== "utf-8") return null;
    if (found.beginning.length < BEGINNING)
      found.beginning = (found.beginning + text).replace(MARK, "").slice(0, BEGINNING);
    if (!found.beginning.startsWith("<")) continue;
    const searched = tail + text;
    found.mayBePage ||= PAGE_NAMESPACE.test(searched) || DISGUISE.test(searched);
    tail = searched.slice(-OVERLAP);
  }
  const isWhole = decode(null) !== null;
  if (!isWhole && (encoding !== "utf-8" || !found.isPrintable)) return null;
  return { ...found, isUtf8: encoding === "utf-8" && isWhole };
}

/** UTF-16 without a byte order mark is recognized by a first character of ASCII. */
function encodingOf([first = 1, second = 1]: Buffer): Encoding {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return "utf-8";
}

/** @returns a function that decodes the next chunk, or the end (null); it returns null for bytes that the encoding does not have */
function decoderOf(encoding: Encoding): (chunk: Buffer | null) => string | null {
  if (encoding === "latin1") return (chunk) => chunk?.toString("latin1") ?? "";
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (chunk) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (error) {
      if (error instanceof TypeError) return null; // not of this encoding
      throw error;
    }
  };
}
