import type { Attachment } from "postal-mime";
import { oneLine } from "../address/mail-address.ts";
import { repairControls } from "./charsets.ts";
import type { MailAttachment } from "./inbound-mail.ts";
import { separateEncodedFiles } from "./uuencode.ts";

const MAX_NAME = 200;
const DISPOSITIONS = ["attachment", "inline"] as const;
/**
 * Attachments that are no files for a person: detached signatures (RFC 8551, RFC 3156), and other forms of the text for single clients.
 * The raw mail has them.
 */
const NO_FILE = /^application\/(x-)?(pkcs7-signature|pgp-signature)$|^text\/(x-amp-html|watch-html)$/;

/**
 * The attachments of a parsed mail up to a limit, without what is no file for a person.
 *
 * @param html the HTML of the mail, which may show some of them (RFC 2392)
 */
export function toAttachments(
  parts: readonly Attachment[],
  html: string | null,
  limit: number,
): { attachments: readonly MailAttachment[]; attachmentsOmitted: number } {
  const files = parts.filter(({ mimeType }) => !NO_FILE.test(mimeType));
  const shown = shownContentIds(html ?? "");
  return {
    attachments: files.slice(0, limit).map((part) => toAttachment(part, shown)),
    attachmentsOmitted: Math.max(0, files.length - limit),
  };
}

/** The parser returns bytes unless it is asked for text. */
export const toBytes = (content: Attachment["content"]): Uint8Array =>
  typeof content === "string" ? Buffer.from(content) : new Uint8Array(content);

/** A file that the text contained in uuencode. */
export const toEncodedAttachment = ({
  name,
  bytes,
}: {
  name: string;
  bytes: Uint8Array;
}): MailAttachment => ({
  name: fileName(name),
  type: "application/octet-stream",
  disposition: "attachment",
  contentId: null,
  isShown: false,
  bytes,
});

function toAttachment(part: Attachment, shown: ReadonlySet<string>): MailAttachment {
  const contentId = part.contentId?.replace(/^\s*<|>\s*$/g, "").trim() || null;
  const content = toBytes(part.content);
  const encoded = decodeWhole(content);
  return {
    name: fileName(part.filename ?? encoded?.name ?? ""),
    type: part.mimeType || "application/octet-stream",
    disposition: DISPOSITIONS.find((known) => known === part.disposition) ?? null,
    contentId,
    isShown: contentId !== null && shown.has(contentId.toLowerCase()),
    bytes: encoded?.bytes ?? content,
  };
}

/** The file of a part whose transfer encoding is x-uuencode, which the parser leaves encoded. */
function decodeWhole(content: Uint8Array): { name: string; bytes: Uint8Array } | null {
  const start = Buffer.from(content.subarray(0, 300)).toString("latin1").trimStart();
  if (!/^begin [0-7]{3,4} /.test(start)) return null;
  const { text, files } = separateEncodedFiles(Buffer.from(content).toString("latin1"));
  const [file] = files;
  return file && files.length === 1 && text.trim() === "" ? file : null;
}

function shownContentIds(html: string): ReadonlySet<string> {
  const ids = [...html.matchAll(/["'(=]\s*cid:([^"'()\s>]{1,998})/gi)].map(([, id = ""]) => id.toLowerCase());
  return new Set(ids.flatMap((id) => [id, decodePercent(id)]));
}

/** RFC 2392: special characters of a Content-ID are percent-encoded in its URL. */
function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a `%` that begins no code stands for itself
  }
}

/** The last part of a file's name, in one line; null if nothing is left. */
function fileName(name: string): string | null {
  const last = oneLine(repairControls(name)).split(/[\\/]/).at(-1)?.trim() ?? "";
  return last.slice(0, MAX_NAME) || null;
}
