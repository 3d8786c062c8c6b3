import type { OmittedFile } from "../../../shared/received-mail.ts";
import type { MailAttachment } from "../inbound/inbound-mail.ts";

/** The property's limits of files. */
export interface FileLimits {
  readonly allowed: boolean;
  readonly maxMegabytes: number;
  /** The bytes that the quotas of the property and of the author leave (R37). */
  readonly quotaLeft: number;
}

export interface FilePlan {
  /** To be stored, if their content is of a type that may be sent. */
  readonly stored: readonly MailAttachment[];
  /** In the original only. */
  readonly omitted: readonly OmittedFile[];
}

/** The most files of one entry. A visitor sends ten in one message, but a mail has no second one for the rest. */
const MAX_FILES = 30;
/** A picture of the text with fewer bytes is one of the layout: a logo, a line, an icon. */
const MAX_LAYOUT_PICTURE = 8_000;

const isLayout = ({ isShown, type, bytes }: MailAttachment): boolean =>
  isShown && type.startsWith("image/") && bytes.byteLength < MAX_LAYOUT_PICTURE;

export const toOmitted = ({ name, bytes }: MailAttachment, reason: OmittedFile["reason"]): OmittedFile => ({
  name,
  size: bytes.byteLength,
  reason,
});

/** Decides which attachments of a mail become files of its entry, by the limits that visitors' files have too. Pure. */
export function planFiles(
  attachments: readonly MailAttachment[],
  { allowed, maxMegabytes, quotaLeft }: FileLimits,
): FilePlan {
  const stored: MailAttachment[] = [];
  const omitted: OmittedFile[] = [];
  let left = quotaLeft;
  for (const one of attachments) {
    const reason = reasonToOmit(one);
    if (reason) omitted.push(toOmitted(one, reason));
    else {
      stored.push(one);
      left -= one.bytes.byteLength;
    }
  }
  return { stored, omitted };

  function reasonToOmit(one: MailAttachment): OmittedFile["reason"] | null {
    if (isLayout(one)) return "inline";
    if (!allowed) return "not_allowed";
    if (one.bytes.byteLength > maxMegabytes * 1_048_576) return "size";
    if (stored.length >= MAX_FILES) return "count";
    return one.bytes.byteLength > left ? "quota" : null;
  }
}
