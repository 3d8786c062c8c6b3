import { open } from "node:fs/promises";
import { ApiError } from "../platform/http/api-error.ts";
import { ENCODED_TEXT, type FileKind, isTextFormat, kindOf, SIGNED, TEXT, XML } from "./file-kinds.ts";
import { textForm } from "./markup.ts";
import { type PictureSize, pictureSize } from "./picture-size.ts";
import { readTextContent, type TextContent } from "./text-content.ts";

export interface Inspected {
  readonly kind: FileKind;
  /** Null: not a picture that is displayed. */
  readonly picture: PictureSize | null;
}

/** Bytes that are read to find a picture's size, which follows the camera's metadata. */
const HEAD = 512 * 1024;

/** The identifier of CMS signed data in BER or DER, which follows a tag and a length of at most six bytes (RFC 5652, section 5.1). */
const SIGNED_DATA = Buffer.from("06092a864886f70d010702", "hex");
const SEQUENCE = 0x30;

/**
 * Determines the type of a file from its content. The name is ignored. Every way in and out uses this: uploads of visitors and of
 * agents, received mails, and what is sent by mail.
 *
 * @throws ApiError `file_type_refused`
 */
export async function inspectFile(path: string): Promise<Inspected> {
  const head = await headOf(path);
  const text = await readTextContent(path, head);
  // the library is large, so it is loaded with the first file
  const { fileTypeFromFile } = await import("file-type");
  const found = await fileTypeFromFile(path).catch((cause: unknown) => {
    // a malformed file that breaks the parser, or a text with the first letters of a binary format
    if (!text?.isPrintable) throw new ApiError("file_type_refused", { cause });
    return undefined;
  });
  const kind = text && isTextFile(text, found?.mime) ? textKind(text) : binaryKind(found?.mime, head);
  if (!kind) throw new ApiError("file_type_refused");
  return { kind, picture: kind.picture ? pictureSize(kind.type, head) : null };
}

/** Whether a text is a text file. A text that begins like a binary format, such as `BMW;320d`, is none of that format. */
const isTextFile = ({ isPrintable }: TextContent, found: string | undefined): boolean =>
  isPrintable ? !isTextFormat(found) : found === undefined || found.startsWith("text/");

function textKind({ beginning, isUtf8, mayBePage }: TextContent): FileKind | undefined {
  const form = textForm(beginning);
  if (form === "executable" || (form === "xml" && mayBePage)) return undefined;
  if (form === "xml") return XML;
  return isUtf8 ? TEXT : ENCODED_TEXT;
}

function binaryKind(found: string | undefined, head: Buffer): FileKind | undefined {
  if (found !== undefined) return kindOf(found);
  const isSigned = head[0] === SEQUENCE && head.subarray(0, 7 + SIGNED_DATA.length).includes(SIGNED_DATA);
  return isSigned ? SIGNED : undefined;
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
