import type { Attachment } from "postal-mime";
import type { MailHeader, Protection } from "./inbound-mail.ts";

/** A part whose content is inside a CMS object (RFC 8551, section 3.2): encrypted, or signed and not readable without it. */
const ENVELOPED_TYPE = /^application\/(x-)?pkcs7-mime$/;

/** The part that holds a whole mail in a CMS object, if there is one. */
export const findEnvelopedPart = (attachments: readonly Attachment[]): Attachment | undefined =>
  attachments.find(({ mimeType }) => ENVELOPED_TYPE.test(mimeType));

/** How a mail is protected: S/MIME (RFC 8551) and OpenPGP (RFC 3156, and RFC 4880, section 6.2, inside the text). */
export function protectionOf(
  { fields }: MailHeader,
  attachments: readonly Attachment[],
  text: string,
): Protection {
  const type = fields.get("content-type")?.[0]?.toLowerCase().trim() ?? "";
  if (type.startsWith("multipart/encrypted") || /^-----BEGIN PGP MESSAGE-----/m.test(text))
    return "encrypted";
  if (type.startsWith("multipart/signed") || /^-----BEGIN PGP SIGNED MESSAGE-----/m.test(text))
    return "signed";
  return findEnvelopedPart(attachments) ? "encrypted" : "none";
}
